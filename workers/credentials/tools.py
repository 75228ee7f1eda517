"""What the command line does with certificates, manifests and files: ``CredentialsTools``."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import logging
import mimetypes
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from audio_cache.errors import NarrationGone, StoreFull
from audio_cache.narration_id import NarrationId
from tts_service.article.address import origin
from tts_service.broker.store import store_of
from tts_service.contracts.credentials import CredentialsReport
from tts_service.errors import ProblemKind, Unprocessable
from tts_service.settings import Settings
from workers.credentials import signing
from workers.credentials.checking import RemoteManifest, check
from workers.credentials.fetching import MOST_FILE_BYTES, MOST_MANIFEST_BYTES, fetch_into, is_address
from workers.credentials.making import make_trial
from workers.credentials.signer import SigningFailed
from workers.notices import SilentAnnouncer

__all__ = ["check_identity", "make_trial", "sign_all", "verify"]

log = logging.getLogger(__name__)

BESIDE = ".c2pa"


def check_identity(settings: Settings) -> dt.datetime:
    """See ``CredentialsTools``."""
    return signing.check_identity(settings).ends


def sign_all(settings: Settings, on_signed: Callable[[NarrationId], None], *, renew: bool) -> int:
    """See ``CredentialsTools``."""
    identity = signing.check_identity(settings)
    narrations = store_of(settings).narrations
    signer = signing.NarrationSigning(settings, narrations, SilentAnnouncer())
    failed = 0
    for narration in narrations.ids():
        finished, plan = narrations.finished(narration), narrations.plan(narration)
        if finished is None or plan is None:
            continue
        there = narrations.credentials(finished)
        if there is not None and (not renew or there.certificate == identity.fingerprint):
            continue
        try:
            signer.sign_now(plan, finished)
        except (SigningFailed, OSError, StoreFull) as error:
            log.error("narration %s is not signed: %s", narration, error)
            failed += 1
        except NarrationGone:
            continue
        else:
            on_signed(narration)
    return failed


class _Opened(NamedTuple):
    file: BinaryIO
    media_type: str
    manifest_url: str


def verify(source: str, manifest: str, trusted: Sequence[Path], settings: Settings) -> CredentialsReport:
    """See ``CredentialsTools``."""
    anchors = b"\n".join(_read(path) for path in trusted)
    with _opened(source, settings) as opened:
        found_at = manifest or opened.manifest_url or _beside(source)
        data = _manifest(found_at, settings) if found_at else None
        try:
            return check(source, opened.file, opened.media_type, data, anchors, found_at)
        except RemoteManifest as remote:
            data = _named_by_file(remote.url, settings)
            opened.file.seek(0)
            return check(source, opened.file, opened.media_type, data, anchors, remote.url)


@contextlib.contextmanager
def _opened(source: str, settings: Settings) -> Iterator[_Opened]:
    if is_address(source):
        with tempfile.TemporaryFile() as file:
            answered = fetch_into(file, source, settings, MOST_FILE_BYTES, named_by_file=False)
            file.seek(0)
            yield _Opened(file, answered.media_type, answered.manifest_url)
        return
    try:
        with Path(source).open("rb") as file:
            yield _Opened(file, mimetypes.guess_type(source)[0] or "", "")
    except OSError as error:
        raise _unreadable(source, error) from error


def _beside(source: str) -> str:
    """A manifest that bears the name of the file."""
    if is_address(source):
        return ""
    path = Path(source)
    candidates = (path.with_suffix(BESIDE), path.with_name(path.name + BESIDE))
    return next((str(one) for one in candidates if one.is_file() and one != path), "")


def _manifest(where: str, settings: Settings) -> bytes:
    """At a path or an address that the user, or an address of theirs, has named."""
    return _fetched(where, settings, by_file=False) if is_address(where) else _read(Path(where))


def _named_by_file(url: str, settings: Settings) -> bytes:
    """Whoever made the file chose the address: it may lead to the service that the settings are of, and
    otherwise only to the public internet."""
    if settings.offline:
        raise Unprocessable(
            f"The credentials are at {url}, and TTS_OFFLINE=1 is set. Get them there, and name them with "
            "--manifest.",
            kind=ProblemKind.OFFLINE,
        )
    return _fetched(url, settings, by_file=origin(url) != origin(settings.base_url))


def _fetched(url: str, settings: Settings, *, by_file: bool) -> bytes:
    fetched = io.BytesIO()
    fetch_into(fetched, url, settings, MOST_MANIFEST_BYTES, named_by_file=by_file)
    return fetched.getvalue()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(str(path), error) from error


def _unreadable(name: str, error: OSError) -> Unprocessable:
    return Unprocessable(f"{name} cannot be read: {error.strerror}.")
