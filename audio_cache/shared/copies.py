"""Copies of finished files on this machine, so that they can be sent like files of its own.

    <folder>/ab/abcd….mp3     named by SHA-256, so a copy is never out of date

There are as many as fit; the longest unused go first. A copy that is being sent may go too: whoever has it
open reads on.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from contextlib import suppress
from pathlib import Path

from audio_cache.disk import PendingFile, clear_when_full, size_or_none
from audio_cache.plan import Finished
from audio_cache.shared.bucket import Bucket

TURNS = 16
"""So many different files are copied at once, and each by one listener's request."""
USED_S = 60.0
"""How exactly it is known when a copy was last used."""
LEFT_BEHIND_S = 600.0


class Copies:
    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._turns = [threading.Lock() for _ in range(TURNS)]
        self._added = max_bytes  # since the folder was looked through

    def path(self, finished: Finished) -> Path:
        return self._folder / finished.etag[:2] / f"{finished.etag}.mp3"

    def kept(self, finished: Finished) -> Path | None:
        """The copy, if there is one."""
        path = self.path(finished)
        try:
            seen = path.stat()
        except FileNotFoundError:
            return None
        if seen.st_size != finished.size:
            return None
        if time.time() - seen.st_atime > USED_S:
            with suppress(OSError):
                os.utime(path, (time.time(), seen.st_mtime))
        return path

    def fetch(self, finished: Finished, at: float, bucket: Bucket, name: str) -> Path | None:
        """Copy object ``name``, with the time ``at`` (in s since 1970); None if there is none, or if it is
        not what ``finished`` says. Raises StoreAway, StoreFull."""
        with self._turns[int(finished.etag[:2], 16) % TURNS]:
            return self.kept(finished) or self._fetch(finished, at, bucket, name)

    def _fetch(self, finished: Finished, at: float, bucket: Bucket, name: str) -> Path | None:
        path, digest = self.path(finished), hashlib.sha256()
        with clear_when_full(self._folder):
            path.parent.mkdir(parents=True, exist_ok=True)
            with PendingFile(path) as draft:

                def write(block: bytes) -> None:
                    draft.write(block)
                    digest.update(block)

                if not bucket.fetch(name, write) or digest.hexdigest() != finished.etag:
                    return None
                _publish(draft, at)
        self._make_room(path)
        return path

    def keep(self, finished: Finished, at: float, data: bytes) -> None:
        """As ``fetch``, where the file is at hand."""
        path = self.path(finished)
        with clear_when_full(self._folder):
            path.parent.mkdir(parents=True, exist_ok=True)
            with PendingFile(path) as draft:
                draft.write(data)
                _publish(draft, at)
        self._make_room(path)

    def bytes(self) -> int:
        return sum(size_or_none(path) or 0 for path in self._folder.glob("??/*"))

    def _make_room(self, newest: Path) -> None:
        """Down to nine tenths. The folder is looked through after each twentieth of what it may hold."""
        self._added += size_or_none(newest) or 0
        if self._added < self._max_bytes / 20:
            return
        self._added = 0
        found = [(seen.st_atime, seen.st_size, path) for path, seen in _files(self._folder)]
        total = sum(size for _, size, _ in found)
        if total <= self._max_bytes:
            return
        for _, size, path in sorted(found):
            if total <= self._max_bytes * 0.9:
                return
            if path != newest:
                path.unlink(missing_ok=True)
                total -= size


def _publish(draft: PendingFile, at: float) -> None:
    """With the same time stamp on each machine: it is told to listeners. When it was last used is the
    other."""
    draft.complete()
    draft.date(time.time(), at)
    draft.publish()


def _files(folder: Path) -> list[tuple[Path, os.stat_result]]:
    """All but drafts that others are writing; one left behind by a process that died is found by its age."""
    found = []
    for path in folder.glob("??/*"):
        with suppress(FileNotFoundError):
            seen = path.stat()
            if path.suffix == ".mp3" or time.time() - seen.st_mtime > LEFT_BEHIND_S:
                found.append((path, seen))
    return found
