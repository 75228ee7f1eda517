"""A narration as it grows, byte for byte what its file will be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from audio_cache.assemble import sound_frames, with_pause
from audio_cache.errors import Gone
from audio_cache.frames import FRAME_BYTES
from audio_cache.narrations import Narrations
from audio_cache.plan import Finished, Plan, PlannedSound
from audio_cache.reservoir import standing_alone
from audio_cache.timeline import landed_bytes

LOOK_AGAIN_S = 1.0
"""Notices can be lost; so look without one, now and then."""
READ_BYTES = 64 * 1024

Piece = tuple[int, bytes]
"""Offset in the body, bytes."""


class Opening(NamedTuple):
    """The first frames of a segment that has not landed."""

    frames: bytes


Source = bytes | Opening | Finished


def audible_bytes(narrations: Narrations, plan: Plan) -> int:
    """How much of the body can be had now, with its tag."""
    sizes = narrations.sizes(plan)
    opening = b""
    if None in sizes:
        opening = narrations.segments.opening(plan.segments[sizes.index(None)].key)
    return landed_bytes(plan, sizes) + len(opening)


def stream(
    narrations: Narrations, article_id: str, revision: str, wait: Callable[[float], object], start: int = 0
) -> Iterator[bytes]:
    """The body of a growing narration from byte ``start`` on: tag and intro, then each segment with its pause as it
    lands, and the outro with the last one. Of a segment that is being spoken, what can be heard of it.

    ``wait(timeout_s)`` returns when something may have changed, or when the time is up; what it raises ends the stream.
    From the moment the narration is finished, the rest comes from its file. Ends when all is sent, and early when
    rendering has failed and the next segment is not there, or when the narration was deleted.
    """
    for offset, data in _Body(narrations, article_id, revision, wait).pieces(start):
        wanted = data[max(0, start - offset) :]
        if wanted:
            yield wanted


class _Body:
    def __init__(self, narrations: Narrations, article_id: str, revision: str, wait: Callable[[float], object]) -> None:
        self._narrations = narrations
        self._names = (article_id, revision)
        self._wait = wait

    def pieces(self, start: int) -> Iterator[Piece]:
        position = 0
        sent = -1  # segments sent; before the tag: -1
        begun = b""  # what has been sent of the next
        while (source := self._source(sent, begun)) is not None:
            if isinstance(source, Finished):
                yield from self._rest_of_file(source, _offset(source, sent) + len(begun), position, start)
                return
            frames = source.frames if isinstance(source, Opening) else source
            rest = _continued(begun, frames)
            yield position, rest
            position += len(rest)
            if isinstance(source, Opening):
                begun = frames
            else:
                begun, sent = b"", sent + 1

    def _source(self, sent: int, begun: bytes) -> Source | None:
        """What comes next, waited for; None when nothing will."""
        while True:
            # Failure first: what landed before it was noted is still sent.
            failed = self._narrations.failure(*self._names) is not None
            whole = self._narrations.finished(*self._names)
            if whole is not None and not begun:  # what has begun is gone on with from its segment, as long as that is kept
                return whole
            plan = self._narrations.plan(*self._names)
            if plan is not None and sent >= len(plan.segments):
                return None
            piece = None if plan is None else self._piece(plan, sent) or self._more(plan, sent, begun)
            if piece is not None:
                return piece
            if whole is not None:
                return whole
            if failed or not self._narrations.exists(*self._names):
                return None
            self._wait(LOOK_AGAIN_S)

    def _more(self, plan: Plan, sent: int, begun: bytes) -> Opening | None:
        """Of the next segment, which has not landed; None while there is no more of it than ``begun``."""
        opening = self._narrations.segments.opening(plan.segments[sent].key) if sent >= 0 else b""
        return Opening(opening) if len(opening) > len(begun) else None

    def _piece(self, plan: Plan, sent: int) -> bytes | None:
        if sent < 0:
            return _together(self._tag(), self._sound(plan.intro))
        planned = plan.segments[sent]
        segment = self._narrations.segments.get(planned.key)
        frames = None if segment is None else with_pause(planned, segment)
        return _together(frames, self._sound(plan.outro)) if sent == len(plan.segments) - 1 else frames

    def _sound(self, planned: PlannedSound | None) -> bytes | None:
        return b"" if planned is None else sound_frames(planned, self._narrations.segments)

    def _tag(self) -> bytes | None:
        try:
            return self._narrations.tag(*self._names)
        except Gone:
            return None

    def _rest_of_file(self, whole: Finished, place: int, position: int, start: int) -> Iterator[Piece]:
        """From byte ``place`` of the file on, which is byte ``position`` of the body."""
        skip = max(0, start - position)
        position += skip
        try:
            file = self._narrations.audio_path(*self._names).open("rb")
        except FileNotFoundError:
            return
        with file:
            file.seek(place + skip)
            while data := file.read(READ_BYTES):
                yield position, data
                position += len(data)


def _continued(begun: bytes, frames: bytes) -> bytes:
    """``frames`` behind ``begun``. They begin with it, unless the worker that gave it has died, or had to speak once more."""
    if frames.startswith(begun):
        return frames[len(begun) :]
    return standing_alone(frames, len(begun) // FRAME_BYTES) if len(frames) > len(begun) else b""


def _together(first: bytes | None, second: bytes | None) -> bytes | None:
    return None if first is None or second is None else first + second


def _offset(whole: Finished, sent: int) -> int:
    """Where the next segment begins in the file. Counted in segments, not bytes: a tag of another size does no harm."""
    if sent < 0:
        return 0
    return whole.tag_bytes + whole.cues[sent].offset if sent < len(whole.cues) else whole.size
