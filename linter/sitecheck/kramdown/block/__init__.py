"""The block pass: a document becomes a tree of blocks."""
