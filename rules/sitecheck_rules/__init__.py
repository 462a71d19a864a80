"""The built-in rules, one module each; a rule's id is its module's name with hyphens."""
