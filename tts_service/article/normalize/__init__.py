"""From what is written to what is said, sentence by sentence. Pure.

``normalize`` turns a written sentence into what a newsreader would say, as runs that map every spoken piece to the
written one. Each language has its own ordered rules (``english``, ``spanish``); every other language gets the safe
clean-up only (``cleanup``), never another language's rules. See docs/normalization.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from tts_service.article.normalize import english, spanish
from tts_service.article.normalize.cleanup import clean
from tts_service.article.normalize.rules import Rule, rewrite
from tts_service.article.normalize.runs import Run, runs_of

__all__ = ["Run", "has_rules", "normalize"]


def normalize(text: str, language: str) -> list[Run]:
    """What is said for the sentence ``text``, as runs in order that cover it without gap or overlap.

    ``language`` is a BCP 47 tag; its region chooses between readings where a language has several ("en-GB" reads 3/4/2026
    as the third of April). The joined ``spoken`` of all runs is what is said. Where nothing changes, ``spoken`` equals
    ``text[start:end]``; a run may be spoken as nothing (``""``). Never raises; an empty text has no runs.
    """
    cleaned = clean(text)
    edits = rewrite(cleaned.text, _rules(language))
    return runs_of(text, cleaned, edits)


def has_rules(language: str) -> bool:
    """True when numbers, dates and the like of ``language`` are put into words here, not left to the engine."""
    return bool(_rules(language))


def _rules(language: str) -> Sequence[Rule]:
    primary, _, region = language.replace("_", "-").lower().partition("-")
    if primary == "en":
        return english.rules(region)
    return spanish.rules(region) if primary == "es" else ()
