"""A narration in pieces of a few seconds, for players that fetch it so (HTTP Live Streaming). Pure.

Every piece ends with a sentence, unless that is longer than a piece may be. Its end depends only on
what comes before it and on the sentence that ends there, so it is known once these are stored, and never
changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from audio_cache.errors import CutShort
from audio_cache.mp3.frames import FRAME_BYTES, FRAME_MS
from audio_cache.mp3.reservoir import can_stand_alone

TARGET_S = 6
"""No piece is longer, rounded to whole seconds."""
MOST_FRAMES = (TARGET_S * 1000 + 499) // FRAME_MS
ENOUGH_FRAMES = 3000 // FRAME_MS
"""Shorter sentences share a piece."""
_COMFORTABLE_FRAMES = MOST_FRAMES * 4 // 5
"""Greatest average length of the parts of a long sentence, which leaves a choice of places to cut."""


class Span(NamedTuple):
    """Frames ``first`` up to ``end`` of a narration."""

    first: int
    end: int

    @property
    def frames(self) -> int:
        return self.end - self.first


Read = Callable[[Span], bytes]
"""The frames of a span, one after another."""


def pieces(sentences: Sequence[Span], read: Read, *, whole: bool) -> list[Span]:
    """The pieces of a narration of which ``sentences`` are stored, each with the pause after it.

    ``whole``: there will be no more; if not, a piece that the next sentence may join is held back. Raises
    CutShort if ``read`` gives less than it should: the pieces would be cut elsewhere, and pieces never
    change.
    """
    found: list[Span] = []
    first = 0
    for sentence in sentences:
        if sentence.end - first > MOST_FRAMES and first < sentence.first:
            found.append(Span(first, sentence.first))
            first = sentence.first
        if sentence.end - first >= ENOUGH_FRAMES:
            found += _cut(Span(first, sentence.end), read)
            first = sentence.end
    if whole and sentences and first < sentences[-1].end:
        found.append(Span(first, sentences[-1].end))
    return found


def _cut(sentence: Span, read: Read) -> list[Span]:
    if sentence.frames <= MOST_FRAMES:
        return [sentence]
    frames = read(sentence)
    if len(frames) < sentence.frames * FRAME_BYTES:
        raise CutShort("the narration has become shorter while it was read")
    parts: list[Span] = []
    first = sentence.first
    for left in range(-(-sentence.frames // _COMFORTABLE_FRAMES), 1, -1):
        cut = sentence.first + _place_to_cut(frames, first - sentence.first, left)
        parts.append(Span(first, cut))
        first = cut
    return [*parts, Span(first, sentence.end)]


def _place_to_cut(frames: bytes, first: int, parts: int) -> int:
    """Where to end the first of ``parts`` of what is left from frame ``first`` on: a frame that can stand
    alone, if any can."""
    count = len(frames) // FRAME_BYTES
    ideal = first + (count - first) // parts
    allowed = range(
        max(first + 1, count - (parts - 1) * MOST_FRAMES), min(first + MOST_FRAMES, count - 1) + 1
    )
    nearest_first = sorted(allowed, key=lambda frame: abs(frame - ideal))
    return next((frame for frame in nearest_first if can_stand_alone(frames, frame)), ideal)
