"""Pages of accounts: signing in and out, the first admin, one's own account, people, the log."""
