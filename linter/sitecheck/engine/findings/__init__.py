"""From what rules said to what is told: comments, severities, keys, masks."""
