"""What each setting of a playlist and of a briefing in ``shows.toml`` may be. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from tts_service.article.script.joining import LANGUAGES
from tts_service.publisher.shows.checks import (
    INCLUDE,
    SHOW,
    Check,
    InvalidSetting,
    line,
    list_of,
    show_name,
    switch,
    table,
)
from tts_service.publisher.shows.playlists import MOST_ARTICLES, MOST_HEARD, NEWEST

_ARTICLE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
MOST_DAYS = 90
MOST_STORIES = 20


def playlist_name(name: str) -> str:
    if name == "new":
        raise InvalidSetting('"new" is an address of the newsroom: choose another name.')
    try:
        return show_name(name)
    except InvalidSetting:
        raise InvalidSetting(
            "its name is part of addresses: use lower-case letters, digits and hyphens, at most 64."
        ) from None


def article(value: Any) -> str:
    named = line(value)
    if not _ARTICLE.fullmatch(named):
        raise InvalidSetting(f'"{named}" is not an id of an article: copy it from the newsroom.', value=named)
    return named


def _articles(value: Any) -> tuple[str, ...]:
    ids: tuple[str, ...] = list_of(article)(value)
    if twice := next((name for name in ids if ids.count(name) > 1), ""):
        raise InvalidSetting(f'"{twice}" stands in this list twice. Remove one of them.', value=twice)
    if len(ids) > MOST_ARTICLES:
        raise InvalidSetting(f"this names {len(ids)} articles; at most {MOST_ARTICLES} are played.")
    return ids


def number(least: int, most: int) -> Check:
    """A whole number in these bounds."""

    def checked(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise InvalidSetting(f"write a whole number from {least} to {most}.")
        return value

    return checked


def _order(value: Any) -> str:
    order = line(value)
    if order not in (NEWEST, MOST_HEARD):
        raise InvalidSetting(f'write "{NEWEST}" or "{MOST_HEARD}".')
    return order


def _clock(value: Any) -> str:
    time = value.strftime("%H:%M") if isinstance(value, dt.time) else line(value)
    if not _TIME.fullmatch(time):
        raise InvalidSetting(f'"{time}" is not a time such as "06:30".', value=time)
    return time


def _zone(value: Any) -> str:
    name = line(value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a name that is not known, malformed, or that of a folder
        raise InvalidSetting(f'"{name}" is not a time zone such as "Europe/Berlin" or "UTC".') from None
    return name


def _day(value: Any) -> int:
    name = line(value).casefold()[:3]
    if name not in _DAYS:
        raise InvalidSetting(f"write days as {', '.join(_DAYS)}.", value=value)
    return _DAYS[name]


def _briefing_language(value: Any) -> str:
    language: str = INCLUDE["language"](value)[0]
    if language not in LANGUAGES:
        raise InvalidSetting(f"briefings are made in {', '.join(LANGUAGES)}.")
    return language


PLAYLIST: Mapping[str, Check] = {
    "title": line,
    **{name: SHOW[name] for name in ("description", "author", "owner_email", "language")},
    "include": table('{ section = "World" }'),
    "shows": list_of(line),
    "playlists": list_of(line),
    "articles": _articles,
    "order": _order,
    "most": number(1, MOST_ARTICLES),
    "days": number(1, MOST_DAYS),
}
RULE: Mapping[str, Check] = {
    **{name: check for name, check in INCLUDE.items() if name != "id"},
    "everything": switch,
}
BRIEFING: Mapping[str, Check] = {
    "show": line,
    "playlist": line,
    "title": line,
    "language": _briefing_language,
    "stories": number(1, MOST_STORIES),
    "at": list_of(_clock),
    "zone": _zone,
    "days": list_of(_day),
}
