"""A narration while it grows, byte for byte what its file will be."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from audio_cache.errors import CutShort, NarrationGone
from audio_cache.mp3.assemble import sound_frames, with_pause
from audio_cache.mp3.frames import FRAME_BYTES
from audio_cache.mp3.reservoir import standing_alone
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations, NarrationState
from audio_cache.plan import Finished, Plan, PlannedSound
from audio_cache.store import StoredSegment
from audio_cache.timeline import stored_bytes

LOOK_AGAIN_S = 1.0
"""Notices can be lost, so check without one now and then."""
LOOK_ANYWAY_S = 5.0
"""While one segment comes after the other. When none does, the next look is not so far away."""
READ_AHEAD = 3
"""Segments that are read at once, if so many are there."""
READ_BYTES = 64 * 1024

Piece = tuple[int, bytes]
"""Offset in the body, bytes."""


class PartialSegment(NamedTuple):
    """The first frames of a segment that is not stored yet."""

    frames: bytes


Source = bytes | PartialSegment | Finished


class Audible(NamedTuple):
    """What there is of a growing narration: ``bytes`` of its body from the start, with the tag; and the
    ``segments`` that are stored, also behind a gap."""

    bytes: int
    segments: int


def audible(narrations: Narrations, plan: Plan) -> Audible:
    """As it is now."""
    sizes = narrations.sizes(plan)
    partial = b""
    if None in sizes:
        partial = narrations.segments.partial(plan.segments[sizes.index(None)].key)
    return Audible(stored_bytes(plan, sizes) + len(partial), len(sizes) - sizes.count(None))


def stream(
    narrations: Narrations, narration: NarrationId, wait: Callable[[float], object], start: int = 0
) -> Iterator[bytes]:
    """The body of a growing narration from byte ``start`` on: tag and intro, then each segment with its pause
    once it is stored, and the outro with the last one. Of a segment being spoken, its first frames.

    ``wait(timeout_s)`` returns when something may have changed, or when the time is up; an exception from it
    ends the stream. Once the narration is finished, the rest comes from its file. Ends when all is sent;
    early if rendering has failed and the next segment is not stored, or if the narration was deleted. Raises
    CutShort.
    """
    for offset, data in _Body(narrations, narration, wait).pieces(start):
        wanted = data[max(0, start - offset) :]
        if wanted:
            yield wanted


class _Body:
    def __init__(
        self, narrations: Narrations, narration: NarrationId, wait: Callable[[float], object]
    ) -> None:
        self._narrations = narrations
        self._narration = narration
        self._wait = wait
        self._found: NarrationState | None = None
        self._looked_at = -math.inf
        self._has_waited = False
        """And nothing came of it yet."""
        self._ahead: dict[int, StoredSegment] = {}
        """By their places: segments that have been read and not sent."""
        self._missing: int | None = None
        """The place of the one that was not there when this was last asked, before the next wait."""

    def pieces(self, start: int) -> Iterator[Piece]:
        position = 0
        sent = -1  # segments sent; before the tag: -1
        begun = b""  # what has been sent of the next
        while (source := self._source(sent, begun)) is not None:
            if isinstance(source, Finished):
                yield from self._rest_of_file(source, _offset(source, sent) + len(begun), position, start)
                return
            frames = source.frames if isinstance(source, PartialSegment) else source
            rest = _continued(begun, frames)
            yield position, rest
            position += len(rest)
            if isinstance(source, PartialSegment):
                begun = frames
            else:
                begun, sent = b"", sent + 1

    def _source(self, sent: int, begun: bytes) -> Source | None:
        """Wait for what comes next; None if nothing will."""
        while True:
            found = self._look()
            plan, whole = found.plan, found.finished
            if whole is not None and not begun:
                # A segment begun is continued from the store, as long as it is kept there.
                return whole
            if plan is not None and sent >= len(plan.segments):
                return None
            piece = None if plan is None else self._piece(plan, sent) or self._more(plan, sent, begun)
            if piece is not None:
                self._has_waited = False
                return piece
            if whole is not None:
                return whole
            if found.failure is not None or found.deleted:
                return None
            self._wait_or_look()

    def _look(self) -> NarrationState:
        """As it was last seen, or after a wait that has brought nothing. In a bucket each look asks Redis."""
        if self._found is None or time.monotonic() - self._looked_at > LOOK_ANYWAY_S:
            self._looked_at = time.monotonic()
            self._found = self._narrations.look(self._narration)
        return self._found

    def _wait_or_look(self) -> None:
        """What ended the last wait was usually the segment that came next. If it was not, or nothing comes
        for a while, something else may have changed."""
        if self._has_waited:
            self._found, self._has_waited = None, False
        else:
            self._wait(LOOK_AGAIN_S)
            self._has_waited, self._missing = True, None

    def _more(self, plan: Plan, sent: int, begun: bytes) -> PartialSegment | None:
        """More of the next segment, which is not stored yet; None while there is no more than ``begun``. Only
        of the first one are there parts: see ``SegmentStore.put_partial``."""
        partial = self._narrations.segments.partial(plan.segments[0].key) if sent == 0 else b""
        return PartialSegment(partial) if len(partial) > len(begun) else None

    def _piece(self, plan: Plan, sent: int) -> bytes | None:
        if sent < 0:
            return _together(self._tag(), self._sound(plan.intro))
        planned = plan.segments[sent]
        segment = self._segment(plan, sent)
        frames = None if segment is None else with_pause(planned, segment)
        return _together(frames, self._sound(plan.outro)) if sent == len(plan.segments) - 1 else frames

    def _segment(self, plan: Plan, place: int) -> StoredSegment | None:
        """With those behind it, for in a bucket each look asks Redis."""
        if place not in self._ahead and place != self._missing:
            keys = [segment.key for segment in plan.segments[place : place + READ_AHEAD]]
            found = self._narrations.segments.get_run(keys)
            self._ahead = dict(enumerate(found, place))
            self._missing = place + len(found) if len(found) < len(keys) else None
        return self._ahead.pop(place, None)

    def _sound(self, planned: PlannedSound | None) -> bytes | None:
        return b"" if planned is None else sound_frames(planned, self._narrations.segments)

    def _tag(self) -> bytes | None:
        try:
            return self._narrations.tag(self._narration)
        except NarrationGone:
            return None

    def _rest_of_file(self, whole: Finished, place: int, position: int, start: int) -> Iterator[Piece]:
        """From byte ``place`` of the file on, which is byte ``position`` of the body."""
        skip = max(0, start - position)
        position += skip
        audio = self._narrations.audio(self._narration)
        try:
            file = audio.file().open("rb") if audio else None
        except FileNotFoundError:
            return
        if file is None:
            return
        with file:
            left = whole.size - file.seek(place + skip)
            while left > 0 and (data := file.read(min(READ_BYTES, left))):
                yield position, data
                position += len(data)
                left -= len(data)
        if left > 0:
            raise CutShort(f"{self._narration} has become shorter while it was read")


def _continued(begun: bytes, frames: bytes) -> bytes:
    """``frames`` after ``begun``. They start with it, unless the worker that made it died or had to speak
    again."""
    if frames.startswith(begun):
        return frames[len(begun) :]
    return standing_alone(frames, len(begun) // FRAME_BYTES) if len(frames) > len(begun) else b""


def _together(first: bytes | None, second: bytes | None) -> bytes | None:
    return None if first is None or second is None else first + second


def _offset(whole: Finished, sent: int) -> int:
    """Where the next segment begins in the file. Counted in segments, not bytes, so the size of the tag
    does not matter."""
    if sent < 0:
        return 0
    return whole.tag_bytes + whole.cues[sent].offset if sent < len(whole.cues) else whole.size
