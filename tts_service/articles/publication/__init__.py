"""What editors decide on articles: whether they are out, and which revision is kept."""
