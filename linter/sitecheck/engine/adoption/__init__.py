"""How a site begins with sitecheck: first files, and a baseline of what is accepted."""
