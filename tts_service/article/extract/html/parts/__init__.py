"""Articles in several pages: what a page says about the others, and how they are joined. Pure."""
