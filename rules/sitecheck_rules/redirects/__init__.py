"""Rules about redirects that jekyll-redirect-from makes."""
