"""sitecheck: the linter and validator for Jekyll sites."""

__version__ = "0.1.0"
