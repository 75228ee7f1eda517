"""What the elements of a feed or a sitemap mean, whichever parser reports them, and limits on everything."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urljoin

from tts_service.errors import ProblemKind, TooLarge, Unprocessable

MOST_ITEMS = 50_000
MOST_FIELD_CHARS = 20_000
MOST_IN_A_FIELD = 50
"""Categories of an entry, its links, and anything else that it may repeat."""
MOST_ADDRESS_CHARS = 8_000
MOST_DEPTH = 64
MOST_ELEMENTS = 1_000_000
"""A sitemap of 50,000 pages has five elements for each, and some more for its pictures."""

ENTRIES: dict[str, tuple[str, ...]] = {
    "rss": ("item",),
    "RDF": ("item",),
    "feed": ("entry",),
    "urlset": ("url",),
    "sitemapindex": ("sitemap",),
}
"""For each known root, the elements that are its entries."""

_KNOWN = {
    "": "",
    "sitemaps.org/schemas/sitemap/0.9": "",
    "google.com/schemas/sitemap/0.84": "",
    "google.com/schemas/sitemap/0.9": "",
    "w3.org/2005/atom": "",
    "purl.org/atom/ns": "",
    "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "channel.netscape.com/rdf/simple/0.9": "",
    "backend.userland.com/rss2": "",
    "backend.userland.com/rss": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "cyber.law.harvard.edu/rss": "",
    "w3.org/1999/02/22-rdf-syntax-ns": "",
    "purl.org/dc/elements/1.1": "dc:",
    "purl.org/rss/1.0/modules/content": "content:",
    "google.com/schemas/sitemap-news/0.9": "news:",
}
"""Namespace → the prefix of its names here. Elements of other namespaces are ignored: a picture has an
address, too."""

Links = dict[str, str]
"""Relation → the first address with that relation."""
Fields = dict[str, list[str]]
"""The texts of an entry by element name; Atom's ``link`` and ``category`` in the form of RSS."""

_RELATIONS = ("alternate", "hub", "self")


class StopReading(Exception):
    """Raised by ``on_entry`` when the rest of the listing is not needed."""


def not_a_listing(detail: str) -> Unprocessable:
    return Unprocessable(detail, kind=ProblemKind.NOT_A_LISTING)


def refuse_entities(*_: object) -> None:
    raise not_a_listing("This feed defines its own entities, which no feed needs. It is not read.")


@lru_cache(maxsize=256)
def known_name(namespace: str, local: str) -> str:
    """The name with its prefix of ``_KNOWN``; "" for other namespaces. Namespaces are often slightly
    misspelled."""
    spelled = namespace.strip().lower().partition("://")[2] or namespace.strip().lower()
    prefix = _KNOWN.get(spelled.removeprefix("www.").rstrip("/#"))
    return "" if prefix is None else f"{prefix}{local}"


class Reading:
    """``start`` and ``end`` are called for every element, ``characters`` for the text between;
    ``on_entry(fields, base)`` is called at the end of each entry.

    They raise Unprocessable ("not-a-listing") for an unknown root and for excessive nesting, TooLarge for too
    many elements, and whatever ``on_entry`` raises.
    """

    def __init__(self, base: str, on_entry: Callable[[Fields, str], None]) -> None:
        self.root = ""
        self.links: Links = {}
        self._on_entry = on_entry
        self._bases = [base]
        self._elements = 0
        self._entry_depth = 0
        self._fields: Fields = {}
        self._field = ""
        self._field_depth = 0
        self._text: list[str] = []
        self._chars = 0

    @property
    def depth(self) -> int:
        return len(self._bases) - 1

    @property
    def in_field(self) -> bool:
        return bool(self._field_depth)

    def starts_entry(self, name: str) -> bool:
        return bool(self.root) and name in ENTRIES[self.root]

    def start(self, name: str, attributes: dict[str, str], tag: str) -> None:
        """``name`` as returned by ``known_name``; ``tag`` as written."""
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise TooLarge(f"This feed or sitemap has more than {MOST_ELEMENTS:,} elements. Split it.")
        self._bases.append(joined(self._bases[-1], attributes.get("xml:base", ""), self._bases[-1]))
        if self.depth > MOST_DEPTH:
            raise not_a_listing("This feed is nested too deeply. It is not read.")
        if self.depth == 1:
            self._begin(name or tag)
        elif not self._entry_depth and self.starts_entry(name):
            self._entry_depth, self._fields = self.depth, {}
        elif self._entry_depth and (self.depth == self._entry_depth + 1 or name.startswith("news:")):
            self._field, self._field_depth, self._text, self._chars = name, self.depth, [], 0
            self._attributes(name, attributes)
        elif not self._entry_depth and name == "link" and "href" in attributes:
            self._link(attributes)

    def _begin(self, root: str) -> None:
        if root not in ENTRIES:
            raise not_a_listing(f"This is XML, but neither a feed nor a sitemap: its root is <{root[:40]}>.")
        self.root = root

    def _link(self, attributes: dict[str, str]) -> None:
        relations = attributes.get("rel", "alternate").lower().split()
        for relation in _RELATIONS:
            if relation in relations:
                self.links.setdefault(relation, joined(self._bases[-1], attributes["href"].strip(), ""))

    def _attributes(self, name: str, attributes: dict[str, str]) -> None:
        """Atom says in attributes what RSS says in text."""
        if name == "link" and attributes.get("rel", "alternate") == "alternate" and "href" in attributes:
            self._note("link", attributes["href"])
        elif name == "category" and "term" in attributes:
            self._note("category", attributes.get("label") or attributes["term"])
        elif name == "guid":
            self._note("guid:permalink", attributes.get("isPermaLink", "true"))

    def characters(self, text: str) -> None:
        if self._field and self._chars < MOST_FIELD_CHARS:
            self._text.append(text[:MOST_FIELD_CHARS])
            self._chars += len(text)

    def end(self) -> None:
        """The end of the innermost open element."""
        depth = self.depth
        base = self._bases.pop()
        if depth == self._entry_depth:
            self._entry_depth = 0
            self._on_entry(self._fields, base)
        elif depth == self._field_depth:
            self._note(self._field, " ".join("".join(self._text).split()))
            self._field, self._field_depth = "", 0

    def _note(self, name: str, text: str) -> None:
        if name and text:
            noted = self._fields.setdefault(name, [])
            if len(noted) < MOST_IN_A_FIELD:
                noted.append(text[:MOST_FIELD_CHARS])


def joined(base: str, relative: str, otherwise: str) -> str:
    """``relative`` resolved against ``base``; ``otherwise`` if that is not an address, or none that anybody
    would write."""
    if len(relative) > MOST_ADDRESS_CHARS:
        return otherwise
    try:
        found = urljoin(base, relative)
    except ValueError:
        return otherwise
    return found if len(found) <= MOST_ADDRESS_CHARS else otherwise
