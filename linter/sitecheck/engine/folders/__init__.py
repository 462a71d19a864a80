"""Which folder is meant, and what kind of folder it is."""
