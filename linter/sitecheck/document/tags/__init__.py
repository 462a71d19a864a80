"""What the tags of a rendered text mean: elements, links, anchors."""
