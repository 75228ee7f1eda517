"""What each setting of ``shows.toml`` may be. Pure, and light: the web process reads the file too."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any

from cssselect import HTMLTranslator, SelectorError

from tts_service.article.address import is_page_url
from tts_service.article.language.tags import primary_subtag
from tts_service.publisher.shows.categories import CATEGORIES
from tts_service.publisher.shows.shows import ROLES, SECTIONS

Check = Callable[[Any], Any]
"""Takes a TOML value and returns what is kept of it; raises InvalidSetting."""

MAX_DESCRIPTION_BYTES = 3_900
"""In UTF-8. Podcast directories take 4,000, including the sentence that discloses the synthetic voice."""
TYPES = ("episodic", "serial")
PLACES = ("start", "end")
MAX_NOTICE_CHARS = 200

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,6}")
_EMAIL = re.compile(r"[^@\s<>]++@[^@\s<>.]++(?:\.[^@\s<>.]++)++")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PICTURE = re.compile(r".+\.(jpe?g|png)", re.IGNORECASE)


class InvalidSetting(Exception):
    """``reason`` says what to do; ``inside`` names the inner key, and ``value`` the offending one of several
    values."""

    def __init__(self, reason: str, *inside: str, value: object = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.inside = inside
        self.value = value


def host(name: str) -> str:
    if not _HOST.fullmatch(name.lower()):
        raise InvalidSetting(
            'write only the host, such as [site."news.example"]. It includes the hosts below it.'
        )
    return name


def show_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise InvalidSetting(
            "a show's name is part of addresses: use lower-case letters, digits and hyphens, at most 64."
        )
    return name


def line(value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidSetting("write text in quotation marks.")
    if not value.strip():
        raise InvalidSetting("this is empty: leave it out, or fill it in.")
    if _CONTROL.search(value):
        raise InvalidSetting("this must be one line, without control characters.")
    return value.strip()


def _description(value: Any) -> str:
    text = line(" ".join(value.split()) if isinstance(value, str) else value)
    if (size := len(text.encode())) > MAX_DESCRIPTION_BYTES:
        raise InvalidSetting(
            f"this has {size:,} bytes; podcast directories take {MAX_DESCRIPTION_BYTES:,}. Shorten it."
        )
    return text


def switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidSetting("write true or false, without quotation marks.")
    return value


def _language(value: Any) -> str:
    tag = line(value)
    if not _LANGUAGE.fullmatch(tag):
        raise InvalidSetting(
            f'"{tag}" is not a language tag: write one such as "en", "hi" or "pt-BR".', value=tag
        )
    return tag


def _primary(value: Any) -> str:
    return primary_subtag(_language(value))


def _email(value: Any) -> str:
    address = line(value)
    if not _EMAIL.fullmatch(address):
        raise InvalidSetting(f'"{address}" is not an e-mail address such as "podcast@news.example".')
    return address


def _address(value: Any) -> str:
    address = line(value)
    if not is_page_url(address):
        raise InvalidSetting(f'"{address}" is not a web address: begin with https:// or http://.')
    return address


def _category(value: Any) -> str:
    category = " > ".join(part.strip() for part in line(value).split(">"))
    known = {name.casefold(): name for name in CATEGORIES}
    if category.casefold() not in known:
        near = difflib.get_close_matches(category.casefold(), known, n=1)
        hint = (
            f' Did you mean "{known[near[0]]}"?'
            if near
            else ' Write one such as "News" or "News > Politics".'
        )
        raise InvalidSetting(f'"{category}" is not one of Apple\'s categories.{hint}')
    return known[category.casefold()]


def _type(value: Any) -> str:
    kind = line(value)
    if kind not in TYPES:
        raise InvalidSetting('write "episodic" (newest first) or "serial" (from the first episode on).')
    return kind


def _notice(value: Any) -> str | bool:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise InvalidSetting('write true, or the words in quotation marks: "Read by a synthetic voice."')
    words = line(value)
    if len(words) > MAX_NOTICE_CHARS:
        raise InvalidSetting(
            f"this has {len(words)} characters; at most {MAX_NOTICE_CHARS} are spoken with every article."
        )
    return words


def _notice_at(value: Any) -> str:
    place = line(value)
    if place not in PLACES:
        raise InvalidSetting('write "start" (before the headline) or "end".')
    return place


def _artwork(value: Any) -> str:
    where = line(value)
    if not _PICTURE.fullmatch(where) and not is_page_url(where):
        raise InvalidSetting("name a JPEG or PNG file, or its address.")
    return where


def list_of(check: Check) -> Check:
    """One text, or a list of them."""

    def checked(value: Any) -> tuple[Any, ...]:
        return tuple(check(one) for one in (value if isinstance(value, list) else [value]))

    return checked


def _selector(value: Any) -> str:
    selector = line(value)
    try:
        HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        raise InvalidSetting(
            f'"{selector}" is not a CSS selector that can be used here: {error}.', value=selector
        ) from None
    if "|" in re.sub(r"\[[^\[\]]*+\]", "", selector):
        raise InvalidSetting(f'"{selector}" names a namespace: HTML pages have none.', value=selector)
    return selector


def _voices(value: Any) -> dict[str, str]:
    """By role, by kind of section, or by language."""
    if not isinstance(value, dict):
        raise InvalidSetting('write a table, such as { quote = "piper/en_US-joe-medium" }.')
    return {_voice_key(key): _voice(key, voice) for key, voice in value.items()}


def _voice(key: str, value: Any) -> str:
    try:
        return line(value)
    except InvalidSetting as error:
        raise InvalidSetting(error.reason, key) from None


def _voice_key(key: str) -> str:
    names = (*ROLES.values(), *SECTIONS)
    if key in names:
        return key
    if near := difflib.get_close_matches(key, names, n=1):
        raise InvalidSetting(f"there is no such role. Did you mean {near[0]}?", key)
    if not _LANGUAGE.fullmatch(key):
        raise InvalidSetting(f"this is neither a role nor a language. Roles: {', '.join(names)}.", key)
    return primary_subtag(key)


def table(example: str) -> Check:
    """A table of any keys."""

    def checked(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise InvalidSetting(f"write a table, such as {example}.")
        return value

    return checked


def _host_in_list(value: Any) -> str:
    return host(line(value)).lower()


def _path_pattern(value: Any) -> str:
    pattern = line(value)
    if not pattern.startswith(("/", "*")):
        raise InvalidSetting(
            f'"{pattern}" is not the path of a page: write one such as "/live/*", without the host.',
            value=pattern,
        )
    return pattern


_UNITS = {"m": 60, "h": 3_600, "d": 86_400}
MOST_DAYS = 365


def _time(value: Any) -> int:
    """Seconds."""
    found = re.fullmatch(r"(\d{1,5}) ?([mhd])", line(value))
    if not found or not 60 <= (seconds := int(found[1]) * _UNITS[found[2]]) <= MOST_DAYS * 86_400:
        raise InvalidSetting('write a time such as "10m", "6h" or "2d": from a minute to a year.')
    return seconds


def listing(url: str) -> str:
    if not is_page_url(url):
        raise InvalidSetting(
            'write the address of a feed or sitemap, such as [watch."https://news.example/feed.xml"].'
        )
    return url


_LEXICON = table('{ Qarluq = "kar-look" }')
SITE: dict[str, Check] = {
    "include": list_of(_selector),
    "skip": list_of(_selector),
    "show": line,
    "language": _language,
    "whole": switch,
    "voices": list_of(line),
    "languages": list_of(_language),
    "feed": switch,
    "members": switch,
    "review": switch,
    "never": list_of(_path_pattern),
    "lexicon": _LEXICON,
}
WATCH: dict[str, Check] = {"every": _time, "grace": _time, "show": line, "language": _language}
SHOW: dict[str, Check] = {
    **dict.fromkeys(("title", "author", "voice", "intro", "outro", "bed"), line),
    "description": _description,
    "owner_email": _email,
    "language": _language,
    "category": _category,
    "artwork": _artwork,
    "link": _address,
    "explicit": switch,
    "members": switch,
    "review": switch,
    "synthetic_notice": _notice,
    "synthetic_notice_at": _notice_at,
    "type": _type,
    "voices": _voices,
    "include": table('{ section = "World" }'),
    "lexicon": _LEXICON,
}
INCLUDE: dict[str, Check] = {
    **dict.fromkeys(("section", "author", "tag", "id"), list_of(line)),
    "language": list_of(_primary),
    "site": list_of(_host_in_list),
}
