"""API keys that were made while the service runs, beside those of the environment."""
