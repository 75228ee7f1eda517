"""Hindi: lakh and crore, quarters and halves with names of their own, years by hundreds."""

from __future__ import annotations

from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.hindi.grammar import Hindi


def grammar(region: str) -> Grammar:
    """Hindi, everywhere the same."""
    return Hindi()
