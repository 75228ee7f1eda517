"""Spanish, ordered."""

from __future__ import annotations

from tts_service.article.normalize.rules import Rule


def rules(region: str) -> tuple[Rule, ...]:
    return ()
