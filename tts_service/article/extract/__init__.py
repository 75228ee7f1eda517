"""From a request or a page to an article: what belongs to its text, and what does not. Pure."""
