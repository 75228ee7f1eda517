"""A paragraph → the spans that are spoken one by one. Pure.

``sentencex`` finds the sentences; very short ones are joined to a neighbour, and very long ones split at a
clause. Nothing beyond the paragraph matters, so an edit affects only its own sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple
from zlib import crc32

from sentencex import get_sentence_boundaries

from tts_service.article.language.language import primary
from tts_service.article.normalize import languages
from tts_service.article.normalize.english.sentence_ends import english_ends
from tts_service.article.script.spoken import SPACES

MAX_CHARS = 200
"""The memory of an engine grows with the longest segment it has spoken, and a listener waits for the first
one: about 12 s."""
MIN_CHARS = 24
"""A shorter sentence is spoken together with a neighbour: engines mangle a word or two on their own."""
MIN_CHARS_DENSE = 10
"""The same for languages in which a character is a syllable or a word."""

_AT_A_TIME = 5_000
"""Characters."""
_AROUND = 12
_DENSE = frozenset(("zh", "ja", "ko"))
SHORTEST_PART = 32
"""A shorter clause is not split off."""
_CLAUSES = (
    re.compile(r"[;:；：][\"”’»)]*(?=\s)|[；：]"),
    re.compile(r"\s[–—-](?=\s)|—(?=\w)"),
    re.compile(r"(?:(?<!\d),|,(?!\s\d)|،)[\"”’»)]*(?=\s)|[、，]"),
    re.compile(
        r"(?=\s(?:and|but|or|because|which|that|while|who|und|oder|aber|weil|que|y|pero|et|mais|e|sondern|dass|denn|ou|car|ma|perché|che|mas|porque|और|लेकिन|क्योंकि)\s)"
    ),
    re.compile(
        r"(?=\s(?:to|with|for|from|in|on|at|by|as|into|after|before|during|when|where|mit|für|von|nach|bei|con|por|para|en|de"
        r"|avec|pour|dans|par|sur)\s)"
    ),
)
"""Where a long sentence may be split, best first: the first part ends where the match ends."""
_ANYWHERE = (re.compile(r"(?=\s[^A-Z])(?!(?<=\d)\s\d)"), re.compile(r"(?=\s)(?!(?<=\d)\s\d)"))
SHORTEST_OF_FEW = 10
"""Where figures that are long in words leave no better place, a clause may be as short as this."""
_QUOTATION = re.compile(r"(?P<open>[“«„]|(?<!\S)[»\"(])|(?P<close>[”»“«]|(?<=\S)[\")])")
_CLOSES = {"„": "“”", "»": "«", "«": "»", "“": "”", '"': '"', "(": ")"}
"""Which marks end what a mark has begun: “ ends a German quotation and begins an English one."""
_BEGINNING = r"[\"”’»)]*\s+(?=[\"“‘«(¿¡]*[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω])"
_ENDS = re.compile(rf"(?:…|\.\.\.|\b(?:May|[Nn]o|me|may|ill|ore|ark|art|miss|con|fed|mar)\.){_BEGINNING}")
"""Sentence ends that ``sentencex`` misses because it takes the word for an abbreviation."""
_GERMAN_ENDS = re.compile(r"„[^„“”]{0,400}[.!?…]“(?=\s+[„»]?[A-ZÄÖÜ])")
"""Behind a quotation of whole sentences: ``sentencex`` takes its last mark for one that opens."""
_WITHIN_A_SHORT_FORM = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){1,3}-?$")
_HALF_OF_DAY = re.compile(r"[ap]\.m\.\s*$", re.IGNORECASE)
_ZONE = re.compile(r"(?:[A-Z]{1,3}T|GMT|UTC|BST|CEST)\b")
_OPENING_MARKS = "\"'“‘«»„([¿¡"
_CLOSING_MARKS = "”’»)]"
_OPENS = re.compile(r"(?<=\s)»(?=\w)")
"""A German quotation begins so, and a French one ends with the same mark."""
_MOST_MARKS = 4
_OPENING = f"{_OPENING_MARKS} "


class SentenceSpan(NamedTuple):
    """``paragraph[start:end]``, without white space at its ends. ``whole``: a sentence ends here, not just a
    clause."""

    start: int
    end: int
    whole: bool


def spans(paragraph: str, language: str, longest: int = MAX_CHARS) -> list[SentenceSpan]:
    """The pieces of ``paragraph`` that are spoken in one go, in order; together they hold all of it but white
    space.

    No span is empty or longer than ``longest`` characters.
    """
    paragraph = paragraph.translate(SPACES)
    shortest = MIN_CHARS_DENSE if language in _DENSE else MIN_CHARS
    sentences = _joined(_sentences(paragraph, language), shortest, longest)
    return [part for start, end in sentences for part in _split(paragraph, start, end, longest)]


def _sentences(paragraph: str, language: str) -> list[tuple[int, int]]:
    ends = sorted(
        {
            *_ends(paragraph, language),
            *(match.end() for match in _ENDS.finditer(paragraph)),
            *(match.end() for match in _GERMAN_ENDS.finditer(paragraph)),
            *(english_ends(paragraph) if language == "en" else ()),
            *languages.ends(primary(language), paragraph),
            len(paragraph),
        }
    )
    found: list[tuple[int, int]] = []
    start = 0
    for end in map(partial(_beside_marks, paragraph), ends):
        if end < len(paragraph) and _goes_on(paragraph, end, language):
            continue
        if bare := _stripped(paragraph, start, end):
            found.append(bare)
        start = end
    return found


def _ends(paragraph: str, language: str) -> list[int]:
    """The sentence ends that ``sentencex`` finds. It gets one part at a time, because its time grows with the
    square of the quotations."""
    ends: list[int] = []
    at = 0
    while True:
        last = min(at + _AT_A_TIME, len(paragraph))
        found = [
            at + one["end_index"] for one in get_sentence_boundaries(language or "en", paragraph[at:last])
        ]
        if last == len(paragraph):
            return [*ends, *found]
        half = at + _AT_A_TIME // 2
        at = _by_its_letters(paragraph, [end for end in found if half <= end < last] or range(half, last))
        ends += [end for end in found if end <= at]  # where the part ends, no sentence need end


def _by_its_letters(paragraph: str, places: Iterable[int]) -> int:
    """One of ``places``, chosen by the letters around it and by nothing else: behind an edit the same ones
    are chosen again."""
    return min(
        places, key=lambda at: crc32(paragraph[at - _AROUND : at + _AROUND].encode("utf-8", "surrogatepass"))
    )


def _beside_marks(paragraph: str, end: int) -> int:
    """``end`` moved after closing marks that follow it; or before opening marks, after white space and before
    a word."""
    while end < len(paragraph) and paragraph[end] in _CLOSING_MARKS and not _OPENS.match(paragraph, end):
        end += 1
    if end == len(paragraph) or paragraph[end].isspace():
        return end
    at = end
    while at > max(end - _MOST_MARKS, 0) and paragraph[at - 1] in _OPENING_MARKS:
        at -= 1
    return at if at and paragraph[at - 1].isspace() else end


def _goes_on(paragraph: str, at: int, language: str) -> bool:
    """True if the mark before ``at`` ended an abbreviation or an ordinal: a sentence begins neither with a
    lower-case letter nor with a time zone, nor within "a.C." or "J.-C."; ``languages`` know more."""
    if not paragraph[at].isspace() and _WITHIN_A_SHORT_FORM.search(paragraph, max(at - 8, 0), at):
        return True
    if _ZONE.match(paragraph, at) and _HALF_OF_DAY.search(paragraph, max(at - 8, 0), at):
        return True
    if paragraph[max(at - 4, 0) : at].rstrip().endswith(".") and languages.goes_on(
        primary(language), paragraph[max(at - 60, 0) : at], paragraph[at : at + 20].lstrip()
    ):
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
    """Join each short sentence with the next one, and the last with the one before it."""
    joined: list[tuple[int, int]] = []
    for start, end in sentences:
        if joined and joined[-1][1] - joined[-1][0] < shortest and end - joined[-1][0] <= longest:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if (
        len(joined) > 1
        and joined[-1][1] - joined[-1][0] < shortest
        and joined[-1][1] - joined[-2][0] <= longest
    ):
        joined[-2:] = [(joined[-2][0], joined[-1][1])]
    return joined


def _split(paragraph: str, start: int, end: int, longest: int) -> Iterator[SentenceSpan]:
    while end - start > longest:
        cut = _cut(paragraph, start, end, longest)
        if part := _stripped(paragraph, start, cut):
            yield SentenceSpan(*part, whole=False)
        start = cut
    if part := _stripped(paragraph, start, end):
        yield SentenceSpan(*part, whole=True)


def _cut(paragraph: str, start: int, end: int, longest: int) -> int:
    """Where the first part of a long sentence ends: at the best clause that leaves neither part too short,
    outside quotations if possible."""
    best = _best(paragraph, start, end, longest, SHORTEST_PART) or _best(
        paragraph, start, end, longest, SHORTEST_OF_FEW
    )
    return best or _between_characters(paragraph, start, start + longest)


def _best(paragraph: str, start: int, end: int, longest: int, shortest: int) -> int | None:
    last = min(start + longest, end - shortest)
    found = [
        [match.end() for match in clause.finditer(paragraph, start + shortest, last)] for clause in _CLAUSES
    ]
    inside = _quoted(paragraph, start, last)
    outside = [
        [at for at in ends if not any(first < at < closed for first, closed in inside)] for ends in found
    ]
    anywhere = (
        [match.end() for match in clause.finditer(paragraph, start + shortest, last)] for clause in _ANYWHERE
    )
    return next((ends[-1] for ends in (*outside, *found, *anywhere) if ends), None)


def _quoted(paragraph: str, start: int, end: int) -> list[tuple[int, int]]:
    """The quotations and brackets, in the order of their beginnings. One that is never closed lasts to
    ``end``."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for mark in _QUOTATION.finditer(paragraph, start, end):
        if opened is None and mark["open"]:
            opened = mark.start()
        elif opened is not None and mark.group() in _CLOSES[paragraph[opened]]:
            found.append((opened, mark.end()))
            opened = None
    return found if opened is None else [*found, (opened, end)]


def _between_characters(paragraph: str, start: int, cut: int) -> int:
    """The nearest place before ``cut`` that separates no letter from its accents and no parts of an emoji."""
    for at in range(cut, max(start + SHORTEST_PART, cut - 40), -1):
        if (
            not unicodedata.category(paragraph[at]).startswith("M")
            and "\u200d" not in paragraph[at - 1 : at + 1]
        ):
            return at
    return cut
