"""Runs the rules over a site: settings, reading, selecting, fixing; knows no rule by name but its own."""
