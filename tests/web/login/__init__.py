"""Log-in to the newsroom by the word of others."""
