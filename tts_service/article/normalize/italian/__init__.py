"""Italian: one bends and elides, "°" marks an ordinal, ranges open with "da", euros have no plural."""

from __future__ import annotations

from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.italian.grammar import Italian


def grammar(region: str) -> Grammar:
    """Italian, everywhere the same."""
    return Italian()
