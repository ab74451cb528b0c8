"""The steps of the database, oldest first; a step is never changed once released."""
