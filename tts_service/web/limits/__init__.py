"""Limits per client: how often, how many at once, how much per day."""
