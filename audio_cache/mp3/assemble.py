"""One file out of many segments, in a single pass that holds one segment at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Protocol

from audio_cache.errors import Incomplete
from audio_cache.mp3.frames import seconds, silence
from audio_cache.plan import Finished, Plan, PlannedSegment, PlannedSound, SoundFlag
from audio_cache.store import StoredSegment
from audio_cache.timeline import stored_bytes, stored_cues


class StoredSegments(Protocol):
    def get(self, key: str) -> StoredSegment | None: ...


def assemble(plan: Plan, tag: bytes, segments: StoredSegments, write: Callable[[bytes], object]) -> Finished:
    """Write tag, frames and pauses of ``plan`` in order, and say what was written.

    Raises Incomplete when a segment or a sound is absent or damaged; what was written is then useless.
    """
    digest = hashlib.sha256()

    def add(data: bytes) -> None:
        write(data)
        digest.update(data)

    add(tag)
    add(_sound(plan.intro, segments))
    sizes: list[int | None] = []
    flags: list[SoundFlag] = []
    for index, planned in enumerate(plan.segments):
        segment = segments.get(planned.key)
        sizes.append(None if segment is None else len(segment.audio))
        if segment is not None:
            add(with_pause(planned, segment))
            flags += (SoundFlag(index, reason) for reason in segment.info.flags)
    if missing := tuple(index for index, size in enumerate(sizes) if size is None):
        raise Incomplete(missing)
    add(_sound(plan.outro, segments))
    return _finished(plan, sizes, digest.hexdigest(), tuple(flags))


def _sound(planned: PlannedSound | None, segments: StoredSegments) -> bytes:
    if planned is None:
        return b""
    frames = sound_frames(planned, segments)
    if frames is None:
        raise Incomplete(())
    return frames


def sound_frames(planned: PlannedSound, segments: StoredSegments) -> bytes | None:
    """A show's own sound and its pause; None when it is absent, damaged, or not the one that was planned."""
    stored = segments.get(planned.key)
    if stored is None or len(stored.audio) != planned.size:
        return None
    return stored.audio + silence(planned.pause_frames)


def with_pause(planned: PlannedSegment, segment: StoredSegment) -> bytes:
    """What a narration holds for one segment: its frames, then its pause."""
    return segment.audio + silence(planned.pause_frames)


def _finished(plan: Plan, sizes: Sequence[int | None], etag: str, flags: tuple[SoundFlag, ...]) -> Finished:
    size = stored_bytes(plan, sizes)
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
        cues=tuple(stored_cues(plan, sizes)),
        fallback=plan.fallback,
        flags=flags,
    )
