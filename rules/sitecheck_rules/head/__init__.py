"""What search engines and share cards see of a page."""
