"""What the commands that list things say of a site, and what it looks like."""
