"""From what is written to what is said, sentence by sentence. Pure.

``normalize`` turns a written sentence into what a newsreader would say, as runs that map every spoken piece to the
written one. Each language has its own ordered rules (``english``, ``spanish``); every other language gets the safe
clean-up (``cleanup``) and the pauses of brackets, dashes and ellipses (``pauses``), never another language's rules. See
docs/normalization.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tts_service.article.normalize import english, spanish
from tts_service.article.normalize.cleanup import clean
from tts_service.article.normalize.pauses import PAUSES
from tts_service.article.normalize.rules import Edit, Rule, rewrite
from tts_service.article.normalize.runs import Run, runs_of
from tts_service.article.normalize.wordlists import word_set

__all__ = ["Run", "has_rules", "normalize"]


_RULES: Mapping[str, Callable[[str], tuple[Rule, ...]]] = {"en": english.rules, "es": spanish.rules}
_WITH_OWN_COMMA = word_set("am ar bo ckb dv dz fa ja km ks lo my nqo ps sd th ti ug ur wuu yue zh")
"""Languages whose pauses are not written with the comma of the Latin script."""


def _nothing(text: str) -> Sequence[Edit]:
    return ()


def normalize(text: str, language: str, settle: Callable[[str], Sequence[Edit]] = _nothing) -> list[Run]:
    """What is said for the sentence ``text``, as runs in order that cover it without gap or overlap.

    ``language`` is a BCP 47 tag; its region chooses between readings where a language has several ("en-GB" reads 3/4/2026
    as the third of April). The joined ``spoken`` of all runs is what is said. Where nothing changes, ``spoken`` equals
    ``text[start:end]``; a run may be spoken as nothing (``""``). ``settle`` gives edits of the cleaned text that no rule may
    change (the lexicon's). Never raises; an empty text has no runs.
    """
    cleaned = clean(text)
    edits = rewrite(cleaned.text, _rules(language), settle(cleaned.text))
    return runs_of(text, cleaned, edits)


def has_rules(language: str) -> bool:
    """True when numbers, dates and the like of ``language`` are put into words here, not left to the engine."""
    return _parts(language)[0] in _RULES


def _rules(language: str) -> tuple[Rule, ...]:
    primary, region = _parts(language)
    if primary in _RULES:
        return _RULES[primary](region)
    return () if primary in _WITH_OWN_COMMA else PAUSES


def _parts(language: str) -> tuple[str, str]:
    """Primary tag and region: "en-GB" is ("en", "gb"), "es-Latn-MX" ("es", "mx")."""
    primary, *others = language.replace("_", "-").lower().split("-")
    return primary, next((tag for tag in others if len(tag) == 2), "")
