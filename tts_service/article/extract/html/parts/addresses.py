"""Addresses of the parts of an article: that of the first with a number. Pure, and light."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

_PAGE = r"page|seite|p[aá]gina|pagina|pag|pg|p|s"
_ENDINGS = frozenset(("html", "htm", "shtml", "php", "asp", "aspx", "jsp"))
_BEHIND = re.compile(rf"(?P<between>[/_,.-]?(?:{_PAGE})?[/_,.-]?)(?P<number>\d{{1,3}})", re.IGNORECASE)
_LATER = re.compile(rf"[/_,-](?:(?:{_PAGE})[/_,.-]?)?(?:[2-9]|[1-9]\d)$", re.IGNORECASE)
_OWN = re.compile(rf"/(?:{_PAGE})[/_-]?\d{{1,3}}$", re.IGNORECASE)
_KEYS = frozenset(("page", "p", "seite", "pg", "paged", "pagina", "página", "currentpage", "pagenum", "pn"))
_UNSURE = frozenset("-_")
_OF_COMMENTS = re.compile(r"comment|respond|discuss|repl(y|ies)", re.IGNORECASE)


class PartAddress(NamedTuple):
    """``number`` of the part, from 1. ``is_sure`` is False for "story-2", which many sites call another
    article whose title comes again."""

    number: int
    is_sure: bool


def part_at(link: str, first: str) -> PartAddress | None:
    """Which part of the article, whose first page is at ``first``, is at ``link`` (absolute, or as ``first``
    links to it). None for an address of another kind, host or article."""
    here, there = _split(first), _split(joined(first, link))
    if here is None or there is None or here.netloc.lower() != there.netloc.lower():
        return None
    if _OF_COMMENTS.search(there.fragment):
        return None
    return _by_query(here, there) or _by_path(here, there)


def may_be_later(url: str) -> bool:
    """Whether ``url`` ends as those of second and later parts do. Many others do, too."""
    parts = _split(url)
    if parts is None:
        return False
    numbers, _ = _numbers(parts.query)
    return any(number > 1 for number in numbers) or _LATER.search(_stem(parts.path)) is not None


def is_same_page(one: str, other: str) -> bool:
    """Whether both are one address but for scheme, fragment and a slash at the end."""
    here, there = _split(one), _split(other)
    if here is None or there is None:
        return False
    return (here.netloc.lower(), here.path.rstrip("/"), here.query) == (
        there.netloc.lower(),
        there.path.rstrip("/"),
        there.query,
    )


def joined(base: str, link: str) -> str:
    """Where ``link`` on the page ``base`` leads; "" for no address."""
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.netloc else None


def _by_query(here: SplitResult, there: SplitResult) -> PartAddress | None:
    """``?page=2``, with all else as in the first."""
    numbers, rest = _numbers(there.query)
    if (
        len(numbers) != 1
        or here.path.rstrip("/") != there.path.rstrip("/")
        or rest != _numbers(here.query)[1]
    ):
        return None
    return PartAddress(numbers[0], is_sure=True)


def _numbers(query: str) -> tuple[list[int], list[str]]:
    """The numbers of pages in a query, and its other pairs."""
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    is_number = [
        key.lower() in _KEYS and 0 < len(value) <= 3 and value.isdecimal() for key, _, value in pairs
    ]
    both = list(zip(pairs, is_number, strict=True))
    return [int(pair[2]) for pair, is_it in both if is_it], [
        "".join(pair) for pair, is_it in both if not is_it
    ]


def _by_path(here: SplitResult, there: SplitResult) -> PartAddress | None:
    """``/2``, ``/page/2``, ``-2.html``, ``index2.html`` behind the path of the first."""
    if here.query != there.query:
        return None
    path = _stem(there.path)
    for stem in _stems(here.path):
        found = _BEHIND.fullmatch(path, len(stem)) if path.startswith(stem) else None
        if found and (found["between"] or stem.endswith("/index")):
            return PartAddress(int(found["number"]), found["between"] not in _UNSURE)
    return None


def _stems(path: str) -> list[str]:
    """What the paths of all parts begin with; none for the front page of a site."""
    stem = _stem(path)
    shorter = _OWN.sub("", stem)
    return [one for one in dict.fromkeys((stem, shorter, path.rstrip("/"))) if one.strip("/")]


def _stem(path: str) -> str:
    """``path`` without a slash or what files are called by at its end."""
    stem, _, ending = path.rstrip("/").rpartition(".")
    return stem.rstrip("/") if stem and ending.lower() in _ENDINGS else path.rstrip("/")
