"""What is decided on articles: whether they are out and for whom, and which revision is kept."""
