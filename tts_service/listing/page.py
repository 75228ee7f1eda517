"""A web page in place of a feed: what it says about its feeds."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from tts_service.listing.reading import joined

_MOST_CHARS = 200_000
_PAGE = re.compile(
    r"\s*+(?:(?:<!--.{0,2000}?-->|<\?xml[^<>]{0,200}+>)\s*+)*+(?:<!doctype\s++html|<(?:html|head|body)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_LINK = re.compile(r"<link\s[^<>]*+>", re.IGNORECASE)
_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


def page_instead(text: str, url: str) -> str:
    """What to do if ``text`` is a web page at ``url``; "" if it is not one."""
    if not _PAGE.match(text[:_MOST_CHARS].lstrip("\ufeff")):
        return ""
    feed = _feed_of(text[:_MOST_CHARS], url)
    said = f"It names its feed: use {feed} instead." if feed else "It names no feed: find the feed's address."
    return f"This is a web page, not a feed. {said}"


def _feed_of(text: str, url: str) -> str:
    """The first feed that it names (rel=alternate); "" if none."""
    scan = _Links()
    for found in _LINK.finditer(text):
        scan.feed(found[0])
    return next((address for href in scan.hrefs if (address := joined(url, href, ""))), "")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: (value or "").strip() for name, value in attrs}
        relations = values.get("rel", "").lower().split()
        if "alternate" in relations and values.get("type", "").lower() in _TYPES and values.get("href"):
            self.hrefs.append(values["href"])
