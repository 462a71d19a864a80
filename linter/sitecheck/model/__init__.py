"""Plain frozen records that every other package shares; standard library only."""
