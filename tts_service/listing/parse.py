"""The bytes of a feed or a sitemap → ``Listing``.

RSS 0.9 to 2.0 and RSS 1.0 (RDF), Atom 0.3 and 1.0, sitemaps and their indexes as sitemaps.org describes them, news sitemaps.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urljoin, urlsplit

from tts_service.article.address import normalized_url
from tts_service.article.request import short_hash
from tts_service.listing.dates import parse_date
from tts_service.listing.links import declared_hub
from tts_service.listing.model import Item, Kind, Listing
from tts_service.listing.xml import MOST_ITEMS, Enough, Fields, read_entries, unpacked

_ENTRIES: dict[str, tuple[str, ...]] = {
    "rss": ("item",),
    "RDF": ("item",),
    "feed": ("entry",),
    "urlset": ("url",),
    "sitemapindex": ("sitemap",),
}
_KINDS: dict[str, Kind] = {"urlset": "sitemap", "sitemapindex": "index"}
_CHANGED = ("lastmod", "updated", "modified")
_PUBLISHED = ("news:publication_date", "pubDate", "dc:date", "published", "issued", "created")
_WORDS = ("title", "description", "content:encoded", "summary", "content", "pubDate", "dc:date")


def parse_listing(data: bytes, url: str, link: str = "") -> Listing:
    """``url`` is where it was found: relative addresses are relative to it, and a sitemap may name pages of its host only.
    ``link`` is the Link header that it came with.

    Raises Unprocessable ("not-a-listing") for what is no feed and no sitemap, TooLarge for what is too much.
    """
    collecting = _Collecting()
    root, links = read_entries(unpacked(data, url), url, _ENTRIES, collecting.entry)
    kind = _KINDS.get(root, "feed")
    kept = [item for item in collecting.items.values() if kind == "feed" or _same_host(item.url, url)]
    refused = collecting.refused + len(collecting.items) - len(kept)
    complete = kind == "sitemap" and not collecting.news and not collecting.cut
    return Listing(kind, tuple(kept), complete, refused, collecting.cut, declared_hub(link, links, url))


class _Collecting:
    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.refused = 0
        self.news = False
        self.cut = False

    def entry(self, fields: Fields, base: str) -> None:
        if len(self.items) + self.refused >= MOST_ITEMS:
            self.cut = True
            raise Enough
        self.news = self.news or any(name.startswith("news:") for name in fields)
        url = _address(fields, base)
        if url:
            self.items.setdefault(url, Item(url, _version(fields), _date(fields), _sections(fields)))
        else:
            self.refused += 1


def _address(fields: Fields, base: str) -> str:
    """ "" when there is none."""
    guid = fields.get("guid", []) if fields.get("guid:permalink", ["true"])[0].strip().lower() == "true" else []
    for link in (*fields.get("loc", []), *fields.get("link", []), *guid):
        try:
            found = normalized_url(urljoin(base, link.strip()))
        except ValueError:
            found = ""
        if found:
            return found
    return ""


def _version(fields: Fields) -> str:
    """What the entry says of its last change; else a digest of its words, which an edit changes as a rule."""
    stated = next((fields[name][0] for name in _CHANGED if name in fields), "")
    words = "\n".join(fields[name][0] for name in _WORDS if name in fields)
    return short_hash((stated or words).encode()) if stated or words else ""


def _date(fields: Fields) -> dt.datetime | None:
    dates = (parse_date(fields[name][0]) for name in (*_CHANGED, *_PUBLISHED) if name in fields)
    return next((date for date in dates if date is not None), None)


def _sections(fields: Fields) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fields.get("category", []) + fields.get("dc:subject", [])))


def _same_host(url: str, listing: str) -> bool:
    """``www.`` makes no difference, and a file is of no host."""
    if not listing.startswith("http"):
        return True
    one, other = ((urlsplit(address).hostname or "").removeprefix("www.") for address in (url, listing))
    return one == other
