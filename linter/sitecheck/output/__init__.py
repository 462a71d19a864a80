"""All that is said to a person or a log: made harmless, secrets masked, written in one place.

Whoever opens a pull request writes the names, settings, addresses and texts that a report quotes. ``safe``
makes them harmless for terminals and build logs, ``secrets`` masks what URLs carry, ``json_text`` writes
JSON, and ``streams`` is the only module of the package that writes to standard output and standard error.
This module imports nothing, so that start-up stays cheap.
"""
