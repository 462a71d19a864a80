"""What is known of plugins, others' by a table and the site's own by reading their Ruby."""
