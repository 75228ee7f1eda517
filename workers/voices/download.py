"""Large files over HTTP: resumed after a break, checked before use, and never visible in part."""

from __future__ import annotations

import http.client
import re
import shutil
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from audio_cache.disk import NO_ROOM, size_or_none
from tts_service.contracts.voices import OnDownload
from tts_service.errors import ProblemKind, Unavailable, UpstreamFailed
from workers.engines.model_files import publish_file
from workers.engines.remote.rate_gate import backoff_s
from workers.voices.offers import RemoteFile

TIMEOUT_S = 30.0
"""Without a single byte."""
MOST_FRUITLESS = 4
"""Attempts in a row without any data, after which the download is given up."""

LINKED = "X-Linked-Etag"
"""Of Hugging Face: the SHA-256 of a file that is kept elsewhere."""
_SHA256 = re.compile(r'(?:W/)?"?([0-9A-Fa-f]{64})"?')
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 5.0
_PIECE = 1 << 17
_MOST_READ = 20_000_000
_SPARE = 50_000_000
"""Bytes to leave free on the disk."""
_BROKEN = (OSError, http.client.HTTPException)


def fetch(file: RemoteFile, place: Path, incoming: Path, on_download: OnDownload) -> None:
    """Have ``file`` at ``place``. A partial download stays in ``incoming`` and is resumed by the next
    call.

    Raises UpstreamFailed when the publisher cannot be reached, does not have it, or gives another file;
    Unavailable ("disk-full") when it does not fit.
    """
    if file.is_at(place):
        return
    file = with_sha256(file)
    part = incoming / f"{file.digest.partition(':')[2]}.part"
    resumed = bool(size_or_none(part))
    _complete(file, part, on_download)
    if resumed and not file.matches(part):
        # The part may come from a broken proxy, or from another version of this service.
        part.unlink()
        _complete(file, part, on_download)
    if not file.matches(part):
        part.unlink()
        raise UpstreamFailed(
            f"{file.url} is not the file that was published: its checksum is not "
            f"{file.sha256 or file.digest}. "
            "It was thrown away. Try again, or another TTS_VOICES_URL.",
            title="A damaged voice",
        )
    publish_file(part, place)


def with_sha256(file: RemoteFile) -> RemoteFile:
    """``file`` with the SHA-256 that its server gives, as Hugging Face does for large files, beside a
    weaker digest."""
    if file.digest.startswith("sha256:"):
        return file
    return msgspec.structs.replace(file, sha256=_linked_digest(file.url))


def _linked_digest(url: str) -> str:
    """What the answer to HEAD says, before it redirects; "" for nothing."""
    try:
        with _NOT_LED.open(_request(url, method="HEAD"), timeout=TIMEOUT_S) as response:
            given = response.headers.get(LINKED, "")
    except urllib.error.HTTPError as answer:  # 302 as a rule
        with answer:
            given = answer.headers.get(LINKED, "")
    except _BROKEN:
        return ""
    found = _SHA256.fullmatch(given.strip())
    return found[1].lower() if found else ""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_NOT_LED = urllib.request.build_opener(_Stay)


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


def _complete(file: RemoteFile, part: Path, on_download: OnDownload) -> None:
    """Download all of ``file`` to ``part``, over as many connections as it takes while each brings data."""
    fruitless = 0
    while (have := size_or_none(part) or 0) != file.size:
        _check_room(file.size - have, part.parent)
        failure = UpstreamFailed(
            f"{file.url} breaks off at byte {have} of {file.size}.", title="A damaged voice"
        )
        try:
            _go_on(file, part, have, on_download)
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


def _go_on(file: RemoteFile, part: Path, have: int, on_download: OnDownload) -> None:
    """Append to ``part`` what follows after byte ``have``; start over where the server does not serve
    ranges."""
    if have > file.size:
        part.unlink()
        have = 0
    with _opened(file.url, have) as response:
        goes_on = response.status == http.client.PARTIAL_CONTENT
        with part.open("ab" if goes_on else "wb") as target:
            at = have if goes_on else 0
            on_download(file.name, at, file.size)
            while at < file.size and (piece := response.read(min(_PIECE, file.size - at))):
                target.write(piece)
                at += len(piece)
                on_download(file.name, at, file.size)


def _opened(url: str, first: int = 0) -> Any:
    request = _request(url)
    if first:
        request.add_header("Range", f"bytes={first}-")
    return urllib.request.urlopen(request, timeout=TIMEOUT_S)


def _request(url: str, method: str = "GET") -> urllib.request.Request:
    headers = {"User-Agent": "tts-service", "Accept-Encoding": "identity"}
    return urllib.request.Request(url, headers=headers, method=method)


def _is_final(error: Exception) -> bool:
    """True if the server has answered, and refused."""
    return isinstance(error, urllib.error.HTTPError) and error.code in (401, 403, 404, 410)


def _failure(url: str, error: Exception) -> UpstreamFailed:
    title = "The publisher of the voice gives no file"
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        return UpstreamFailed(f"{url} answers {error.code} {error.reason}. See TTS_VOICES_URL.", title=title)
    why = getattr(error, "reason", None) or error
    return UpstreamFailed(
        f"{urlsplit(url).netloc} cannot be reached ({why}). Is there a network? TTS_VOICES_URL may name a "
        "mirror. "
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
        kind=ProblemKind.DISK_FULL,
    )
