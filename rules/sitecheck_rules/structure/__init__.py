"""Rules about a page's outline."""
