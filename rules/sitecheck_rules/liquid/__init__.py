"""Rules about Liquid tags."""
