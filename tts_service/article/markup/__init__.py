"""What an author says about how a text is spoken: pauses, voices, readings. In HTML attributes and in SSML.
Pure."""
