"""What templates start with, and where its values were written."""
