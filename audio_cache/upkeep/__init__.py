"""Upkeep of a cache: checked, pruned and copied while others write to it."""
