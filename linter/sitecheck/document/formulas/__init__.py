"""Which engine shows the formulas of a page, and what it finds there."""
