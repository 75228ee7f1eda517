"""The lexicon's file, as editors maintain it."""
