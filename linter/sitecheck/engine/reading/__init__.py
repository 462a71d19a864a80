"""All files of a site become facts, in as many processes as it is worth."""
