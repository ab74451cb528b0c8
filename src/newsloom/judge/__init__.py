"""What each article and story is worth: quality, topics, heat, gate."""
