"""Large files over HTTP: taken up where they broke off, checked before they count, and never seen half."""

from __future__ import annotations

import http.client
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from audio_cache.disk import NO_ROOM, size_or_none
from tts_service.errors import Unavailable, UpstreamFailed
from workers.engines.gate import backoff_s
from workers.engines.piper_models import publish_file
from workers.voices.offers import RemoteFile

Told = Callable[[str, int, int], None]
"""Called with a file's name, the bytes of it that are here, and all its bytes."""

TIMEOUT_S = 30.0
"""Without a single byte."""
MOST_FRUITLESS = 4
"""Attempts in a row that bring nothing, after which it is given up."""

_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 5.0
_PIECE = 1 << 17
_MOST_READ = 20_000_000
_SPARE = 50_000_000
"""Bytes that are left free on the disk."""
_BROKEN = (OSError, http.client.HTTPException)


def fetch(file: RemoteFile, place: Path, incoming: Path, told: Told) -> None:
    """Have ``file`` at ``place``. What has arrived of it waits in ``incoming`` and is taken up by the next call.

    Raises UpstreamFailed when the publisher cannot be reached, does not have it, or gives another file; Unavailable
    ("disk-full") when it does not fit.
    """
    if file.is_at(place):
        return
    part = incoming / f"{file.digest.partition(':')[2]}.part"
    resumed = bool(size_or_none(part))
    _complete(file, part, told)
    if resumed and not file.matches(part):  # it may have been begun by a broken proxy, or by another version of us
        part.unlink()
        _complete(file, part, told)
    if not file.matches(part):
        part.unlink()
        raise UpstreamFailed(
            f"{file.url} is not the file that was published: its checksum is not {file.digest}. It was thrown away. Try again, "
            "or another TTS_VOICES_URL.",
            title="A damaged voice",
        )
    publish_file(part, place)


def read(url: str) -> bytes:
    """A small file. Raises UpstreamFailed."""
    for attempt in range(MOST_FRUITLESS):
        try:
            with _opened(url) as response:
                data: bytes = response.read(_MOST_READ)
                return data
        except _BROKEN as error:
            failure = _failure(url, error)
            if _is_final(error):
                break
            _wait(attempt)
    raise failure


def _complete(file: RemoteFile, part: Path, told: Told) -> None:
    """All bytes of ``file`` in ``part``, by as many connections as it takes while each brings some."""
    fruitless = 0
    while (have := size_or_none(part) or 0) != file.size:
        _check_room(file.size - have, part.parent)
        failure = UpstreamFailed(f"{file.url} breaks off at byte {have} of {file.size}.", title="A damaged voice")
        try:
            _go_on(file, part, have, told)
        except _BROKEN as error:
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                raise disk_full(part.parent) from error
            failure = _failure(file.url, error)
            if _is_final(error):
                raise failure from error
        fruitless = 0 if (size_or_none(part) or 0) > have else fruitless + 1
        if fruitless == MOST_FRUITLESS:
            raise failure
        if fruitless:
            _wait(fruitless - 1)


def _go_on(file: RemoteFile, part: Path, have: int, told: Told) -> None:
    """Append to ``part`` what follows on byte ``have``; from the start where the server does not give ranges."""
    if have > file.size:
        part.unlink()
        have = 0
    with _opened(file.url, have) as response:
        goes_on = response.status == http.client.PARTIAL_CONTENT
        with part.open("ab" if goes_on else "wb") as target:
            at = have if goes_on else 0
            told(file.name, at, file.size)
            while at < file.size and (piece := response.read(min(_PIECE, file.size - at))):
                target.write(piece)
                at += len(piece)
                told(file.name, at, file.size)


def _opened(url: str, first: int = 0) -> Any:
    headers = {"User-Agent": "tts-service", "Accept-Encoding": "identity"}
    if first:
        headers["Range"] = f"bytes={first}-"
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=TIMEOUT_S)


def _is_final(error: Exception) -> bool:
    """The server is there, and says no."""
    return isinstance(error, urllib.error.HTTPError) and error.code in (401, 403, 404, 410)


def _failure(url: str, error: Exception) -> UpstreamFailed:
    title = "The publisher of the voice gives no file"
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        return UpstreamFailed(f"{url} answers {error.code} {error.reason}. See TTS_VOICES_URL.", title=title)
    why = getattr(error, "reason", None) or error
    return UpstreamFailed(
        f"{urlsplit(url).netloc} cannot be reached ({why}). Is there a network? TTS_VOICES_URL may name a mirror. "
        "What has arrived is kept: the next call goes on from there.",
        title=title,
    )


def _wait(attempt: int) -> None:
    time.sleep(backoff_s(attempt, _FIRST_WAIT_S, _LONGEST_WAIT_S))


def _check_room(wanted: int, folder: Path) -> None:
    if shutil.disk_usage(folder).free < wanted + _SPARE:
        raise disk_full(folder, wanted)


def disk_full(folder: Path, wanted: int = 0) -> Unavailable:
    """``wanted``: how many bytes are still to come, where that is known."""
    amount = f" for another {wanted / 1e6:.0f} MB" if wanted else ""
    return Unavailable(
        f"No room in {folder}{amount}. Free some space and try again: what has arrived is kept.",
        kind="disk-full",
        title="The disk is full",
    )
