"""XML from strangers: one pass of expat, no document type that defines entities, and an end to everything."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from urllib.parse import urljoin
from xml.parsers import expat

from tts_service.errors import TooLarge, Unprocessable

MOST_BYTES = 50_000_000
"""Of a listing, unpacked: what the protocol of sitemaps allows."""
MOST_ITEMS = 50_000
MOST_FIELD_CHARS = 20_000
MOST_DEPTH = 64

_XML_BASE = "http://www.w3.org/XML/1998/namespace base"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_KNOWN = {
    "": "",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.google.com/schemas/sitemap/0.84": "",
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    _NEWS: "news:",
}
"""Namespace → what its names begin with here. Elements of others are passed over: a picture has an address, too."""

Links = dict[str, str]
"""Relation → the first address that has it."""
Fields = dict[str, list[str]]
"""The texts of an entry by element name; ``link`` and ``category`` of Atom as RSS would have them."""


class Enough(Exception):
    """The rest is not wanted."""


def unpacked(data: bytes, name: str) -> bytes:
    """``data``, or what it holds when it is a gzip file. Raises TooLarge, Unprocessable."""
    if data.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(io.BytesIO(data)) as packed:
                data = packed.read(MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise Unprocessable(f"{name} is not a whole gzip file. Pack it again.", kind="not-a-listing") from error
    if len(data) > MOST_BYTES:
        raise TooLarge(f"{name} holds more than {MOST_BYTES // 1_000_000} MB. Split it, as the protocol of sitemaps asks.")
    return data


def read_entries(
    data: bytes, base: str, entries: dict[str, tuple[str, ...]], on_entry: Callable[[Fields, str], None]
) -> tuple[str, Links]:
    """Call ``on_entry(fields, base)`` for each entry and return the name of the root, and the links of the whole (Atom).

    ``entries``: for each root that is known, the elements that are its entries. Stops quietly when ``on_entry`` raises Enough.
    Raises Unprocessable ("not-a-listing") for what is not XML, defines entities, or has another root.
    """
    reading = _Reading(base, entries, on_entry)
    try:
        reading.parser.Parse(data, True)
    except Enough:
        pass
    except expat.ExpatError as error:
        at = f"line {error.lineno}: {expat.ErrorString(error.code)}"
        raise Unprocessable(f"This is no feed and no sitemap, or a broken one ({at}).", kind="not-a-listing") from error
    except (LookupError, UnicodeDecodeError, ValueError) as error:
        raise Unprocessable(f"The encoding of this feed cannot be read: {error}.", kind="not-a-listing") from error
    return reading.root, reading.links


class _Reading:
    def __init__(self, base: str, entries: dict[str, tuple[str, ...]], on_entry: Callable[[Fields, str], None]) -> None:
        self.root = ""
        self.links: Links = {}
        self._entries = entries
        self._on_entry = on_entry
        self._bases = [base]
        self._entry_depth = 0
        self._fields: Fields = {}
        self._field = ""
        self._text: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.EntityDeclHandler = self._refuse_entities
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _refuse_entities(self, *_: object) -> None:
        raise Unprocessable("This feed defines entities of its own, which no feed needs. It is not read.", kind="not-a-listing")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _name(tag)
        self._bases.append(_joined(self._bases[-1], attributes.get(_XML_BASE, ""), self._bases[-1]))
        depth = len(self._bases) - 1
        if depth > MOST_DEPTH:
            raise Unprocessable("This feed is nested too deeply. It is not read.", kind="not-a-listing")
        if depth == 1:
            self._begin(name or tag)
        elif not self._entry_depth and name in self._entries[self.root]:
            self._entry_depth, self._fields = depth, {}
        elif self._entry_depth and (depth == self._entry_depth + 1 or name.startswith("news:")):
            self._field, self._text = name, []
            self._attributes(name, attributes)
        elif not self._entry_depth and name == "link" and "href" in attributes:
            for relation in attributes.get("rel", "alternate").split():
                self.links.setdefault(relation, _joined(self._bases[-1], attributes["href"].strip(), ""))

    def _begin(self, root: str) -> None:
        if root not in self._entries:
            raise Unprocessable(
                f"This is XML, but neither a feed nor a sitemap: its root is <{root[:40]}>.", kind="not-a-listing"
            )
        self.root = root

    def _attributes(self, name: str, attributes: dict[str, str]) -> None:
        """Atom says in attributes what RSS says in texts."""
        if name == "link" and attributes.get("rel", "alternate") == "alternate" and "href" in attributes:
            self._note("link", attributes["href"])
        elif name == "category" and "term" in attributes:
            self._note("category", attributes.get("label") or attributes["term"])
        elif name == "guid":
            self._note("guid:permalink", attributes.get("isPermaLink", "true"))

    def _characters(self, text: str) -> None:
        if self._field and sum(map(len, self._text)) < MOST_FIELD_CHARS:
            self._text.append(text[:MOST_FIELD_CHARS])

    def _end(self, tag: str) -> None:
        depth = len(self._bases) - 1
        base = self._bases.pop()
        if depth == self._entry_depth:
            self._entry_depth = 0
            self._on_entry(self._fields, base)
        elif self._field and _name(tag) == self._field:
            self._note(self._field, " ".join("".join(self._text).split()))
            self._field = ""

    def _note(self, name: str, text: str) -> None:
        if text:
            self._fields.setdefault(name, []).append(text)


def _name(tag: str) -> str:
    """The name with its prefix of ``_KNOWN``; "" for one of another namespace."""
    namespace, _, local = tag.rpartition(" ")
    return f"{_KNOWN[namespace]}{local}" if namespace in _KNOWN else ""


def _joined(base: str, relative: str, otherwise: str) -> str:
    """``otherwise``: instead of what is no address."""
    try:
        return urljoin(base, relative)
    except ValueError:
        return otherwise
