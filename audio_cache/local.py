"""Segments on a local disk.

    <root>/segments/ab/abcd….mp3     whole frames
    <root>/segments/ab/abcd….json    the commit marker, written last: digests and what travels with the audio
    <root>/segments/ab/abcd….part    the first frames of a segment that is being spoken

No ``fsync`` for each segment: a process that dies loses nothing without it. Only a power failure can
damage a file; ``get`` then finds that the digest is wrong, and drops the segment, which is synthesized again.
One sentence spoken twice is cheaper than waiting for the disk after every sentence.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import msgspec

from audio_cache.disk import (
    UNREADABLE,
    PendingFile,
    clear_when_full,
    exclusive,
    publish,
    read_or_none,
    size_or_none,
)
from audio_cache.mp3.frames import FRAME_BYTES, whole_frames
from audio_cache.store import SegmentInfo, StoredSegment

KEY = re.compile(r"[0-9a-f]{64}")
PARTIAL_SUFFIX = ".part"


class Marker(msgspec.Struct, frozen=True):
    """The commit marker. Both digests are SHA-256: a flipped bit in a timing is found as surely as one in
    the audio."""

    sha256: str
    size: int
    info_sha256: str
    info: msgspec.Raw


class DamagedSegment(Exception):
    """A committed segment whose files do not hold what was put."""


class LocalStore:
    """A ``SegmentStore`` in the folder ``root``, shared by any number of processes.

    Everything that writes raises StoreFull if the disk is full, StoreReadOnly if it is read-only.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folder = root / "segments"
        self._prefix = str(self._folder)

    def get(self, key: str) -> StoredSegment | None:
        try:
            return self._read(key)
        except DamagedSegment:
            with clear_when_full(self.root):
                return self._drop_damaged(key)

    def get_run(self, keys: Sequence[str]) -> list[StoredSegment]:
        found = map(self.get, keys)
        return list(itertools.takewhile(lambda segment: segment is not None, found))  # type: ignore[arg-type]

    def size(self, key: str) -> int | None:
        """Bytes of audio, without reading it; None when absent."""
        # Two calls to stat and no file opened: audio without its marker must not count as stored.
        stem = self._stem(key)
        size = size_or_none(f"{stem}.mp3")
        if not size or size % FRAME_BYTES or size_or_none(f"{stem}.json") is None:
            return None
        return size

    def sizes(self, keys: Sequence[str]) -> list[int | None]:
        return [self.size(key) for key in keys]

    def put(self, key: str, segment: StoredSegment) -> None:
        """Raises StoreFull if the disk is full, ValueError as the protocol says."""
        if not whole_frames(segment.audio):
            raise ValueError(
                f"segment {key}: {len(segment.audio)} bytes that are not whole frames of the profile"
            )
        if self.size(key) is None:
            with clear_when_full(self.root):
                self._publish(key, segment.audio, _marker(segment))
        with clear_when_full(self.root):
            Path(f"{self._stem(key)}{PARTIAL_SUFFIX}").unlink(missing_ok=True)

    def put_partial(self, key: str, frames: bytes) -> None:
        """Raises StoreFull if the disk is full. Does nothing if the segment itself is stored already."""
        if self.size(key) is not None:
            return
        place = Path(f"{self._stem(key)}{PARTIAL_SUFFIX}")
        with clear_when_full(self.root):
            place.parent.mkdir(parents=True, exist_ok=True)
            publish(place, frames)

    def partial(self, key: str) -> bytes:
        return read_or_none(Path(f"{self._stem(key)}{PARTIAL_SUFFIX}")) or b""

    def want(self, keys: Iterable[str]) -> None:
        """Recorded in the time stamp of the commit marker."""
        if self._folder.is_dir():
            with clear_when_full(self.root), self._writing():
                for key in keys:
                    with suppress(FileNotFoundError):
                        os.utime(f"{self._stem(key)}.json")

    def drop_unused(self, key: str, since: float) -> None:
        """Remove a segment that was neither put nor wanted ``since`` then (s since 1970)."""
        with suppress(FileNotFoundError), clear_when_full(self.root), self._writing():
            if Path(f"{self._stem(key)}.json").stat().st_mtime < since:
                self._remove(key)

    def delete(self, key: str) -> None:
        self._stem(key)
        if self._folder.is_dir():
            with clear_when_full(self.root), self._writing():
                self._remove(key)

    def keys(self) -> Iterator[str]:
        """Sorted."""
        for shard in sorted(self._folder.glob("??")):
            for marker in sorted(shard.glob("*.json")):
                if KEY.fullmatch(marker.stem) and self.size(marker.stem) is not None:
                    yield marker.stem

    def problem(self, key: str) -> str:
        """What is wrong with the files of ``key``; "" when they are whole or absent. Reads all of them."""
        return self._problem(key) and self._problem_for_sure(key)

    def _problem_for_sure(self, key: str) -> str:
        with self._writing():
            return self._problem(key)

    def _problem(self, key: str) -> str:
        try:
            found = self._read(key)
        except DamagedSegment as damage:
            return str(damage)
        orphan = found is None and Path(f"{self._stem(key)}.mp3").exists()
        return "audio without a commit marker" if orphan else ""

    def _stem(self, key: str) -> str:
        if not KEY.fullmatch(key):
            raise ValueError(f"not a segment key (64 hex digits): {key[:80]!r}")
        return f"{self._prefix}/{key[:2]}/{key}"

    def _writing(self) -> AbstractContextManager[None]:
        """Audio and marker of one key change together. Claims keep two writers apart, but a claim can be
        lost; one writer's audio with the other's marker would then look damaged."""
        return exclusive(self._folder / ".lock")

    def _read(self, key: str) -> StoredSegment | None:
        stem = self._stem(key)
        packed = read_or_none(Path(f"{stem}.json"))
        if packed is None:
            return None
        audio = read_or_none(Path(f"{stem}.mp3"))
        if audio is None:
            raise DamagedSegment("commit marker without audio")
        return StoredSegment(audio, _checked_info(packed, audio))

    def _drop_damaged(self, key: str) -> StoredSegment | None:
        with self._writing():
            try:
                return self._read(key)  # it may have been stored again since
            except DamagedSegment:
                self._remove(key)
                return None

    def _publish(self, key: str, audio: bytes, marker: bytes) -> None:
        stem = self._stem(key)
        Path(stem).parent.mkdir(parents=True, exist_ok=True)
        with PendingFile(Path(f"{stem}.mp3")) as audio_file, PendingFile(Path(f"{stem}.json")) as marker_file:
            audio_file.write(audio)
            marker_file.write(marker)
            audio_file.complete()
            marker_file.complete()
            with self._writing():
                if self.size(key) is None:
                    audio_file.publish()
                    marker_file.publish()

    def _remove(self, key: str) -> None:
        stem = self._stem(key)
        for suffix in (".json", ".mp3", PARTIAL_SUFFIX):
            Path(f"{stem}{suffix}").unlink(missing_ok=True)


def _marker(segment: StoredSegment) -> bytes:
    info = msgspec.json.encode(segment.info)
    return msgspec.json.encode(
        Marker(_digest(segment.audio), len(segment.audio), _digest(info), msgspec.Raw(info))
    )


def _checked_info(packed: bytes, audio: bytes) -> SegmentInfo:
    try:
        marker = msgspec.json.decode(packed, type=Marker)
    except UNREADABLE:
        raise DamagedSegment("commit marker that cannot be read") from None
    if marker.size != len(audio):
        raise DamagedSegment(f"{len(audio)} bytes of audio, not {marker.size}")
    if marker.sha256 != _digest(audio):
        raise DamagedSegment("audio does not match its digest")
    if marker.info_sha256 != _digest(bytes(marker.info)):
        raise DamagedSegment("timings do not match their digest")
    return msgspec.json.decode(marker.info, type=SegmentInfo)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
