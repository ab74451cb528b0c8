"""The rooms that touch the world: database, network, files."""
