"""``.sitecheck.yml``: what may stand in it, read into records."""
