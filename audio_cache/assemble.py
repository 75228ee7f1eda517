"""One file out of many segments, in a single pass that holds one segment at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from audio_cache.errors import Incomplete
from audio_cache.frames import seconds, silence
from audio_cache.plan import Finished, Plan, PlannedSegment
from audio_cache.store import SegmentStore, StoredSegment
from audio_cache.timeline import landed_bytes, landed_cues


def assemble(plan: Plan, tag: bytes, segments: SegmentStore, write: Callable[[bytes], object]) -> Finished:
    """Write tag, frames and pauses of ``plan`` in order, and say what was written.

    Raises Incomplete when a segment is absent or damaged; what was written is then of no use.
    """
    write(tag)
    digest = hashlib.sha256(tag)
    sizes: list[int | None] = []
    for planned in plan.segments:
        segment = segments.get(planned.key)
        sizes.append(None if segment is None else len(segment.audio))
        if segment is not None:
            frames = with_pause(planned, segment)
            write(frames)
            digest.update(frames)
    if missing := tuple(index for index, size in enumerate(sizes) if size is None):
        raise Incomplete(missing)
    return _finished(plan, sizes, digest.hexdigest())


def with_pause(planned: PlannedSegment, segment: StoredSegment) -> bytes:
    """What a narration holds for one segment: its frames, then its pause."""
    return segment.audio + silence(planned.pause_frames)


def _finished(plan: Plan, sizes: Sequence[int | None], etag: str) -> Finished:
    size = landed_bytes(plan, sizes)
    return Finished(
        article_id=plan.article_id,
        revision=plan.revision,
        language=plan.language,
        engine=plan.engine,
        voice=plan.voice,
        size=size,
        tag_bytes=plan.tag_bytes,
        duration_s=seconds(size - plan.tag_bytes),
        etag=etag,
        cues=tuple(landed_cues(plan, sizes)),
        fallback=plan.fallback,
    )
