"""What a speech recognizer hears in a narration, and whether that is what was to be said. Needs the extra ``verify``."""
