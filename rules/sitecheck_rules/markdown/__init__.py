"""Rules on what kramdown makes of Markdown where its author meant something else."""
