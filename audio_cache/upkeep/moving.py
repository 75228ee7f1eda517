"""Finished narrations from one store to another, while both are in use: a folder or a bucket, either way.

It can be interrupted at any point and called again: what is there already is passed over, and of each
narration the commit marker comes last. What is not finished is not copied: it is made again when somebody
asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from audio_cache.narration_id import NarrationId, RecordingName
from audio_cache.shared.objects import NarrationRecord, SignedManifest


class Packed(NamedTuple):
    """A finished narration: all that is known about it, its file, and its credentials."""

    record: NarrationRecord
    audio: bytes
    manifest: SignedManifest | None


class Archive(Protocol):
    """Where finished narrations are. Everything may raise StoreAway or StoreFull."""

    @property
    def place(self) -> str:
        """For people."""

    def held(self) -> Iterator[tuple[NarrationId, str]]:
        """All, sorted, each with the SHA-256 of its file; "" if that must be asked for. Lists everything."""

    def pack(self, narration: NarrationId) -> Packed | None:
        """None if it was deleted meanwhile, or is damaged."""

    def unpack(self, packed: Packed) -> bool:
        """Store it, and look whether it is whole there. It takes the place of another file of the same
        narration, unless that is newer. False if it is not whole."""

    def remove(self, narration: NarrationId) -> None: ...

    def recordings(self) -> Iterator[RecordingName]:
        """All that were uploaded. Lists everything."""

    def recording(self, name: RecordingName) -> AbstractContextManager[Path | None]:
        """``with … as path``: the file; None if it was removed meanwhile."""

    def put_recording(self, name: RecordingName, path: Path) -> None: ...

    def drop_recording(self, name: RecordingName) -> None: ...


class Copied(msgspec.Struct, frozen=True):
    """How many narrations were copied, and how many were there before. ``left_out``: those that are damaged,
    or were deleted meanwhile. ``removed``: what only the target had."""

    copied: int
    there: int
    left_out: tuple[NarrationId, ...]
    removed: int = 0


def copy_narrations(
    source: Archive,
    target: Archive,
    *,
    exact: bool = False,
    tell: Callable[[int], object] = lambda done: None,
) -> Copied:
    """Copy what ``target`` lacks. ``exact``: and remove from it what ``source`` has not. ``tell`` is called
    after each that was copied."""
    copied = there = removed = 0
    left_out: list[NarrationId] = []
    for narration, here, known in _side_by_side(source.held(), target.held()):
        if here is None:
            if exact:
                target.remove(narration)
                removed += 1
        elif here == known and here:
            there += 1
        elif (packed := source.pack(narration)) is None or not target.unpack(packed):
            left_out.append(narration)
        else:
            copied += 1
            tell(copied)
    _copy_recordings(source, target, exact=exact)
    return Copied(copied, there, tuple(left_out), removed)


def _copy_recordings(source: Archive, target: Archive, *, exact: bool) -> None:
    """From which narrations that were pruned are cut again."""
    here, there = frozenset(source.recordings()), frozenset(target.recordings())
    for name in sorted(here - there):
        with source.recording(name) as path:
            if path is not None:
                target.put_recording(name, path)
    for name in there - here if exact else ():
        target.drop_recording(name)


def _side_by_side(
    source: Iterator[tuple[NarrationId, str]], target: Iterator[tuple[NarrationId, str]]
) -> Iterator[tuple[NarrationId, str | None, str | None]]:
    """Each narration of either, with its digest in both: None where it is not."""
    here, there = next(source, None), next(target, None)
    while here is not None or there is not None:
        if there is None or (here is not None and _order(here) < _order(there)):
            assert here is not None
            yield here[0], here[1], None
            here = next(source, None)
        elif here is None or _order(there) < _order(here):
            yield there[0], None, there[1]
            there = next(target, None)
        else:
            yield here[0], here[1], there[1]
            here, there = next(source, None), next(target, None)


def _order(one: tuple[NarrationId, str]) -> tuple[str, str]:
    return one[0].article_id, one[0].revision
