"""Keys and the audit log on the command line; and what the other commands put into it."""
