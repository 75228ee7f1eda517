"""What can be heard of a narration now, by frames: from its file once it is finished, before that from its segments."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from audio_cache.assemble import with_pause
from audio_cache.frames import FRAME_BYTES
from audio_cache.narrations import Narrations
from audio_cache.pieces import Span
from audio_cache.plan import Cue, Finished, Plan
from audio_cache.timeline import landed_bytes, landed_cues


class Landed(Protocol):
    """``sentences`` have landed, in order and without a gap, each with the pause behind it. ``whole``: these are all."""

    @property
    def sentences(self) -> Sequence[Span]: ...
    @property
    def whole(self) -> bool: ...

    def read(self, span: Span) -> bytes:
        """The frames of ``span``. Fewer when not all of it has landed, or when it was just deleted."""


def landed(narrations: Narrations, article_id: str, revision: str) -> Landed | None:
    """None when there is no such narration, or no plan for it yet."""
    if (finished := narrations.finished(article_id, revision)) is not None:
        return _Whole(narrations, finished)
    plan = narrations.plan(article_id, revision)
    return None if plan is None else _Growing(narrations, plan)


class _Whole:
    whole = True

    def __init__(self, narrations: Narrations, finished: Finished) -> None:
        self._path = narrations.audio_path(finished.article_id, finished.revision)
        self._tag_bytes = finished.tag_bytes
        self.sentences = _spans(finished.cues, finished.size - finished.tag_bytes)

    def read(self, span: Span) -> bytes:
        try:
            file = self._path.open("rb")
        except FileNotFoundError:
            return b""
        with file:
            return os.pread(file.fileno(), span.frames * FRAME_BYTES, self._tag_bytes + span.first * FRAME_BYTES)


class _Growing:
    whole = False

    def __init__(self, narrations: Narrations, plan: Plan) -> None:
        sizes = narrations.sizes(plan)
        self._store = narrations.segments
        self._plan = plan
        self.sentences = _spans(landed_cues(plan, sizes), landed_bytes(plan, sizes) - plan.tag_bytes)

    def read(self, span: Span) -> bytes:
        touched = [index for index, one in enumerate(self.sentences) if one.end > span.first and one.first < span.end]
        frames = b"".join(map(self._sentence, touched))
        start = (span.first - self.sentences[touched[0]].first) * FRAME_BYTES if touched else 0
        return frames[start : start + span.frames * FRAME_BYTES]

    def _sentence(self, index: int) -> bytes:
        planned = self._plan.segments[index]
        segment = self._store.get(planned.key)
        return b"" if segment is None else with_pause(planned, segment)


def _spans(cues: Sequence[Cue], size: int) -> tuple[Span, ...]:
    starts = [cue.offset // FRAME_BYTES for cue in cues]
    return tuple(Span(first, end) for first, end in pairwise([*starts, size // FRAME_BYTES]))
