"""What git knows: the only calls of it, and a site as a commit has it."""
