"""Finished narrations, straight from open files.

A click on an article that is already rendered is the most frequent request of all, and needs only a range of
a file. ``ReadyAudio`` finds that file without running the application; when in doubt, it leaves the request
to the application. Both answer from the same ``AudioFile`` and ``representation.select``, so there is
one meaning of a range.

An open file is checked before use: each request compares the identity of the file on disk and the time
stamp of the article's folder, which changes with every new revision and deletion, and when the article is
closed to all but members, or taken back. So the next request in every process sees them. At the moving
address the catalog is asked once a second as well, in case the stamp did not change; at a fixed one, whether
the narration is for everybody is asked when its stamp is new, and once a minute. What is not is left to the
application, which knows who asks.

Imported by gunicorn before it forks: nothing heavy belongs here, and nothing that opens a connection.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from audio_cache.errors import CacheError
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import WholeAudio
from audio_cache.plan import Finished
from tts_service.contracts.credentials import LINK_RELATION, MANIFEST_TYPE, manifest_path
from tts_service.errors import ServiceError, Unavailable
from tts_service.formats.rendition import base_revision
from tts_service.web.http.dropped import ConnectionDropped
from tts_service.web.http.headers import FOR_ALL, Headers
from tts_service.web.media.representation import ByteSelection, Representation

CONTENT_TYPE = "audio/mpeg"
BLOCK_BYTES = 128 * 1024
TRUSTED_S = 1.0
TRUSTED_UNASKED_S = 5.0
"""As TRUSTED_S, once the catalog has not answered: each attempt may take seconds."""
OPEN_FOR_S = 60.0
_UNKNOWN = -1
OPEN_FILES = 256
CUT_SHORT = "the file has become shorter while it was sent"

EXTENSION = "ready_audio"
"""Where the Flask application keeps its ``ReadyAudio``."""

FOR_EVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
EXPOSED = "Access-Control-Expose-Headers"
OPEN_TO_ALL = (
    ("Access-Control-Allow-Origin", "*"),
    (
        EXPOSED,
        "Accept-Ranges, Content-Length, Content-Location, Content-Range, ETag, Retry-After, "
        "X-Narration-Revision",
    ),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)
"""Audio may be played on any page: it is what the service is for."""


class ServedFile:
    """What can be sent of a narration, whole or in ranges: its file, or a rendition of it.

    ``path`` and ``identity`` are those of the narration's own file; ``watched``: see ``WholeAudio``, "" for
    None.
    """

    path: str
    watched: str
    narration: NarrationId
    identity: tuple[int, int, int]
    representation: Representation
    _headers: Mapping[bool, Headers]

    def headers(self, *, fixed: bool) -> Headers:
        """``fixed``: for the address of this very revision."""
        return self._headers[fixed]

    def blocks(self, part: ByteSelection) -> Iterator[bytes]:
        """``part`` in blocks, so that a listener on a slow line holds one of them in memory, not the file.

        Raises ConnectionDropped when the file has become shorter meanwhile.
        """
        for at in range(part.start, part.stop, BLOCK_BYTES):
            size = min(BLOCK_BYTES, part.stop - at)
            block = self.read(at, size)
            yield block
            if len(block) < size:
                raise ConnectionDropped(CUT_SHORT)

    def read(self, start: int, size: int) -> bytes:
        raise NotImplementedError

    def send(self, part: ByteSelection, client: int, wait_until_writable: Callable[[int], object]) -> None:
        """``part`` to the non-blocking socket with descriptor ``client``, without a copy of it in this
        process.

        Raises ConnectionDropped when the file has become shorter meanwhile.
        """
        raise NotImplementedError

    def sent(self, part: ByteSelection) -> None:
        """``part`` is what somebody has asked for, and been answered with."""


class AudioFile(ServedFile):
    """A finished narration, held open: it can be read to the end even if it is deleted meanwhile."""

    def __init__(self, whole: WholeAudio, *, signed: bool = False) -> None:
        """``signed``: it has Content Credentials. Raises FileNotFoundError when it has just been deleted."""
        path, finished = whole.file(), whole.finished
        self.descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        seen = os.fstat(self.descriptor)
        self.path = os.fspath(path)
        self.watched = os.fspath(whole.watched) if whole.watched else ""
        self.narration = finished.narration
        self.identity = identity(seen)
        self.representation = Representation(seen.st_size, f'"{finished.etag}"', int(seen.st_mtime))
        self._headers = headers_of(self.narration, self.representation, signed=signed)

    def __del__(self) -> None:
        # Closed by reference counting: the cache may drop a file that is still being read.
        if hasattr(self, "descriptor"):
            os.close(self.descriptor)

    def read(self, start: int, size: int) -> bytes:
        return os.pread(self.descriptor, size, start)

    def send(self, part: ByteSelection, client: int, wait_until_writable: Callable[[int], object]) -> None:
        at = part.start
        while at < part.stop:
            try:
                sent = os.sendfile(client, self.descriptor, at, part.stop - at)
            except BlockingIOError:
                wait_until_writable(client)
                continue
            if sent == 0:
                raise ConnectionDropped(CUT_SHORT)
            at += sent


def headers_of(
    narration: NarrationId, representation: Representation, *, signed: bool = False
) -> dict[bool, Headers]:
    """Those of a file: at its fixed address (True), and at the moving one."""
    return {fixed: _headers_of(narration, representation, fixed, signed) for fixed in (True, False)}


def _headers_of(narration: NarrationId, representation: Representation, fixed: bool, signed: bool) -> Headers:
    shared = [
        ("Content-Type", CONTENT_TYPE),
        ("Accept-Ranges", "bytes"),
        ("ETag", representation.etag),
        ("Last-Modified", representation.last_modified),
        ("X-Narration-Revision", narration.revision),
        *(with_link(OPEN_TO_ALL) if signed else OPEN_TO_ALL),
        *([("Link", credentials_link(narration, fixed=fixed))] if signed else []),
    ]
    if fixed:
        return [*shared, ("Cache-Control", FOR_EVER)]
    return [
        *shared,
        ("Cache-Control", ASK_EACH_TIME),
        ("Content-Location", f"/audio/{narration}.mp3"),
    ]


def credentials_link(narration: NarrationId, *, fixed: bool) -> str:
    """Where the signed manifest of a file is, for its Link header. Relative, because a proxy may have given
    the service one folder of a site."""
    up = "../../" if fixed else "../"
    return f'<{up}{manifest_path(narration)}>; rel="{LINK_RELATION}"; type="{MANIFEST_TYPE}"'


def with_link(headers: Iterable[tuple[str, str]]) -> Headers:
    """``headers`` that let scripts of other sites read Link, too."""
    return [(name, f"{value}, Link" if name == EXPOSED else value) for name, value in headers]


def identity(seen: os.stat_result) -> tuple[int, int, int]:
    """Changes whenever a file is replaced by another."""
    return seen.st_ino, seen.st_mtime_ns, seen.st_size


def part_headers(part: ByteSelection, size: int) -> Headers:
    """Headers of an answer with ``part`` of ``size`` bytes."""
    headers = [("Content-Length", str(part.size))]
    if part.status == 206:
        headers.append(("Content-Range", f"bytes {part.start}-{part.stop - 1}/{size}"))
    return headers


def encode(headers: Headers) -> bytes:
    """As sent over the connection."""
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode("latin-1")


class FinishedAudio(Protocol):
    """Where finished narrations are stored."""

    def audio(self, narration: NarrationId) -> WholeAudio | None: ...

    def credentials(self, finished: Finished) -> object | None: ...


def open_audio(finished_audio: FinishedAudio, narration: NarrationId) -> AudioFile | None:
    """None while it is not finished, or when it has just been deleted or cut short."""
    whole = finished_audio.audio(narration)
    if whole is None:
        return None
    signed = finished_audio.credentials(whole.finished) is not None
    try:
        audio = AudioFile(whole, signed=signed)
    except FileNotFoundError:
        return None
    return audio if audio.representation.size == whole.finished.size else None


CurrentNarration = Callable[[str], NarrationId | None]
"""Article id → the narration that its moving address plays, None while there is none. Raises ServiceError."""


def parse_path(path: str) -> tuple[str, str | None] | None:
    """(article id, revision or None) of ``/audio/{id}.mp3`` and ``/audio/{id}/{revision}.mp3``; None for
    anything else."""
    if not (path.startswith("/audio/") and path.endswith(".mp3")):
        return None
    article_id, slash, revision = path[len("/audio/") : -len(".mp3")].partition("/")
    if not article_id or "/" in revision or (slash and not revision):
        return None
    return article_id, revision or None


class HeldAudio:
    """An open file, and what must not have changed for it to be served."""

    def __init__(self, audio: ServedFile, common: Headers, *, fixed: bool) -> None:
        """``common``: the headers of every answer of the service."""
        self.audio = audio
        self.fixed = fixed
        self.stamp = self._stamp()
        self.trusted_until = time.monotonic() + TRUSTED_S
        self.is_being_asked_about = False
        self.head = encode(audio.headers(fixed=fixed) + common)

    def holds(self, now: float) -> bool:
        return (now < self.trusted_until or self.is_being_asked_about) and self.is_as_it_was()

    def is_as_it_was(self) -> bool:
        """The file, and the article's folder."""
        try:
            return (
                identity(os.stat(self.audio.path)) == self.audio.identity  # noqa: PTH116
                and self._stamp() == self.stamp
            )
        except OSError:
            return False

    def _stamp(self) -> int:
        return os.stat(self.audio.watched).st_mtime_ns if self.audio.watched else 0  # noqa: PTH116


class ReadyAudio:
    """Keeps finished narrations open, by the path of their address. One for each web process."""

    def __init__(
        self,
        finished_audio: FinishedAudio,
        current: CurrentNarration,
        may_answer: Callable[[str], bool] = bool,
        headers: Headers = FOR_ALL,
        *,
        only_fixed: bool = False,
        is_public: Callable[[NarrationId], bool] = bool,
        open_rendition: Callable[[NarrationId], ServedFile | None] | None = None,
    ) -> None:
        """``current``: None also for an article that is not for everybody. ``may_answer``: whether a request
        with this Host is for us. ``headers``: those of every answer of the service. ``only_fixed``: moving
        addresses lead elsewhere. ``is_public``: whether everybody may hear this narration; it may raise
        ServiceError. ``open_rendition`` opens what has the name of a rendition; None if a part of it is not
        here."""
        self._only_fixed = only_fixed
        self._finished = finished_audio
        self._current = current
        self.may_answer = may_answer
        self._headers = headers
        self._is_public = is_public
        self._open_rendition = open_rendition
        self._held: dict[str, HeldAudio] = {}
        self._known_public: dict[NarrationId, tuple[int, float]] = {}

    def find(self, path: str) -> HeldAudio | None:
        """None unless ``path`` is certainly that of a finished narration."""
        held = self._held.get(path)
        if held is not None and held.holds(time.monotonic()):
            return held
        found = self._look(path, held)
        self._held.pop(path, None)
        if found is not None:
            self._keep(path, found)
        return found

    def _look(self, path: str, held: HeldAudio | None) -> HeldAudio | None:
        """Others go on with ``held`` meanwhile. While the catalog does not answer, be it for want of a free
        connection, what was open and has not changed since can be heard."""
        try:
            if held is not None:
                held.is_being_asked_about = True
            return self._open(path)
        except Unavailable:
            if held is None or not held.is_as_it_was():
                return None
            held.trusted_until = time.monotonic() + TRUSTED_UNASKED_S
            return held
        except (ServiceError, CacheError, OSError, ValueError):
            return None  # the application has the right answer
        finally:
            if held is not None:
                held.is_being_asked_about = False

    def _open(self, path: str) -> HeldAudio | None:
        named = parse_path(path)
        if named is None:
            return None
        article_id, revision = named
        if self._only_fixed and revision is None:
            return None
        narration = NarrationId(article_id, revision) if revision else self._current(article_id)
        audio = self._audio(narration) if narration else None
        held = HeldAudio(audio, self._headers, fixed=revision is not None) if audio else None
        if narration and held is not None and held.fixed and not self._may_send(narration, held.stamp):
            return None
        return held

    def _audio(self, narration: NarrationId) -> ServedFile | None:
        if self._open_rendition is not None and base_revision(narration.revision) != narration.revision:
            return self._open_rendition(narration)
        return open_audio(self._finished, narration)

    def _may_send(self, narration: NarrationId, stamp: int) -> bool:
        """``stamp``: of the article's folder, read before the catalog is asked, so that a change of both is
        never missed; 0 where there is none to watch, and the catalog is asked each time."""
        now = time.monotonic()
        known_stamp, until = self._known_public.get(narration, (_UNKNOWN, 0.0))
        if known_stamp == stamp and now < until:
            return True
        try:
            if not self._is_public(NarrationId(narration.article_id, base_revision(narration.revision))):
                self._known_public.pop(narration, None)
                return False
        except ServiceError:  # the catalog is away; what was open, and has not changed since, can be heard
            return known_stamp == stamp
        if len(self._known_public) >= OPEN_FILES:
            self._known_public.clear()
        self._known_public[narration] = (stamp, now + OPEN_FOR_S if stamp else 0.0)
        return True

    def _keep(self, path: str, held: HeldAudio) -> None:
        if len(self._held) >= OPEN_FILES:
            oldest = min(self._held, key=lambda name: self._held[name].trusted_until)
            self._held.pop(oldest, None)
        self._held[path] = held
