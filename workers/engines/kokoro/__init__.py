"""Kokoro: an optional engine with better voices, at some five times the work."""
