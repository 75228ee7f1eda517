"""German: "21" is read backwards, ordinals and the number one bend to case and gender, and figures are
parts of compounds."""

from __future__ import annotations

from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.german.grammar import German


def grammar(region: str) -> Grammar:
    """German as spoken in ``region``, such as "at"; "" is Germany."""
    return German()
