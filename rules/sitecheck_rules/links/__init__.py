"""Rules about links, inside the site and out of it."""
