"""Which articles belong together: copies, stories, leads."""
