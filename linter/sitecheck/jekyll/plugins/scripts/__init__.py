"""What scripts of the site's own may do to it, read from their text."""
