"""What the service needs from a place that keeps segments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec


class WordTiming(msgspec.Struct, frozen=True, array_like=True):
    """``segment.text[spoken_start:spoken_end]`` sounds from ``start_s`` to ``end_s``, in s from the
    segment's first byte."""

    spoken_start: int
    spoken_end: int
    start_s: float
    end_s: float


class SegmentInfo(msgspec.Struct, frozen=True):
    """What travels with a segment's audio.

    ``timing`` says where the word times come from: the engine itself, or an estimate from the text's lengths.
    """

    engine: str
    voice: str
    text: str
    words: tuple[WordTiming, ...] = ()
    timing: str = "estimated"  # or "engine"
    flags: tuple[str, ...] = ()
    """What sounds odd, in sentences, even after speaking it again."""


class StoredSegment(msgspec.Struct, frozen=True):
    """``audio`` is whole MP3 frames in the profile of ``audio_cache.mp3.frames``."""

    audio: bytes
    info: SegmentInfo


class SegmentStore(Protocol):
    """Segments by key. Every implementation passes ``tests/contracts/segment_store.py``."""

    def get(self, key: str) -> StoredSegment | None:
        """The segment, checked against its digest; None when it is absent or damaged (a damaged one is
        dropped)."""

    def get_run(self, keys: Sequence[str]) -> list[StoredSegment]:
        """The first of ``keys``, as ``get`` gives them, up to the one of which it gives nothing. One look for
        all of them, so name no more than may be in memory."""

    def sizes(self, keys: Sequence[str]) -> list[int | None]:
        """Bytes of audio of each, without reading it; None for those that are absent. One look for all of
        them: asked again and again for every segment of a narration."""

    def put(self, key: str, segment: StoredSegment) -> None:
        """Publish by rename, commit marker last. Putting a key that exists changes nothing.

        Raises ValueError when the audio is empty or not whole frames of the profile.
        """

    def put_partial(self, key: str, frames: bytes) -> None:
        """The first ``frames`` of a segment that is still being spoken, in place of fewer: of the one that a
        narration begins with, which a listener waits for. ``put`` and ``delete`` remove them."""

    def partial(self, key: str) -> bytes:
        """What was last given to ``put_partial``; b"" if nothing was since the segment was put or deleted."""

    def want(self, keys: Iterable[str]) -> None:
        """Mark those of ``keys`` that are stored as wanted now: none of them is pruned as unused."""

    def delete(self, key: str) -> None: ...


class Claims(Protocol):
    """Who works on what. Every implementation passes ``tests/contracts/claims.py``."""

    def claim(self, name: str) -> AbstractContextManager[bool]:
        """``with claims.claim(key) as mine``: True for one holder at a time, without waiting. A holder
        that dies loses it."""

    def spent(self, name: str) -> None:
        """What was claimed is done, and whoever looks sees that: nobody will claim ``name`` again soon, so it
        need not be released when the block ends. Then it lapses, if that costs less."""

    @property
    def remembered_s(self) -> float:
        """For so long at least, in s, a claim that was ``spent`` is refused to others: 0 if it is
        released."""

    def claim_first(self, names: Sequence[str]) -> AbstractContextManager[int | None]:
        """As ``claim``, of the first of ``names`` that nobody holds: its place; None if all are held. Few
        questions, however many they are."""

    def tries(self, name: str) -> int:
        """How often ``name``, which ``claim_first`` has given, was claimed without being done with, this time
        included; 0 if that is counted elsewhere."""
