"""The site in an editor: what the language server answers."""
