"""What a change brought: new findings, lost addresses."""
