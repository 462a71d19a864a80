"""What is written into the files of a site's owner: fixes, redirects, comments."""
