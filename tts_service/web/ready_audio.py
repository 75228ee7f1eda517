"""Finished narrations, straight from open files.

A click on an article that somebody has heard before is the most frequent request of all, and all it needs is a piece of a
file. ``ReadyAudio`` finds that file without waking the application; whatever it is not sure of, the application answers.
Both answer from the same ``AudioFile`` and ``representation.select``, so there is one meaning of a range.

How an open file is known to be right still: each request compares the identity of the file on disk and, at the moving
address, the time stamp of the article's folder, which changes with every new revision and deletion. So these are seen by the
next request in every process. Once a second the catalog is asked as well, should the stamp not have moved.

Imported by gunicorn before it forks: nothing heavy belongs here, and nothing that opens a connection.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from audio_cache.plan import Finished
from tts_service.errors import ServiceError
from tts_service.web.representation import Representation, Selection

CONTENT_TYPE = "audio/mpeg"
BLOCK_BYTES = 128 * 1024
TRUSTED_S = 1.0
OPEN_FILES = 256

EXTENSION = "ready_audio"
"""Where the Flask application keeps its ``ReadyAudio``."""

FOR_EVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
OPEN_TO_ALL = (
    ("Access-Control-Allow-Origin", "*"),
    (
        "Access-Control-Expose-Headers",
        "Accept-Ranges, Content-Length, Content-Location, Content-Range, ETag, Retry-After, X-Narration-Revision",
    ),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)
"""Audio may be played on any page: it is what the service is for."""

Headers = list[tuple[str, str]]


class AudioFile:
    """A finished narration, held open: it can be read to its end even when it is deleted meanwhile."""

    def __init__(self, path: Path, finished: Finished) -> None:
        """Raises FileNotFoundError when it has just been deleted."""
        self.descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        seen = os.fstat(self.descriptor)
        self.path = os.fspath(path)
        self.article_id, self.revision = finished.article_id, finished.revision
        self.identity = identity(seen)
        self.representation = Representation(seen.st_size, f'"{finished.etag}"', int(seen.st_mtime))
        self._headers = self._common_headers()

    def __del__(self) -> None:
        # By reference count: the cache may forget a file that is still being read from.
        if hasattr(self, "descriptor"):
            os.close(self.descriptor)

    def _common_headers(self) -> dict[bool, Headers]:
        shared = [
            ("Content-Type", CONTENT_TYPE),
            ("Accept-Ranges", "bytes"),
            ("ETag", self.representation.etag),
            ("Last-Modified", self.representation.last_modified),
            ("X-Narration-Revision", self.revision),
            *OPEN_TO_ALL,
        ]
        moving = [("Cache-Control", ASK_EACH_TIME), ("Content-Location", f"/audio/{self.article_id}/{self.revision}.mp3")]
        return {True: [*shared, ("Cache-Control", FOR_EVER)], False: [*shared, *moving]}

    def headers(self, *, fixed: bool) -> Headers:
        """``fixed``: for the address of this very revision."""
        return self._headers[fixed]

    def blocks(self, part: Selection) -> Iterator[bytes]:
        """``part`` in blocks, so that a listener on a slow line holds one of them in memory, not the file."""
        for at in range(part.start, part.stop, BLOCK_BYTES):
            yield self.read(at, min(BLOCK_BYTES, part.stop - at))

    def read(self, start: int, size: int) -> bytes:
        return os.pread(self.descriptor, size, start)

    def send(self, part: Selection, client: int, wait_until_writable: Callable[[int], object]) -> None:
        """``part`` to the non-blocking socket with descriptor ``client``, without a copy of it in this process."""
        at = part.start
        while at < part.stop:
            try:
                at += os.sendfile(client, self.descriptor, at, part.stop - at)
            except BlockingIOError:
                wait_until_writable(client)


def identity(seen: os.stat_result) -> tuple[int, int, int]:
    """Changes whenever another file is put in the place of one."""
    return seen.st_ino, seen.st_mtime_ns, seen.st_size


def part_headers(part: Selection, size: int) -> Headers:
    """Of an answer with ``part`` of ``size`` bytes."""
    headers = [("Content-Length", str(part.size))]
    if part.status == 206:
        headers.append(("Content-Range", f"bytes {part.start}-{part.stop - 1}/{size}"))
    return headers


def encode(headers: Headers) -> bytes:
    """As they go over the line."""
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode("latin-1")


class Shelf(Protocol):
    """Where finished narrations stand."""

    def finished(self, article_id: str, revision: str) -> Finished | None: ...

    def audio_path(self, article_id: str, revision: str) -> Path: ...


def open_audio(shelf: Shelf, article_id: str, revision: str) -> AudioFile | None:
    """None while it is not finished, or when it has just been deleted."""
    finished = shelf.finished(article_id, revision)
    try:
        return AudioFile(shelf.audio_path(article_id, revision), finished) if finished else None
    except FileNotFoundError:
        return None


CurrentRevision = Callable[[str], str | None]
"""Article id → the revision that its moving address plays, None while there is none. Raises ServiceError."""


def parse_path(path: str) -> tuple[str, str | None] | None:
    """(article id, revision or None) of ``/audio/{id}.mp3`` and ``/audio/{id}/{revision}.mp3``; None for anything else."""
    if not (path.startswith("/audio/") and path.endswith(".mp3")):
        return None
    article_id, slash, revision = path[len("/audio/") : -len(".mp3")].partition("/")
    if not article_id or "/" in revision or (slash and not revision):
        return None
    return article_id, revision or None


class HeldAudio:
    """An open file, and what must not have changed for it to be served."""

    def __init__(self, audio: AudioFile, *, fixed: bool) -> None:
        self.audio = audio
        self.fixed = fixed
        self.folder = os.path.dirname(os.path.dirname(audio.path))  # noqa: PTH120  (text is several times quicker)
        self.stamp = os.stat(self.folder).st_mtime_ns  # noqa: PTH116
        self.trusted_until = time.monotonic() + TRUSTED_S
        self.head = encode(audio.headers(fixed=fixed))

    def holds(self, now: float) -> bool:
        try:
            return (
                now < self.trusted_until
                and identity(os.stat(self.audio.path)) == self.audio.identity  # noqa: PTH116
                and (self.fixed or os.stat(self.folder).st_mtime_ns == self.stamp)  # noqa: PTH116
            )
        except OSError:
            return False


class ReadyAudio:
    """Keeps finished narrations open, by the path of their address. One for each web process."""

    def __init__(self, shelf: Shelf, current: CurrentRevision) -> None:
        self._shelf = shelf
        self._current = current
        self._held: dict[str, HeldAudio] = {}

    def find(self, path: str) -> HeldAudio | None:
        """None when ``path`` is no finished narration's, or not for sure."""
        held = self._held.get(path)
        if held is not None and held.holds(time.monotonic()):
            return held
        self._held.pop(path, None)
        try:
            held = self._open(path)
        except (ServiceError, OSError, ValueError):
            return None  # the application knows how to say it
        if held is not None:
            self._keep(path, held)
        return held

    def _open(self, path: str) -> HeldAudio | None:
        named = parse_path(path)
        if named is None:
            return None
        article_id, fixed_revision = named
        revision = fixed_revision or self._current(article_id)
        audio = open_audio(self._shelf, article_id, revision) if revision else None
        return HeldAudio(audio, fixed=fixed_revision is not None) if audio else None

    def _keep(self, path: str, held: HeldAudio) -> None:
        if len(self._held) >= OPEN_FILES:
            oldest = min(self._held, key=lambda name: self._held[name].trusted_until)
            self._held.pop(oldest, None)
        self._held[path] = held
