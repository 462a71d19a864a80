"""Formulas judged as KaTeX judges them."""
