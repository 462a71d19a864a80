"""``_config.yml`` and its like, and the moment of the build."""
