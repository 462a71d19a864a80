"""Rules about front matter and what search engines make of it."""
