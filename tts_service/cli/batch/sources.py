"""What stands on the command line, as requests: a file, an address, or standard input."""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from pathlib import Path

import msgspec

from tts_service.article.request import ArticleRequest, check
from tts_service.errors import NotFound, TooLarge, Unprocessable

STANDARD_INPUT = "-"
SUFFIXES = (".txt", ".md", ".html", ".htm", ".html.gz", ".ssml")
"""What a folder is searched for."""
MOST_BYTES = 20_000_000
"""Of one file, unpacked. The limits of an article are tighter; this one keeps a wrong file out of memory."""
HTML_BEGINS = re.compile(r"\s*(<!doctype html|<html|<head|<body|<article|<!--)", re.IGNORECASE)
SSML_BEGINS = re.compile(r"\s*(<\?xml[^>]{0,200}>\s*)?<speak[\s>]")
DECLARED_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*+=\s*+[\"']?+\s*+([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)


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
    text = decode(read_bytes(source))
    if _is_ssml(source, text):
        return ArticleRequest(ssml=text)
    return ArticleRequest(html=text) if _is_html(source, text) else ArticleRequest(text=text)


def _is_ssml(source: str, text: str) -> bool:
    name = source.lower().removesuffix(".gz")
    if name.endswith(".ssml"):
        return True
    return not name.endswith((".txt", ".md", ".html", ".htm")) and SSML_BEGINS.match(text) is not None


def _is_html(source: str, text: str) -> bool:
    name = source.lower().removesuffix(".gz")
    if name.endswith((".html", ".htm")):
        return True
    return not name.endswith((".txt", ".md")) and HTML_BEGINS.match(text) is not None


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


def decode(data: bytes) -> str:
    """UTF-8 (with or without its mark) or UTF-16 with one; else what a page declares; else Windows-1252,
    as browsers do."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = DECLARED_CHARSET.search(data[:4096])
    try:
        return data.decode(declared[1].decode() if declared else "cp1252", errors="replace")
    except LookupError:
        return data.decode("cp1252", errors="replace")
