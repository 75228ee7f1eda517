"""A paragraph → the spans that are spoken one by one. Pure.

``sentencex`` finds the sentences; here very short ones join a neighbour and very long ones are split at a clause. Nothing
beyond the paragraph is looked at, so an edit disturbs its own sentence only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from sentencex import get_sentence_boundaries

from tts_service.article.spoken import SPACES

MAX_CHARS = 200
"""An engine's memory follows the longest segment it has ever spoken, and a listener waits for the first one: some 12 s."""
MIN_CHARS = 24
"""A sentence shorter than this is spoken together with a neighbour: engines mangle a word or two by themselves."""
MIN_CHARS_DENSE = 10
"""The same where a character is a syllable or a word."""

_DENSE = frozenset(("zh", "ja", "ko"))
SHORTEST_PART = 32
"""No clause shorter than this is split off."""
_CLAUSES = (
    re.compile(r"[;:；：][\"”’»)]*(?=\s)|[；：]"),
    re.compile(r"\s[–—-](?=\s)|—(?=\w)"),
    re.compile(r"(?:(?<!\d),|,(?!\s\d)|،)[\"”’»)]*(?=\s)|[、，]"),
    re.compile(r"(?=\s(?:and|but|or|because|which|that|while|who|und|oder|aber|weil|que|y|pero|et|mais|e|और|लेकिन)\s)"),
    re.compile(
        r"(?=\s(?:to|with|for|from|in|on|at|by|as|into|after|before|during|when|where|mit|für|von|nach|bei|con|por|para|en|de"
        r"|avec|pour|dans|par|sur)\s)"
    ),
)
"""Where a long sentence may be split, best first: each match ends where the first part ends."""
_ANYWHERE = (re.compile(r"(?=\s[^A-Z])"), re.compile(r"(?=\s)"))
_QUOTATION = re.compile(r"(?P<open>[“«„]|(?<!\S)[\"(])|(?P<close>[”»]|(?<=\S)[\")])")
_BEGINNING = r"[\"”’»)]*\s+(?=[\"“‘«(¿¡]*[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω])"
_ENDS = re.compile(rf"(?:…|\.\.\.|\b(?:May|[Nn]o|me|may|ill|ore|ark|art|miss|con|fed|mar)\.){_BEGINNING}")
"""Sentence ends that ``sentencex`` does not see, for it takes the word for an abbreviation."""
_HALF_OF_DAY = re.compile(r"[ap]\.m\.\s*$", re.IGNORECASE)
_ZONE = re.compile(r"(?:[A-Z]{1,3}T|GMT|UTC|BST|CEST)\b")
_OPENING_MARKS = "\"'“‘«„([¿¡"
_CLOSING_MARKS = "”’»)]"
_MOST_MARKS = 4
_OPENING = f"{_OPENING_MARKS} "


class Span(NamedTuple):
    """``paragraph[start:end]``, without white space at its ends. ``whole``: a sentence ends here, not only a clause."""

    start: int
    end: int
    whole: bool


def spans(paragraph: str, language: str, longest: int = MAX_CHARS) -> list[Span]:
    """What of ``paragraph`` is spoken in one go, in order; together they hold all of it but white space.

    No span is empty or longer than ``longest`` characters.
    """
    paragraph = paragraph.translate(SPACES)
    shortest = MIN_CHARS_DENSE if language in _DENSE else MIN_CHARS
    sentences = _joined(_sentences(paragraph, language), shortest, longest)
    return [part for start, end in sentences for part in _split(paragraph, start, end, longest)]


def _sentences(paragraph: str, language: str) -> list[tuple[int, int]]:
    ends = [found["end_index"] for found in get_sentence_boundaries(language or "en", paragraph)]
    ends = sorted({*ends, *(match.end() for match in _ENDS.finditer(paragraph)), len(paragraph)})
    found: list[tuple[int, int]] = []
    start = 0
    for end in map(partial(_beside_marks, paragraph), ends):
        if end < len(paragraph) and _goes_on(paragraph, end):
            continue
        if bare := _stripped(paragraph, start, end):
            found.append(bare)
        start = end
    return found


def _beside_marks(paragraph: str, end: int) -> int:
    """``end`` moved behind closing marks that go on there; or before opening marks, behind white space and before a word."""
    while end < len(paragraph) and paragraph[end] in _CLOSING_MARKS:
        end += 1
    if end == len(paragraph) or paragraph[end].isspace():
        return end
    at = end
    while at > max(end - _MOST_MARKS, 0) and paragraph[at - 1] in _OPENING_MARKS:
        at -= 1
    return at if at and paragraph[at - 1].isspace() else end


def _goes_on(paragraph: str, at: int) -> bool:
    """A sentence does not begin with a small letter, nor with a time zone: the mark before ``at`` ended an abbreviation."""
    if _ZONE.match(paragraph, at) and _HALF_OF_DAY.search(paragraph, max(at - 8, 0), at):
        return True
    while at < len(paragraph) and paragraph[at] in _OPENING:
        at += 1
    return at < len(paragraph) and paragraph[at].islower()


def _stripped(paragraph: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and paragraph[start].isspace():
        start += 1
    while end > start and paragraph[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None


def _joined(sentences: list[tuple[int, int]], shortest: int, longest: int) -> list[tuple[int, int]]:
    """Each short sentence with the one behind it, the last with the one before it."""
    joined: list[tuple[int, int]] = []
    for start, end in sentences:
        if joined and joined[-1][1] - joined[-1][0] < shortest and end - joined[-1][0] <= longest:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if len(joined) > 1 and joined[-1][1] - joined[-1][0] < shortest and joined[-1][1] - joined[-2][0] <= longest:
        joined[-2:] = [(joined[-2][0], joined[-1][1])]
    return joined


def _split(paragraph: str, start: int, end: int, longest: int) -> Iterator[Span]:
    while end - start > longest:
        cut = _cut(paragraph, start, end, longest)
        if part := _stripped(paragraph, start, cut):
            yield Span(*part, whole=False)
        start = cut
    if part := _stripped(paragraph, start, end):
        yield Span(*part, whole=True)


def _cut(paragraph: str, start: int, end: int, longest: int) -> int:
    """Where the first part of a long sentence ends: at the best clause that leaves neither part too short, and outside of
    quotations where there is one."""
    last = min(start + longest, end - SHORTEST_PART)
    found = [[match.end() for match in clause.finditer(paragraph, start + SHORTEST_PART, last)] for clause in _CLAUSES]
    inside = _quoted(paragraph, start, last)
    outside = [[at for at in ends if not any(first < at < closed for first, closed in inside)] for ends in found]
    anywhere = ([match.end() for match in clause.finditer(paragraph, start + SHORTEST_PART, last)] for clause in _ANYWHERE)
    best = next((ends[-1] for ends in (*outside, *found, *anywhere) if ends), None)
    return best or _between_characters(paragraph, start, start + longest)


def _quoted(paragraph: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where quotations and brackets are, in the order of their beginnings. One that does not end lasts to ``end``."""
    found: list[tuple[int, int]] = []
    opened = None
    for mark in _QUOTATION.finditer(paragraph, start, end):
        if opened is None and mark["open"]:
            opened = mark.start()
        elif opened is not None and mark["close"]:
            found.append((opened, mark.end()))
            opened = None
    return found if opened is None else [*found, (opened, end)]


def _between_characters(paragraph: str, start: int, cut: int) -> int:
    """The nearest place before ``cut`` that does not part a letter from its accents or the parts of an emoji."""
    for at in range(cut, max(start + SHORTEST_PART, cut - 40), -1):
        if not unicodedata.category(paragraph[at]).startswith("M") and "\u200d" not in paragraph[at - 1 : at + 1]:
            return at
    return cut
