"""What layouts give to the pages inside them: links, ids, headings."""
