"""What a document holds, gathered from its tree in the order of the converted HTML."""
