"""Portuguese: one, two and the hundreds bend to gender, dates and millions take "de", Portugal counts its own
way."""

from __future__ import annotations

from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.portuguese.grammar import Portuguese


def grammar(region: str) -> Grammar:
    """Portuguese as spoken in ``region``: "" and "br" are Brazil, all others follow Portugal."""
    return Portuguese(region)
