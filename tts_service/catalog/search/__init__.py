"""Articles by words of their title or address, and by what they are: the same on both databases."""
