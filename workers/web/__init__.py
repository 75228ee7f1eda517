"""The web as workers see it: pages and pictures are fetched within bounds."""
