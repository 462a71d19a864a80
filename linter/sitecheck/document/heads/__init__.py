"""What a page says of itself before its body, and where that was written."""
