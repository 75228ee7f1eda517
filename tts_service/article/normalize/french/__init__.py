"""French: one bends to gender, ordinals are written "1er" and "XXe", times "14h30", millions take "de"."""

from __future__ import annotations

from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.french.grammar import French


def grammar(region: str) -> Grammar:
    """French as spoken in ``region``: "ch" and "be" say "septante"."""
    return French(region)
