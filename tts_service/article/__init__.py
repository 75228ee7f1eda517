"""From HTML or text to an article, and from an article to its script: what is said, word for word. Pure."""
