"""From what is written to what is spoken, sentence by sentence. Pure.

``normalize`` turns a written sentence into what a newsreader would say, as runs that map every spoken piece
to the written one. Each language has its own ordered rules (``english``, ``spanish``, and ``languages`` on
CLDR); all others get only the safe clean-up (``cleanup``) and the pauses of brackets, dashes and ellipses
(``pauses``), never another language's rules. See docs/normalization.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module

from tts_service.article.normalize import languages
from tts_service.article.normalize.cleanup import clean, with_latin_digits
from tts_service.article.normalize.gaps import separated
from tts_service.article.normalize.pauses import PAUSES
from tts_service.article.normalize.rules import Edit, Rule, rewrite
from tts_service.article.normalize.runs import SpokenRun, runs_of
from tts_service.article.normalize.wordlists import word_set

__all__ = ["SpokenRun", "has_rules", "normalize", "said_within"]


_FOLDERS: Mapping[str, str] = {"en": "english", "es": "spanish"}
"""Of the languages that do not stand on CLDR. Each is imported when it is met, as those are."""
_WITH_OWN_COMMA = word_set("am ar bo ckb dv dz fa ja km ks lo my nqo ps sd th ti ug ur wuu yue zh")
"""Languages whose pauses are not written with the Latin comma."""

_LONGEST = 600
"""Characters. No sentence of an article comes near; rules look at all that stands before a number, and
behind it."""


def _nothing(text: str) -> Sequence[Edit]:
    return ()


def normalize(
    text: str, language: str, settle: Callable[[str], Sequence[Edit]] = _nothing
) -> list[SpokenRun]:
    """What is spoken for the sentence ``text``, as runs in order that cover it without gap or overlap.

    ``language`` is a BCP 47 tag; its region chooses between readings where a language has several ("en-GB"
    reads 3/4/2026 as the third of April). The ``spoken`` of all runs, joined, is what is said. Where nothing
    changes, ``spoken`` equals ``text[start:end]``; a run may be silent (``""``). ``settle`` gives edits of
    the cleaned text that no rule may change (the lexicon's). Never raises; an empty text has no runs. What is
    much longer than a sentence is taken in parts.
    """
    if len(text) > _LONGEST:
        return list(_in_parts(text, language, settle))
    cleaned = clean(text)
    settled = settle(cleaned.text)
    edits = rewrite(with_latin_digits(cleaned.text), _rules(language), settled)
    return runs_of(text, cleaned, list(separated(cleaned.text, edits)))


def _in_parts(text: str, language: str, settle: Callable[[str], Sequence[Edit]]) -> Iterator[SpokenRun]:
    at = 0
    while at < len(text):
        space = text.rfind(" ", at, at + _LONGEST)
        end = space + 1 if space > at and at + _LONGEST < len(text) else at + _LONGEST
        for run in normalize(text[at:end], language, settle):
            yield run._replace(start=run.start + at, end=run.end + at)
        at = end


def said_within(text: str, language: str) -> str:
    """What is spoken for ``text``, a few words within a sentence, with the marks of ``spelled``."""
    cleaned = clean(text).text
    parts, at = [], 0
    for edit in separated(cleaned, rewrite(with_latin_digits(cleaned), _rules(language))):
        parts += [cleaned[at : edit.start], edit.spoken]
        at = edit.end
    return " ".join("".join([*parts, cleaned[at:]]).split())


def has_rules(language: str) -> bool:
    """True if numbers, dates and the like in ``language`` are put into words here rather than left to the
    engine."""
    return _parts(language)[0] in {*_FOLDERS, *languages.FOLDERS}


def _rules(language: str) -> tuple[Rule, ...]:
    primary, region = _parts(language)
    if primary in _FOLDERS:
        return _own_rules(primary, region)
    if primary in languages.FOLDERS:
        return languages.rules(primary, region)
    return () if primary in _WITH_OWN_COMMA else PAUSES


@cache
def _own_rules(primary: str, region: str) -> tuple[Rule, ...]:
    rules: tuple[Rule, ...] = import_module(f"{__name__}.{_FOLDERS[primary]}").rules(region)
    return rules


def _parts(language: str) -> tuple[str, str]:
    """The primary tag and the region: "en-GB" is ("en", "gb"), "es-Latn-MX" ("es", "mx")."""
    primary, *others = language.replace("_", "-").lower().split("-")
    return primary, next((tag for tag in others if len(tag) == 2), "")
