"""What stands on the command line, as requests: a file, an address, or standard input."""

from __future__ import annotations

import gzip
import sys
import zlib
from pathlib import Path

import msgspec

from tts_service.article.file_source import FILE_SUFFIXES, request_of_file
from tts_service.article.request import ArticleRequest, check
from tts_service.errors import NotFound, TooLarge, Unprocessable

STANDARD_INPUT = "-"
SUFFIXES = (*FILE_SUFFIXES, ".html.gz")
"""What a folder is searched for."""
MOST_BYTES = 20_000_000
"""Of one file, unpacked. The limits of an article are tighter; this one keeps a wrong file out of memory."""


def is_url(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def request_for(
    source: str, *, title: str | None = None, language: str | None = None, voice: str | None = None
) -> ArticleRequest:
    """Raises ServiceError when there is nothing there, or no article can be made of it."""
    request = msgspec.structs.replace(_content(source), title=title, language=language, voice=voice)
    check(request)
    return request


def _content(source: str) -> ArticleRequest:
    if is_url(source):
        return ArticleRequest(url=source)
    return request_of_file(source, read_bytes(source))


def read_bytes(source: str) -> bytes:
    """Raises ServiceError for what is not there, not whole, or too large."""
    if source == STANDARD_INPUT:
        return _bounded(sys.stdin.buffer.read(MOST_BYTES + 1), "Standard input")
    try:
        if source.lower().endswith(".gz"):
            with gzip.open(source) as packed:
                return _bounded(packed.read(MOST_BYTES + 1), source)
        with Path(source).open("rb") as plain:
            return _bounded(plain.read(MOST_BYTES + 1), source)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Unprocessable(f"{source} is not a whole gzip file. Pack it again.") from error
    except OSError as error:
        raise NotFound(f"{source} cannot be read: {error.strerror}.") from error
    except ValueError as error:  # a name with a NUL in it
        raise NotFound(f"{source!r} cannot be read: {error}.") from error


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > MOST_BYTES:
        raise TooLarge(f"{name} holds more than {MOST_BYTES // 1_000_000} MB. Give one article at a time.")
    return data
