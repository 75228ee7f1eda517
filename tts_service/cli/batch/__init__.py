"""``tts-service batch``: many articles, here or through a running service."""
