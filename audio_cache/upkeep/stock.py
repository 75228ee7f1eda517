"""What an audio cache holds, as pruning needs to know it: narrations with what they use, and segments that
are idle."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from audio_cache.disk import read_or_none
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.folders.paths import AUDIO, SCRIPT, STAMPED
from audio_cache.local import KEY
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Plan

BLOCK_BYTES = 512
"""What ``st_blocks`` counts in, whatever the file system's own blocks are."""


class StoredRevision(msgspec.Struct, frozen=True):
    """A revision on disk. ``used`` is when it was last written or wanted, in s since 1970; ``bytes`` all
    of its folder, ``audio_bytes`` of its audio alone. ``keys`` are the segments and sounds of its plan,
    see ``short``."""

    narration: NarrationId
    used: float
    finished: bool
    bytes: int
    audio_bytes: int
    keys: frozenset[int]
    recorded: bool = False
    """Pieces of a recording are in it, which no voice can speak again."""


class Stock(msgspec.Struct, frozen=True):
    """``bytes`` are what all of it takes on disk. ``idle`` are the segments neither put nor wanted
    since a given time, with their bytes on disk."""

    bytes: int
    narrations: tuple[StoredRevision, ...]
    idle: dict[int, int]


def short(key: str) -> int:
    """64 bits of a segment's key: millions are in memory at once. Two that collide are kept or dropped
    together."""
    return int(key[:16], 16)


def take_stock(root: Path, narrations: FolderNarrations, idle_since: float) -> Stock:
    """Looks at every file and reads every plan. May run beside working processes."""
    kept = tuple(_revisions(narrations))
    total = sum(one.bytes for one in kept) + sum(_beside_revisions(narrations))
    idle: dict[int, int] = {}
    for key, size, used in _segments(root):
        total += size
        if used < idle_since:
            idle[short(key)] = size
    return Stock(total, kept, idle)


def _revisions(narrations: FolderNarrations) -> Iterator[StoredRevision]:
    for narration in narrations.ids():
        folder = narrations.folders.revision(narration)
        files = _files(folder.path)
        if SCRIPT not in files:
            continue  # deleted just now
        plan = _plan(folder.plan)
        used = max(files[name].st_mtime for name in STAMPED if name in files)
        yield StoredRevision(
            narration,
            used,
            narrations.finished(narration) is not None,
            sum(map(on_disk, files.values())),
            on_disk(files[AUDIO]) if AUDIO in files else 0,
            frozenset(map(short, plan.keys)) if plan else frozenset(),
            plan is not None and plan.is_read,
        )


def _beside_revisions(narrations: FolderNarrations) -> Iterator[int]:
    """Bytes of an article's pictures, outcomes and readings, for each article."""
    for article_id in narrations.articles():
        files = _files(narrations.folders.article(article_id).path).values()
        yield sum(on_disk(found) for found in files if stat.S_ISREG(found.st_mode))


def _plan(path: Path) -> Plan | None:
    try:
        return msgspec.json.decode(read_or_none(path) or b"", type=Plan)
    except msgspec.DecodeError:
        return None


def _segments(root: Path) -> Iterator[tuple[str, int, float]]:
    """Key, bytes on disk of both files, and when it was last put or wanted."""
    for shard in (root / "segments").glob("??"):
        files = _files(shard)
        for name, marker in files.items():
            key, _, suffix = name.partition(".")
            if suffix == "json" and KEY.fullmatch(key):
                audio = files.get(f"{key}.mp3")
                yield key, on_disk(marker) + (on_disk(audio) if audio else 0), marker.st_mtime


def _files(folder: Path) -> dict[str, os.stat_result]:
    try:
        with os.scandir(folder) as entries:
            return {entry.name: found for entry in entries if (found := _stat(entry)) is not None}
    except FileNotFoundError:
        return {}


def _stat(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None


def on_disk(found: os.stat_result) -> int:
    """Bytes that a file takes on disk: for small ones, more than its size."""
    return found.st_blocks * BLOCK_BYTES
