"""Checks a narration with a speech recognizer: is what it understands what was to be said? Needs the extra
``verify``."""
