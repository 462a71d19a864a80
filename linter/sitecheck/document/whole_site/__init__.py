"""The facts of all files together, as site rules see them."""
