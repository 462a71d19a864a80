"""Formulas judged as MathJax 2, 3 and 4 judge them."""
