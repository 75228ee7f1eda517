"""What was spoken with its letters written out, by the words of the text as people write it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from workers.audio.words import shared_out, words_of
from workers.engines.base import Speech, SpokenWord
from workers.engines.spelling import SpelledOut


def as_written(speech: Speech, out: SpelledOut, text: str) -> Speech:
    """``speech`` of ``out``, with times for the words of ``text``, of which that was made."""
    if speech.words is None:
        return speech
    return msgspec.structs.replace(speech, words=_words(speech.words, out, text))


def _words(spoken: Sequence[SpokenWord], out: SpelledOut, text: str) -> tuple[SpokenWord, ...]:
    """A word that is written in several ("U N") sounds from the first to the last of them; several that are
    written together ("A-one") share its time."""
    spans = words_of(text)
    found: dict[tuple[int, int], SpokenWord] = {}
    for word in spoken:
        start, end = out.original(word.start, word.end)
        inside = [span for span in spans if span[0] < end and start < span[1]]
        for part in shared_out(inside, word.first, word.last):
            held = found.setdefault((part.start, part.end), part)
            found[part.start, part.end] = msgspec.structs.replace(held, last=part.last)
    return tuple(found.values())
