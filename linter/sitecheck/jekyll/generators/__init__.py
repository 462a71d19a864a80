"""Pages that plugins make of the records, and what else comes from beside the site's own files."""
