"""What each setting of a sponsor's message in ``shows.toml`` may be. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tts_service.article.script.message import PLACES
from tts_service.publisher.shows.checks import (
    INCLUDE,
    SHOW,
    WATCH,
    Check,
    InvalidSetting,
    line,
    list_of,
    switch,
)
from tts_service.publisher.shows.playlist_checks import number

MOST_TEXT_CHARS = 1_000
"""Of a message: a minute and a half."""
MOST_LABEL_CHARS = 80
MOST_PLAYS = 1_000_000_000


def _limited(most: int) -> Check:
    def checked(value: Any) -> str:
        text = line(" ".join(value.split()) if isinstance(value, str) else value)
        if len(text) > most:
            raise InvalidSetting(f"this has {len(text):,} characters; at most {most:,} are allowed.")
        return text

    return checked


def _place(value: Any) -> str:
    place = line(value)
    if place not in PLACES:
        raise InvalidSetting(
            'write "pre" (before an article), "mid" (between paragraphs) or "post" (behind it).'
        )
    return place


def _moment(value: Any) -> dt.datetime:
    """A day begins at midnight, UTC."""
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            raise InvalidSetting("give the time its offset from UTC, such as 2026-12-01T06:00:00+01:00.")
        return value.astimezone(dt.UTC)
    if not isinstance(value, dt.date):
        raise InvalidSetting(
            "write a date without quotation marks, such as 2026-12-01, or 2026-12-01T06:00:00Z."
        )
    return dt.datetime.combine(value, dt.time(), dt.UTC)


def _end(value: Any) -> dt.datetime:
    """A day is over at the midnight after it, UTC."""
    moment = _moment(value)
    return moment if isinstance(value, dt.datetime) else moment + dt.timedelta(days=1)


SPONSOR: Mapping[str, Check] = {
    "label": _limited(MOST_LABEL_CHARS),
    "at": _place,
    "text": _limited(MOST_TEXT_CHARS),
    "sound": line,
    "voice": line,
    "language": SHOW["language"],
    "link": SHOW["link"],
    "shows": list_of(line),
    "sites": INCLUDE["site"],
    "from": _moment,
    "until": _end,
    "plays_a_day": number(1, MOST_PLAYS),
    "plays": number(1, MOST_PLAYS),
    "every": WATCH["every"],
    "members": switch,
}
FIELDS = {"from": "begins", "until": "ends"}
"""Settings that have another name in ``Sponsor``."""
