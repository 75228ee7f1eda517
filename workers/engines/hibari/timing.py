"""When each word sounds, from how long hibari's network makes each phoneme last. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tts_service.article.model import Phonemes
from workers.audio.words import words_of
from workers.engines.base import SpokenWord
from workers.engines.hibari.reading import SpokenToken
from workers.engines.word_times import filled

Span = tuple[int, int]

_LEAD = 960
"""Samples by which the sound comes before the durations say: 40 ms, the median over pauses, as with
Kokoro."""

_SILENT = frozenset(';:,.!?—…"()“” ')


def word_times(
    text: str, pieces: Sequence[SpokenToken], edges: Sequence[int]
) -> tuple[SpokenWord, ...] | None:
    """Times for the words of ``text``, said as ``pieces``; phoneme n of all of them lasts from ``edges[n]``
    to the next, in samples.

    A piece of several words is shared out among them by length.
    """
    spans = words_of(text)
    times: dict[int, Span] = {}
    for piece, (first, last) in zip(pieces, _sounding(pieces, edges), strict=True):
        said = [at for at, (start, end) in enumerate(spans) if start < piece.end and piece.start < end]
        if said and last > first:
            begun = times.get(said[0], (first, last))[0]
            times[said[0]] = (begun, last)
    return tuple(filled(spans, times)) if times else None


def _sounding(pieces: Sequence[SpokenToken], edges: Sequence[int]) -> Iterator[Span]:
    """First and last sample of the phonemes of each piece that are no pause."""
    at = 0
    for piece in pieces:
        heard = [at + n for n, phoneme in enumerate(piece.phonemes) if phoneme not in _SILENT]
        yield (edges[heard[0]], edges[heard[-1] + 1]) if heard else (0, 0)
        at += len(piece.phonemes)


def by_words(pieces: Sequence[SpokenToken], text: str, given: Sequence[Phonemes]) -> list[SpokenToken]:
    """``pieces``, with those of phrases whose sound was ``given`` taken apart where IPA has as many words as
    the phrase."""
    return [part for piece in pieces for part in _parts(piece, text, given)]


def _parts(piece: SpokenToken, text: str, given: Sequence[Phonemes]) -> list[SpokenToken]:
    words = words_of(text[piece.start : piece.end])
    sounds = piece.phonemes.rstrip(" ").split(" ")
    told = any(one.start < piece.end and piece.start < one.end for one in given)
    if not told or len(words) < 2 or len(words) != len(sounds):
        return [piece]
    tail = piece.phonemes[len(piece.phonemes.rstrip(" ")) :]
    blanks = [" "] * (len(sounds) - 1) + [tail]
    return [
        SpokenToken(sound + blank, piece.start + start, piece.start + end)
        for sound, blank, (start, end) in zip(sounds, blanks, words, strict=True)
    ]


def edges_of(lengths: Sequence[float]) -> list[int]:
    """Samples at which phonemes begin, and the last one ends. ``lengths`` are in samples, the pads before and
    behind the phonemes included."""
    return [max(0, round(float(edge) - _LEAD)) for edge in np.cumsum(lengths)[:-1]]
