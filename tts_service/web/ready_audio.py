"""Finished narrations, straight from open files.

A click on an article that somebody has heard before is the most frequent request of all, and all it needs is a piece of a
file. ``ReadyAudio`` stands in front of the Flask application and answers just that; whatever it is not sure of it leaves to
the application. The blueprint answers through the same ``ready_answer``, so there is one meaning of a range.

How an open file is known to be right still: each request compares the identity of the file on disk and, at the moving
address, the time stamp of the article's folder, which every accepted request, new revision and deletion changes. So these
are seen by the next request in every process. Once a second the catalog is asked as well, should a stamp not have moved.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from audio_cache.plan import Finished
from tts_service.errors import ServiceError
from tts_service.web.cors import OPEN_TO_ALL
from tts_service.web.representation import Environ, Representation, select

CONTENT_TYPE = "audio/mpeg"
BLOCK_BYTES = 128 * 1024
"""A body is read in blocks of this size, so that a listener on a slow line holds one block in memory, not the file."""
TRUSTED_S = 1.0
OPEN_FILES = 256

FOR_EVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"

Headers = list[tuple[str, str]]
STATUS_LINES = {s.value: f"{s.value} {s.phrase}" for s in HTTPStatus}


class Answer(NamedTuple):
    """An HTTP answer, before any framework."""

    status: int
    headers: Headers
    body: Iterable[bytes]


class AudioFile:
    """A finished narration, held open: it can be read to its end even when it is deleted meanwhile."""

    def __init__(self, path: Path, finished: Finished) -> None:
        """Raises FileNotFoundError when it has just been deleted."""
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        seen = os.fstat(self._descriptor)
        self.path = os.fspath(path)
        self.article_id, self.revision = finished.article_id, finished.revision
        self.identity = identity(seen)
        self.representation = Representation(seen.st_size, f'"{finished.etag}"', int(seen.st_mtime))
        self._headers = self._common_headers()

    def __del__(self) -> None:
        # By reference count: the cache may forget a file that is still being read from.
        if hasattr(self, "_descriptor"):
            os.close(self._descriptor)

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

    def read(self, start: int, stop: int) -> Iterable[bytes]:
        if stop - start <= BLOCK_BYTES:
            return (os.pread(self._descriptor, stop - start, start),)
        return self._blocks(start, stop)

    def _blocks(self, start: int, stop: int) -> Iterator[bytes]:
        for at in range(start, stop, BLOCK_BYTES):
            yield os.pread(self._descriptor, min(BLOCK_BYTES, stop - at), at)


def identity(seen: os.stat_result) -> tuple[int, int, int]:
    """Changes whenever another file is put in the place of one."""
    return seen.st_ino, seen.st_mtime_ns, seen.st_size


def ready_answer(audio: AudioFile, environ: Environ, *, fixed: bool) -> Answer:
    """What ``environ`` asks of ``audio``. ``fixed``: it came by the address of this very revision."""
    whole = audio.representation
    chosen = select(whole, environ)
    headers = audio.headers(fixed=fixed)
    if chosen.status == 416:
        return Answer(416, [*headers, ("Content-Range", f"bytes */{whole.size}"), ("Content-Length", "0")], ())
    if chosen.status in (304, 412):
        return Answer(chosen.status, headers, ())
    headers = [*headers, ("Content-Length", str(chosen.size))]
    if chosen.status == 206:
        headers.append(("Content-Range", f"bytes {chosen.start}-{chosen.stop - 1}/{whole.size}"))
    body = () if environ["REQUEST_METHOD"] == "HEAD" else audio.read(chosen.start, chosen.stop)
    return Answer(chosen.status, headers, body)


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


class _Held:
    """An open file, and what must not have changed for it to be served."""

    def __init__(self, audio: AudioFile, *, fixed: bool) -> None:
        self.audio = audio
        self.fixed = fixed
        self.folder = os.path.dirname(os.path.dirname(audio.path))  # noqa: PTH120  (text is several times quicker)
        self.stamp = os.stat(self.folder).st_mtime_ns  # noqa: PTH116
        self.trusted_until = time.monotonic() + TRUSTED_S

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
    """WSGI middleware: GET of a finished narration, without waking the application."""

    def __init__(self, application: Callable[..., Iterable[bytes]], shelf: Shelf, current: CurrentRevision) -> None:
        self._application = application
        self._shelf = shelf
        self._current = current
        self._held: dict[str, _Held] = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith("/audio/") and environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING"):
            held = self._find(path)
            if held is not None:
                answer = ready_answer(held.audio, environ, fixed=held.fixed)
                start_response(STATUS_LINES[answer.status], answer.headers)
                return answer.body
        return self._application(environ, start_response)

    def _find(self, path: str) -> _Held | None:
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

    def _open(self, path: str) -> _Held | None:
        named = parse_path(path)
        if named is None:
            return None
        article_id, fixed_revision = named
        revision = fixed_revision or self._current(article_id)
        audio = open_audio(self._shelf, article_id, revision) if revision else None
        return _Held(audio, fixed=fixed_revision is not None) if audio else None

    def _keep(self, path: str, held: _Held) -> None:
        if len(self._held) >= OPEN_FILES:
            oldest = min(self._held, key=lambda name: self._held[name].trusted_until)
            self._held.pop(oldest, None)
        self._held[path] = held
