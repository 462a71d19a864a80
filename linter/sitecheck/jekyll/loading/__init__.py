"""Reads a site as a whole."""
