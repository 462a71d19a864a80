"""The formulas of one page: its scripts, its delimiters, its engines."""
