"""What the scripts of a page do with its anchors and with clicks on its links."""
