"""Bytes of a source -> Items. No network."""
