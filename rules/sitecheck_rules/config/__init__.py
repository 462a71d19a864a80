"""Rules about _config.yml."""
