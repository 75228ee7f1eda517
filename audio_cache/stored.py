"""What is stored of a narration now, by frames: from its file once it is finished, before that from its
segments."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from audio_cache.errors import NarrationGone
from audio_cache.mp3.assemble import sound_frames, with_pause
from audio_cache.mp3.frames import FRAME_BYTES
from audio_cache.mp3.pieces import Span
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Cue, Finished, Plan, PlannedSegment, PlannedSound
from audio_cache.timeline import sound_bytes, stored_bytes, stored_cues


class StoredAudio(Protocol):
    """``sentences`` are stored, in order and without a gap, each with the pause after it. ``whole``: these
    are all of them.

    A show's intro and outro count as sentences.
    """

    @property
    def sentences(self) -> Sequence[Span]: ...
    @property
    def whole(self) -> bool: ...

    def read(self, span: Span) -> bytes:
        """The frames of ``span``. Fewer if not all of it is stored, or if it was just deleted."""


def stored_audio(narrations: Narrations, narration: NarrationId) -> StoredAudio | None:
    """None when there is no such narration, or no plan for it yet."""
    finished = narrations.finished(narration)
    plan = narrations.plan(narration)
    if plan is None:
        return None
    return _Growing(narrations, plan) if finished is None else _Whole(narrations, plan, finished)


def stored_cues_of(narrations: Narrations, narration: NarrationId) -> Sequence[Cue]:
    """Cues of the stored segments, in order and without a gap."""
    if (finished := narrations.finished(narration)) is not None:
        return finished.cues
    plan = narrations.plan(narration)
    return stored_cues(plan, narrations.sizes(plan)) if plan else ()


def whole_file(narrations: Narrations, narration: NarrationId) -> Path:
    """The file of a finished narration, on this machine. Raises NarrationGone if there is none, StoreFull."""
    audio = narrations.audio(narration)
    if audio is None:
        raise NarrationGone(f"{narration} is not finished, or was deleted")
    return audio.file()


class _Whole:
    whole = True

    def __init__(self, narrations: Narrations, plan: Plan, finished: Finished) -> None:
        self._narrations = narrations
        self._narration = finished.narration
        self._tag_bytes = finished.tag_bytes
        self.sentences = _spans(plan, finished.cues, finished.size - finished.tag_bytes)

    def read(self, span: Span) -> bytes:
        audio = self._narrations.audio(self._narration)
        try:
            file = audio.file().open("rb") if audio else None
        except FileNotFoundError:
            return b""
        if file is None:
            return b""
        with file:
            return os.pread(
                file.fileno(), span.frames * FRAME_BYTES, self._tag_bytes + span.first * FRAME_BYTES
            )


class _Growing:
    whole = False

    def __init__(self, narrations: Narrations, plan: Plan) -> None:
        sizes = narrations.sizes(plan)
        self._store = narrations.segments
        self.sentences = _spans(plan, stored_cues(plan, sizes), stored_bytes(plan, sizes) - plan.tag_bytes)
        self._readers: list[Callable[[], bytes]] = [
            *([partial(self._sound, plan.intro)] if plan.intro else []),
            *(partial(self._segment, planned) for planned in plan.segments),
            *([partial(self._sound, plan.outro)] if plan.outro else []),
        ]

    def read(self, span: Span) -> bytes:
        touched = [
            index for index, one in enumerate(self.sentences) if one.end > span.first and one.first < span.end
        ]
        frames = b"".join(self._readers[index]() for index in touched)
        start = (span.first - self.sentences[touched[0]].first) * FRAME_BYTES if touched else 0
        return frames[start : start + span.frames * FRAME_BYTES]

    def _segment(self, planned: PlannedSegment) -> bytes:
        segment = self._store.get(planned.key)
        return b"" if segment is None else with_pause(planned, segment)

    def _sound(self, planned: PlannedSound) -> bytes:
        return sound_frames(planned, self._store) or b""


def _spans(plan: Plan, cues: Sequence[Cue], size: int) -> tuple[Span, ...]:
    """Intro, segments, and the outro if all segments are stored."""
    starts = [cue.offset // FRAME_BYTES for cue in cues]
    if plan.intro is not None:
        starts.insert(0, 0)
    if plan.outro is not None and len(cues) == len(plan.segments):
        starts.append((size - sound_bytes(plan.outro)) // FRAME_BYTES)
    return tuple(Span(first, end) for first, end in pairwise([*starts, size // FRAME_BYTES]))
