"""What each setting of ``shows.toml`` may be. Pure, and light: the web process reads the file too."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any

from cssselect import HTMLTranslator, SelectorError

from tts_service.article.address import is_page_url
from tts_service.publisher.categories import CATEGORIES
from tts_service.publisher.shows import ROLES, SECTIONS

Check = Callable[[Any], Any]
"""Takes a value of TOML and returns what is kept of it; raises Wrong."""

MAX_DESCRIPTION_BYTES = 3_900
"""In UTF-8. Podcast directories take 4,000, and the sentence that says that the voice is synthetic is among them."""
TYPES = ("episodic", "serial")

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,6}")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PICTURE = re.compile(r".+\.(jpe?g|png)", re.IGNORECASE)


class Wrong(Exception):
    """``reason`` says what to do; ``inside`` names the inner key, ``value`` the one of several values that it is about."""

    def __init__(self, reason: str, *inside: str, value: object = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.inside = inside
        self.value = value


def host(name: str) -> str:
    if not _HOST.fullmatch(name.lower()):
        raise Wrong('write the host alone, such as [site."news.example"]. The hosts below it are meant too.')
    return name


def show_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise Wrong("a show's name stands in addresses: lower-case letters, digits and hyphens, at most 64.")
    return name


def line(value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong("write text in quotation marks.")
    if not value.strip():
        raise Wrong("this is empty: leave it out, or fill it in.")
    if _CONTROL.search(value):
        raise Wrong("this must be one line, without control characters.")
    return value.strip()


def _description(value: Any) -> str:
    text = line(" ".join(value.split()) if isinstance(value, str) else value)
    if (size := len(text.encode())) > MAX_DESCRIPTION_BYTES:
        raise Wrong(f"this has {size:,} bytes; podcast directories take {MAX_DESCRIPTION_BYTES:,}. Shorten it.")
    return text


def switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong("write true or false, without quotation marks.")
    return value


def _language(value: Any) -> str:
    tag = line(value)
    if not _LANGUAGE.fullmatch(tag):
        raise Wrong(f'"{tag}" is no language tag: write one such as "en", "hi" or "pt-BR".', value=tag)
    return tag


def _primary(value: Any) -> str:
    return _language(value).partition("-")[0].lower()


def _email(value: Any) -> str:
    address = line(value)
    if not _EMAIL.fullmatch(address):
        raise Wrong(f'"{address}" is no address of mail, such as "podcast@news.example".')
    return address


def _address(value: Any) -> str:
    address = line(value)
    if not is_page_url(address):
        raise Wrong(f'"{address}" is no address: begin with https:// or http://.')
    return address


def _category(value: Any) -> str:
    category = " > ".join(part.strip() for part in line(value).split(">"))
    known = {name.casefold(): name for name in CATEGORIES}
    if category.casefold() not in known:
        near = difflib.get_close_matches(category.casefold(), known, n=1)
        hint = f' Did you mean "{known[near[0]]}"?' if near else ' Write one such as "News" or "News > Politics".'
        raise Wrong(f'"{category}" is no category of Apple\'s.{hint}')
    return known[category.casefold()]


def _type(value: Any) -> str:
    kind = line(value)
    if kind not in TYPES:
        raise Wrong('write "episodic" (the newest first) or "serial" (heard from the first episode on).')
    return kind


def _artwork(value: Any) -> str:
    where = line(value)
    if not _PICTURE.fullmatch(where) and not is_page_url(where):
        raise Wrong("name a JPEG or PNG file, or its address.")
    return where


def _list_of(check: Check) -> Check:
    """One text, or a list of them."""

    def checked(value: Any) -> tuple[Any, ...]:
        return tuple(check(one) for one in (value if isinstance(value, list) else [value]))

    return checked


def _selector(value: Any) -> str:
    selector = line(value)
    try:
        HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        raise Wrong(f'"{selector}" is no CSS selector that can be used here: {error}.', value=selector) from None
    if "|" in re.sub(r"\[[^\]]*\]", "", selector):
        raise Wrong(f'"{selector}" names a namespace: pages of HTML have none.', value=selector)
    return selector


def _voices(value: Any) -> dict[str, str]:
    """By role, by kind of section, or by language."""
    if not isinstance(value, dict):
        raise Wrong('write a table, such as { quote = "piper/en_US-joe-medium" }.')
    return {_voice_key(key): _voice(key, voice) for key, voice in value.items()}


def _voice(key: str, value: Any) -> str:
    try:
        return line(value)
    except Wrong as wrong:
        raise Wrong(wrong.reason, key) from None


def _voice_key(key: str) -> str:
    names = (*ROLES.values(), *SECTIONS)
    if key in names:
        return key
    if near := difflib.get_close_matches(key, names, n=1):
        raise Wrong(f"there is no such role. Did you mean {near[0]}?", key)
    if not _LANGUAGE.fullmatch(key):
        raise Wrong(f"this is neither a role nor a language. Roles: {', '.join(names)}.", key)
    return key.partition("-")[0].lower()


def _table(example: str) -> Check:
    def checked(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Wrong(f"write a table, such as {example}.")
        return value

    return checked


def _host_in_list(value: Any) -> str:
    return host(line(value)).lower()


_UNITS = {"m": 60, "h": 3_600, "d": 86_400}
MOST_DAYS = 365


def _time(value: Any) -> int:
    """Seconds."""
    found = re.fullmatch(r"(\d{1,5}) ?([mhd])", line(value))
    if not found or not 60 <= (seconds := int(found[1]) * _UNITS[found[2]]) <= MOST_DAYS * 86_400:
        raise Wrong('write a time such as "10m", "6h" or "2d": from a minute to a year.')
    return seconds


def listing(url: str) -> str:
    if not is_page_url(url):
        raise Wrong('write the address of a feed or sitemap, such as [watch."https://news.example/feed.xml"].')
    return url


_LEXICON = _table('{ Qarluq = "kar-look" }')
SITE: dict[str, Check] = {
    "include": _list_of(_selector),
    "skip": _list_of(_selector),
    "show": line,
    "language": _language,
    "whole": switch,
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
    "type": _type,
    "voices": _voices,
    "include": _table('{ section = "World" }'),
    "lexicon": _LEXICON,
}
INCLUDE: dict[str, Check] = {
    **dict.fromkeys(("section", "author", "tag", "id"), _list_of(line)),
    "language": _list_of(_primary),
    "site": _list_of(_host_in_list),
}
