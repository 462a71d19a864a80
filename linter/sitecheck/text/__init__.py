"""Bytes to text, lines, front matter and source maps; knows no rule and no site."""
