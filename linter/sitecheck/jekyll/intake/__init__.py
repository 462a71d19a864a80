"""Files become records: front matter, defaults, what Jekyll adds, and their order."""
