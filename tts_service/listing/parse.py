"""The bytes of a feed or a sitemap → ``Listing``.

RSS 0.9 to 2.0 and RSS 1.0 (RDF), Atom 0.3 and 1.0, sitemaps and their indexes as sitemaps.org describes them,
news sitemaps.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from tts_service.article.address import normalized_url
from tts_service.article.hashing import short_hash
from tts_service.errors import Unprocessable
from tts_service.listing.dates import parse_date
from tts_service.listing.encoding import decoded
from tts_service.listing.links import declared_hub
from tts_service.listing.loose import MOST_BYTES as MOST_LOOSE_BYTES
from tts_service.listing.loose import read_loosely
from tts_service.listing.model import Kind, Listing, ListingItem
from tts_service.listing.page import page_instead
from tts_service.listing.reading import MOST_ITEMS, Fields, Reading, StopReading, joined, not_a_listing
from tts_service.listing.xml import read_strictly, unpacked

MOST_SECTION_CHARS = 200
MOST_DATE_CHARS = 100

_KINDS: dict[str, Kind] = {"urlset": "sitemap", "sitemapindex": "index"}
_CHANGED = ("lastmod", "updated", "modified")
_PUBLISHED = ("news:publication_date", "pubDate", "dc:date", "published", "issued", "created")
_WORDS = ("title", "description", "content:encoded", "summary", "content", "pubDate", "dc:date")


def parse_listing(data: bytes, url: str, link: str | None = None) -> Listing:
    """The listing in ``data``, found at ``url``: addresses are relative to it, and a sitemap may list only
    pages of its host. ``link`` is the Link header that came with it. Malformed XML is read as feed readers
    do.

    Raises Unprocessable ("not-a-listing") if it is neither a feed nor a sitemap, TooLarge if it exceeds a
    limit.
    """
    data = unpacked(data, url)
    collecting = _Collecting(url)
    try:
        read_strictly(data, collecting.reading)
    except Unprocessable as flaw:
        collecting = _mended(data, url, flaw)
    return collecting.listing(url, link)


def _mended(data: bytes, url: str, flaw: Unprocessable) -> _Collecting:
    """Raises Unprocessable: ``flaw`` itself if nothing in ``data`` resembles a feed."""
    if len(data) > MOST_LOOSE_BYTES:
        raise not_a_listing(
            f"{flaw.detail} It is too large to be read in spite of errors: repair it, or split it."
        ) from flaw
    text = decoded(data)
    collecting = _Collecting(url)
    collecting.well_formed = False
    collecting.whole = read_loosely(text, collecting.reading)
    if not collecting.reading.root:
        raise not_a_listing(page_instead(text, url) or flaw.detail) from flaw
    return collecting


class _Collecting:
    def __init__(self, url: str) -> None:
        self.reading = Reading(url, self._entry)
        self.well_formed = True
        self.whole = True
        self._items: dict[str, ListingItem] = {}
        self._refused = 0
        self._news = False
        self._cut = False

    def listing(self, url: str, link: str | None) -> Listing:
        kind = _KINDS.get(self.reading.root, "feed")
        kept = [item for item in self._items.values() if kind == "feed" or _same_host(item.url, url)]
        refused = self._refused + len(self._items) - len(kept)
        complete = kind == "sitemap" and self.well_formed and not self._news and not self._cut
        hub = declared_hub(link or "", self.reading.links, url)
        return Listing(kind, tuple(kept), complete, refused, self._cut, not self.whole, hub)

    def _entry(self, fields: Fields, base: str) -> None:
        if len(self._items) + self._refused >= MOST_ITEMS:
            self._cut = True
            raise StopReading
        self._news = self._news or any(name.startswith("news:") for name in fields)
        url = _address(fields, base)
        if url:
            self._items.setdefault(url, ListingItem(url, _version(fields), _date(fields), _sections(fields)))
        else:
            self._refused += 1


def _address(fields: Fields, base: str) -> str:
    """ "" when there is none."""
    guid = (
        fields.get("guid", []) if fields.get("guid:permalink", ["true"])[0].strip().lower() == "true" else []
    )
    for link in (*fields.get("loc", []), *fields.get("link", []), *guid):
        if found := normalized_url(joined(base, link.strip(), "")):
            return found
    return ""


def _version(fields: Fields) -> str | None:
    """What the entry says about its last change; otherwise a digest of its words, which an edit usually
    changes."""
    stated = next((fields[name][0] for name in _CHANGED if name in fields), "")
    words = "\n".join(fields[name][0] for name in _WORDS if name in fields)
    return short_hash((stated or words).encode()) if stated or words else None


def _date(fields: Fields) -> dt.datetime | None:
    dates = (
        parse_date(fields[name][0][:MOST_DATE_CHARS]) for name in (*_CHANGED, *_PUBLISHED) if name in fields
    )
    return next((date for date in dates if date is not None), None)


def _sections(fields: Fields) -> tuple[str, ...]:
    named = (*fields.get("category", []), *fields.get("dc:subject", []))
    return tuple(dict.fromkeys(section[:MOST_SECTION_CHARS] for section in named))


def _same_host(url: str, listing: str) -> bool:
    """``www.`` makes no difference, and a file has no host."""
    if not listing.startswith("http"):
        return True
    one, other = ((urlsplit(address).hostname or "").removeprefix("www.") for address in (url, listing))
    return one == other
