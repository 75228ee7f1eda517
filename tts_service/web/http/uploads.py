"""Recordings that are sent to the service: written to the disk while they arrive."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from flask import request

from audio_cache.disk import TEMP_SUFFIX, PendingFile, clear_when_full
from audio_cache.errors import StoreFull
from tts_service.broker.store import aside
from tts_service.contracts.recordings import HEAD_BYTES, MOST_BYTES, NAMES, format_of
from tts_service.errors import BadRequest, ProblemKind, TooLarge, Unavailable, UnsupportedMedia

PATIENCE_S = 900.0
"""For a whole file, over a slow line."""
FORM_BYTES = 100_000
"""For what else is in a form."""
_BLOCK_BYTES = 64 * 1024
_LEFT_BEHIND_S = 86_400.0


class UploadedFile(NamedTuple):
    """``digest``: SHA-256."""

    path: Path
    digest: str


def expect_upload(folder: Path | None = None) -> None:
    """Let the body of this request be as large as a recording, and take as long. Only for clients who may
    write; call it before anything of the body is read. ``folder``: for the files of a form, as the system's
    own for temporary files may be memory."""
    if (request.content_length or 0) > MOST_BYTES + FORM_BYTES:
        raise too_large()
    request.max_content_length = MOST_BYTES + FORM_BYTES
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        request._get_file_stream = lambda *_, **__: _nameless(folder)  # type: ignore[method-assign]
    be_patient = getattr(request.environ.get("wsgi.input"), "be_patient", None)
    if be_patient is not None:
        be_patient(PATIENCE_S)


def _nameless(folder: Path) -> IO[bytes]:
    """It is gone when it is closed, at the end of the request, or when this process dies."""
    return tempfile.TemporaryFile(dir=folder)


@contextmanager
def uploaded(stream: IO[bytes], folder: Path) -> Iterator[UploadedFile]:
    """The recording in ``stream`` as a file in ``folder``, flushed to the disk, until the block is left.

    Raises TooLarge, BadRequest for an empty one, UnsupportedMedia for what cannot be a recording, Unavailable
    when the disk is full.
    """
    try:
        with clear_when_full(folder):
            folder.mkdir(parents=True, exist_ok=True)
            _tidy(folder)
            with PendingFile(folder / "upload", durable=True) as draft:
                digest = _written(stream, draft)
                aside(draft.complete)  # a disk may need seconds for a whole file, and others are listening
                yield UploadedFile(draft.draft, digest)
    except StoreFull as error:
        raise Unavailable(str(error), kind=ProblemKind(error.kind)) from error


def _written(stream: IO[bytes], draft: PendingFile) -> str:
    digest, size = hashlib.sha256(), 0
    while block := stream.read(_BLOCK_BYTES):
        if size == 0:
            _check(block)
        size += len(block)
        if size > MOST_BYTES:
            raise too_large()
        digest.update(block)
        draft.write(block)
        time.sleep(0)  # a form's file is on the disk already, and reading it lets nobody else have a turn
    if size == 0:
        raise BadRequest(f"The file is empty. Send {NAMES}.")
    return digest.hexdigest()


def _check(block: bytes) -> None:
    if format_of(block[:HEAD_BYTES]) is None:
        raise UnsupportedMedia(f"This is not {NAMES}.")


def too_large() -> TooLarge:
    return TooLarge(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Save it as MP3, M4A or FLAC.")


def _tidy(folder: Path) -> None:
    """What processes have left behind that were killed."""
    for path in folder.glob(f".*{TEMP_SUFFIX}"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _LEFT_BEHIND_S:
                path.unlink()
