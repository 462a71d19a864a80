"""Rules about formulas and their renderer."""
