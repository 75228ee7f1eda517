"""What is for members only, over HTTP: who gets it, how answers to them are marked, and the API of feed
tokens."""
