"""A site kept in memory while its files change: for an editor, and for a terminal that watches."""
