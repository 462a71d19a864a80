"""What runs remember, and by what they know that it still holds."""
