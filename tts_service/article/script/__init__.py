"""From an article to what will be spoken, in order. Pure and deterministic."""
