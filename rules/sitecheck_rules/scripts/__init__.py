"""Rules about scripts, styles, fonts and embeds that a page loads from other hosts."""
