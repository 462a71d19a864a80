"""What lies in the folder: its tree, its data files."""
