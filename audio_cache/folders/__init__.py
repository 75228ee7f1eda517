"""Narration folders: the names of their files, and what may be read and written there.

``audio_cache.narrations.Narrations`` is the way in.
"""
