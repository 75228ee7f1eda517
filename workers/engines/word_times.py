"""When each word of a text sounds, from the durations of its phonemes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tts_service.article.model import Phonemes
from workers.audio.words import shared_out, words_of
from workers.engines.base import SpokenWord
from workers.engines.phonemes import decomposed


class Sound(NamedTuple):
    """``phoneme`` sounds from sample ``first`` up to ``last``."""

    phoneme: str
    first: int
    last: int


_GAP = " "
_CROSS_WORD = 3
"""Costs as much as three phonemes: the space between words is what holds the two strings together."""


def word_times(
    text: str,
    sounds: Sequence[Sound],
    phonemize: Callable[[str], Sequence[str]],
    given: Sequence[Phonemes] = (),
) -> tuple[SpokenWord, ...] | None:
    """Times for the words of ``text``, spoken as ``sounds``; ``given``: the sound prescribed for some of
    them.

    In a sentence, words merge, drop sounds and grow into several ("1989"). So each word is phonemized by
    itself, and what comes out is aligned with the sentence, phoneme by phoneme, at least cost. A word that
    nothing was aligned with shares the time of the one before it. None when nothing fits.
    """
    spans = words_of(text)
    audible = [sound for sound in sounds if _is_audible(sound[0])]
    expected, owners = _expected(
        [_given(text, span, given) or phonemize(text[slice(*span)]) for span in spans]
    )
    times: dict[int, tuple[int, int]] = {}
    for audible_at, expected_at in _aligned([sound[0] for sound in audible], expected):
        phoneme, first, last = audible[audible_at]
        if _GAP in (phoneme, expected[expected_at]):
            continue
        begun = times.get(owners[expected_at], (first, last))[0]
        times[owners[expected_at]] = (begun, last)
    return tuple(filled(spans, times)) if times else None


def _given(text: str, span: tuple[int, int], given: Sequence[Phonemes]) -> list[str]:
    """The sound prescribed for the word in ``span``. That of a phrase is divided among its words if the IPA
    has as many, else it all belongs to the first."""
    start, end = span
    for sound in given:
        if sound.start < end and start < sound.end:
            words = sound.ipa.split(" ")
            before, total = (len(words_of(text[sound.start : stop])) for stop in (start, sound.end))
            if len(words) != total:
                words = [sound.ipa.replace(" ", ""), *[_GAP] * total]
            return decomposed(words[before] if before < len(words) else _GAP)
    return []


def _is_audible(phoneme: str) -> bool:
    return phoneme == _GAP or unicodedata.category(phoneme[0])[0] in "LMN"


def _expected(words: Sequence[Sequence[str]]) -> tuple[list[str], list[int]]:
    """Phonemes of all words with a gap between them, and the index of the word that each belongs to."""
    phonemes: list[str] = []
    owners: list[int] = []
    for index, word in enumerate(words):
        letters = [phoneme for phoneme in word if _is_audible(phoneme)]
        phonemes += [*letters, _GAP]
        owners += [index] * (len(letters) + 1)
    return phonemes, owners


def _aligned(audible: Sequence[str], expected: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of positions, in order, of a global alignment at least cost (Needleman and Wunsch, 1970).

    Row by row: what a skipped column costs is a running minimum of ``cost - column``.
    """
    columns = np.arange(len(expected) + 1)
    symbols = np.array(expected)
    gaps = symbols == _GAP
    rows = [columns.astype(np.int64)]
    for phoneme in audible:
        above = rows[-1]
        change = np.where(symbols == phoneme, 0, np.where(gaps | (phoneme == _GAP), _CROSS_WORD, 1))
        row = above + 1
        row[1:] = np.minimum(row[1:], above[:-1] + change)
        rows.append(np.minimum.accumulate(row - columns) + columns)
    return reversed(list(_traced(rows, audible, expected)))


def _traced(
    rows: Sequence[npt.NDArray[np.int64]], audible: Sequence[str], expected: Sequence[str]
) -> Iterator[tuple[int, int]]:
    row, column = len(audible), len(expected)
    while row and column:
        here = rows[row][column]
        one, other = audible[row - 1], expected[column - 1]
        cost = 0 if one == other else _CROSS_WORD if _GAP in (one, other) else 1
        if here == rows[row - 1][column - 1] + cost:
            row, column = row - 1, column - 1
            yield row, column
        elif here == rows[row - 1][column] + 1:
            row -= 1
        else:
            column -= 1


def filled(spans: Sequence[tuple[int, int]], times: Mapping[int, tuple[int, int]]) -> Iterator[SpokenWord]:
    """A time for every word: those without share that of the last word before them that has one (or the
    first of all)."""
    owner = min(times)
    groups: dict[int, list[tuple[int, int]]] = {}
    for index, span in enumerate(spans):
        owner = index if index in times else owner
        groups.setdefault(owner, []).append(span)
    for owner, members in groups.items():
        yield from shared_out(members, *times[owner])
