"""The span pass: what stands within the text of one block."""
