"""Edition -> bytes. Writes no files."""
