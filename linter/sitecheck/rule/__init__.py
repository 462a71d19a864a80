"""The contract of a rule, how rules are found, and what is made from them."""
