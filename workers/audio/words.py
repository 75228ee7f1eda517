"""Words of a spoken text, and when they probably sound. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from workers.engines.base import SpokenWord

_SPACELESS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Kana and Han are written without spaces: there each character counts as a word."""

_TOKEN = re.compile(rf"[{_SPACELESS}]|[^\s—–…/{_SPACELESS}]+")
_KEPT = "%&@#"

_PAUSES = {",": 3.0, ";": 4.0, ":": 4.0, "—": 4.0, "–": 2.0, ".": 6.0, "!": 6.0, "?": 6.0, "…": 6.0}
_DIGIT_WEIGHT = 4.0
"""A digit is a word of about four letters."""


def words_of(text: str) -> list[tuple[int, int]]:
    """``(start, end)`` of every word in ``text``, in order, without the punctuation around it."""
    spans = (_trimmed(text, match.start(), match.end()) for match in _TOKEN.finditer(text))
    return [span for span in spans if span is not None]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and _is_outer(text[start]):
        start += 1
    while end > start and _is_outer(text[end - 1]):
        end -= 1
    return (start, end) if any(char.isalnum() for char in text[start:end]) else None


def _is_outer(char: str) -> bool:
    return char not in _KEPT and unicodedata.category(char)[0] in "PZC"


def estimated(text: str, first: int, last: int) -> tuple[SpokenWord, ...]:
    """Word times when the engine gives none: the samples from ``first`` to ``last`` shared out by the weight
    of characters.

    A letter weighs 1, a digit as much as the word it is spoken as, punctuation the pause it makes.
    """
    spans = words_of(text)
    if not spans:
        return ()
    spoken = [_weight(text[start:end]) for start, end in spans]
    gaps = [_gap(text[end:following]) for (_, end), (following, _) in pairwise(spans)]
    scale = (last - first) / (sum(spoken) + sum(gaps))
    words, at = [], float(first)
    for (start, end), weight, gap in zip(spans, spoken, [*gaps, 0.0], strict=True):
        words.append(SpokenWord(start, end, round(at), round(at + weight * scale)))
        at += (weight + gap) * scale
    return tuple(words)


def _weight(word: str) -> float:
    return 1.0 + sum(_DIGIT_WEIGHT if char.isdigit() else 1.0 for char in word)


def _gap(between: str) -> float:
    return max((_PAUSES.get(char, 0.0) for char in between), default=0.0)


def shared_out(spans: Sequence[tuple[int, int]], first: int, last: int) -> list[SpokenWord]:
    """``spans`` of words that sound together from ``first`` to ``last``, each with its part by length."""
    total = sum(end - start for start, end in spans)
    words, done = [], 0
    for start, end in spans:
        begin = first + (last - first) * done // total
        done += end - start
        words.append(SpokenWord(start, end, begin, first + (last - first) * done // total))
    return words
