"""Plain text and Markdown. Pure."""
