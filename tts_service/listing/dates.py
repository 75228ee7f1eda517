"""Dates as feeds and sitemaps write them, correctly or not."""

from __future__ import annotations

import contextlib
import datetime as dt
from email.utils import parsedate_to_datetime


def parse_date(text: str) -> dt.datetime | None:
    """RFC 822 (RSS) or ISO 8601 (Atom, sitemaps; "2025" and "2025-12" too), in UTC. None if it is not a
    date."""
    text = text.strip()
    for parse in (_iso, parsedate_to_datetime):
        with contextlib.suppress(ValueError, TypeError, OverflowError, IndexError):
            found = parse(text)
            return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    return None


def _iso(text: str) -> dt.datetime:
    if len(text) == 4 and text.isdecimal():
        return dt.datetime(int(text), 1, 1, tzinfo=dt.UTC)
    if len(text) == 7 and text[4] == "-":
        text += "-01"
    return dt.datetime.fromisoformat(text)
