"""The tree written as HTML, as kramdown's converter writes it."""
