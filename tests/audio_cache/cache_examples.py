"""Narrations for tests: any number of small segments, made up."""

from __future__ import annotations

from collections.abc import Sequence

from audio_cache.mp3.frames import silence
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Failure, Plan, PlannedSegment
from audio_cache.store import StoredSegment
from tests.contracts.segment_store import example_segment, key_of

ARTICLE, REVISION = "article1", "revision1"
NARRATION = NarrationId(ARTICLE, REVISION)
TAG = b"ID3 first tag..."
FINAL_TAG = b"ID3 with chapter"
FAILURE = Failure("engine-failed", "The voice gave up", "Try again later.", 502)


def example_plan(names: Sequence[str], *, pauses: Sequence[int] | None = None, fallback: str = "") -> Plan:
    """A segment for each name; the same name is the same segment."""
    frames = pauses or [2] * len(names)
    planned = (
        PlannedSegment(key_of(n), "tone", "tone/a4", pause) for n, pause in zip(names, frames, strict=True)
    )
    return Plan(ARTICLE, REVISION, "en", "tone", "tone/a4", tuple(planned), len(TAG), fallback)


def segment_named(name: str) -> StoredSegment:
    """One to seven frames."""
    return example_segment(1 + sum(name.encode()) % 7, name)


def land(narrations: Narrations, *names: str) -> None:
    for name in names:
        narrations.segments.put(key_of(name), segment_named(name))


def begin(narrations: Narrations, plan: Plan) -> None:
    narrations.put_script(NARRATION, b'{"title":"An example"}')
    narrations.put_plan(plan, TAG)


def body(plan: Plan, names: Sequence[str], tag: bytes = TAG) -> bytes:
    """What the file of ``plan`` has to be."""
    pieces = (
        segment_named(name).audio + silence(s.pause_frames)
        for name, s in zip(names, plan.segments, strict=True)
    )
    return tag + b"".join(pieces)
