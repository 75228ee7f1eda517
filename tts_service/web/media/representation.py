"""Which bytes of a file answer a request: conditions and ranges of RFC 9110 (sections 13 and 14.2). Pure.

Used by both paths to a finished narration, the short cut and the blueprint. Ranges of a body that is still
growing, and so has no known length, follow RFC 8673 (random access and live content).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, NamedTuple

Environ = Mapping[str, Any]
"""A WSGI environment: the conditions are read from its HTTP_* names."""

_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,20})-([0-9]{0,20})[ \t]*", re.IGNORECASE)


class Representation(NamedTuple):
    """A file as served. ``size`` in bytes; ``etag`` is strong and quoted; ``modified`` in seconds
    since 1970."""

    size: int
    etag: str
    modified: int

    @property
    def last_modified(self) -> str:
        """As an HTTP date."""
        return format_datetime(datetime.fromtimestamp(self.modified, UTC), usegmt=True)


class ByteSelection(NamedTuple):
    """Answer ``status`` with bytes ``start`` up to ``stop`` (not included)."""

    status: int
    start: int
    stop: int

    @property
    def size(self) -> int:
        return self.stop - self.start


def select(representation: Representation, environ: Environ) -> ByteSelection:
    """200, 206, 304, 412 or 416. Only GET has ranges. Several ranges at once are answered with the
    whole file, as the RFC allows."""
    condition = _condition(representation, environ)
    if condition:
        return ByteSelection(condition, 0, 0)
    if (
        environ.get("HTTP_RANGE")
        and environ["REQUEST_METHOD"] == "GET"
        and _range_holds(representation, environ)
    ):
        return select_range(representation.size, environ["HTTP_RANGE"])
    return ByteSelection(200, 0, representation.size)


def select_range(size: int, wanted: str) -> ByteSelection:
    """What ``wanted``, the value of a Range header, selects from a file of ``size`` bytes: 206, 416, or 200
    if it is to be ignored."""
    parts = requested_range(wanted)
    if parts is None:
        return ByteSelection(200, 0, size)
    first, last = parts
    start, stop = (
        (max(size - (last or 0), 0), size)
        if first is None
        else (first, size if last is None else min(last + 1, size))
    )
    return ByteSelection(206, start, stop) if start < stop else ByteSelection(416, 0, 0)


def requested_range(wanted: str) -> tuple[int | None, int | None] | None:
    """First and last byte of one range, inclusive; (None, n) are the last n bytes. None when it is to be
    ignored."""
    match = _RANGE.fullmatch(wanted)
    if match is None:
        return None
    first, last = (int(digits) if digits else None for digits in match.groups())
    if (first is None and last is None) or (first is not None and last is not None and last < first):
        return None
    return first, last


def _condition(representation: Representation, environ: Environ) -> int:
    """304, 412, or 0 if the request is to be answered; in the order of RFC 9110, 13.2.2."""
    if "HTTP_IF_MATCH" in environ:
        if not _listed(representation.etag, environ["HTTP_IF_MATCH"], weak=False):
            return 412
    elif "HTTP_IF_UNMODIFIED_SINCE" in environ and _newer(
        representation, environ["HTTP_IF_UNMODIFIED_SINCE"]
    ):
        return 412
    if "HTTP_IF_NONE_MATCH" in environ:
        return 304 if _listed(representation.etag, environ["HTTP_IF_NONE_MATCH"], weak=True) else 0
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return 304 if since and _date(since) is not None and not _newer(representation, since) else 0


def _listed(etag: str, field: str, *, weak: bool) -> bool:
    """``weak``: a validator marked W/ matches too (a proxy that compresses may have marked it)."""
    tags = [tag.strip() for tag in field.split(",")]
    return "*" in tags or etag in tags or (weak and f"W/{etag}" in tags)


def _newer(representation: Representation, date: str) -> bool:
    """False also if ``date`` is not a date."""
    then = _date(date)
    return then is not None and representation.modified > then


def _date(text: str) -> int | None:
    try:
        return int(parsedate_to_datetime(text).timestamp())
    except (ValueError, OverflowError):
        return None


def _range_holds(representation: Representation, environ: Environ) -> bool:
    """If-Range: the range counts only if the client has the beginning of this very file."""
    validator = environ.get("HTTP_IF_RANGE")
    if not validator:
        return True
    if validator.startswith(('"', "W/")):
        return bool(validator.strip() == representation.etag)
    return _date(validator) == representation.modified


VERY_LARGE = 999_999_999_999
"""A last byte of at least this means, by RFC 8673: all there will ever be, however long it takes."""


class GrowingPart(NamedTuple):
    """A part of a growing body: from byte ``start`` to byte ``last``, or, if None, to what is stored now."""

    start: int
    last: int | None

    @property
    def is_whole(self) -> bool:
        return self.start == 0

    def size(self, stored: int) -> int | None:
        """Bytes to send of ``stored``; None: including all that is still to come."""
        if self.is_whole or (self.last is not None and self.last >= VERY_LARGE):
            return None
        return (stored if self.last is None else min(self.last + 1, stored)) - self.start

    def content_range(self, stored: int) -> str:
        size = self.size(stored)
        return f"bytes {self.start}-{self.last if size is None else self.start + size - 1}/*"


WHOLE = GrowingPart(0, None)


def growing_part(environ: Environ) -> GrowingPart:
    """Which part of a growing body is requested. A range from the first byte means the whole body: players
    request streams like that. The whole body also answers a request for its last bytes, which are not known
    yet, and If-Range, which never matches: there is no validator yet."""
    first, last = requested_range(environ.get("HTTP_RANGE", "")) or (None, None)
    return GrowingPart(first, last) if first and "HTTP_IF_RANGE" not in environ else WHOLE
