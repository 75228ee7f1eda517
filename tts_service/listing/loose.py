"""XML as it is in the wild, read as feed readers do: errors are skipped, and what is intact is used.

Takes time proportional to the length of the text, whatever it contains.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from tts_service.listing.reading import ENTRIES, Reading, StopReading, known_name, refuse_entities

MOST_BYTES = 10_000_000
"""Of a listing that is not well-formed."""
MOST_BEFORE = 64_000
"""Characters before the root: a PHP warning with its stack trace."""

_MOST_TAG_CHARS = 8_000
_MOST_FLAWS = 1_000
"""Tags with unbalanced quotes; after this many, a > inside quotes ends the tag."""
_MOST_PREFIXES = 100

_ROOT = re.compile(rf"<(?:[A-Za-z_][\w.-]{{0,40}}:)?(?:{'|'.join(ENTRIES)})(?=[\s>])")
_START = re.compile(r"""<([A-Za-z_][^\s<>/="']*+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""")
_SIMPLE_START = re.compile(r"""<([A-Za-z_][^\s<>/="']*+)([^<>]*+)>""")
_END = re.compile(r"</([^\s<>/]++)[^<>]*+>")
_DECLARATION = re.compile(r"<![^<>\[]*+")
_ATTRIBUTE = re.compile(r"""([^\s=<>"'/]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s<>"']++)))?""")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_NAMESPACES = {
    "": "",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "a10": "http://www.w3.org/2005/Atom",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
"""What prefixes stand for if they are not declared."""


def read_loosely(text: str, reading: Reading) -> bool:
    """Like ``read_strictly``. False if the text ends before its root does, or has no known root.

    Raises Unprocessable for entities, and what ``reading`` raises.
    """
    if "<!ENTITY" in text:
        refuse_entities()
    root = _ROOT.search(text, 0, MOST_BEFORE)
    if root is None:
        return False
    scan = _Scan(text, root.start(), reading)
    try:
        return scan.run()
    except StopReading:
        return True


class _Scan:
    def __init__(self, text: str, at: int, reading: Reading) -> None:
        self._text = text
        self._at = at
        self._reading = reading
        self._tags: list[str] = []
        self._scopes = [_NAMESPACES]
        self._flaws = 0

    def run(self) -> bool:
        """True if the root has ended."""
        while (begins := self._text.find("<", self._at)) >= 0:
            if begins > self._at:
                self._reading.characters(_resolved(self._text[self._at : begins]))
            self._at = begins
            if not self._markup():
                return False
            if self._reading.root and not self._tags:
                return True
        return False

    def _markup(self) -> bool:
        """Read the markup at ``_at``; False if it never ends."""
        text, at = self._text, self._at
        if text.startswith("<![CDATA[", at):
            return self._past("]]>", at + 9, is_text=True)
        if text.startswith("<!--", at):
            return self._past("-->", at + 4)
        if text.startswith("<?", at):
            return self._past("?>", at + 2)
        if text.startswith("<!", at):
            return self._declaration()
        if found := _END.match(text, at):
            self._end(found[1])
        elif found := self._start_tag():
            self._start(found[1], found[2])
        else:
            self._reading.characters("<")
        self._at = found.end() if found else at + 1
        return True

    def _past(self, mark: str, begins: int, *, is_text: bool = False) -> bool:
        ends = self._text.find(mark, begins)
        if ends < 0:
            return False
        if is_text:
            self._reading.characters(self._text[begins:ends])
        self._at = ends + len(mark)
        return True

    def _declaration(self) -> bool:
        """A document type with its declarations between [ and ], or something like it."""
        found = _DECLARATION.match(self._text, self._at)
        self._at = found.end() if found else self._at + 2
        if self._text.startswith("[", self._at) and not self._past("]", self._at):
            return False
        self._at += self._text.startswith(">", self._at)
        return True

    def _start_tag(self) -> re.Match[str] | None:
        if self._flaws < _MOST_FLAWS:
            if found := _START.match(self._text, self._at, self._at + _MOST_TAG_CHARS):
                return found
            self._flaws += 1
        return _SIMPLE_START.match(self._text, self._at)

    def _start(self, tag: str, rest: str) -> None:
        attributes = dict(_attributes(rest))
        scope = _declared(self._scopes[-1], attributes)
        prefix, _, local = tag.rpartition(":")
        name = known_name(scope[prefix], local) if prefix in scope else ""
        if self._reading.starts_entry(name):
            self._end_entry(tag)
        if self._reading.in_field and not name.startswith("news:"):
            return  # tags within its text, which may never be closed
        self._reading.start(name, attributes, tag)
        self._tags.append(tag)
        self._scopes.append(scope)
        if rest.endswith("/"):
            self._pop()

    def _end_entry(self, tag: str) -> None:
        """End an entry that was never closed, before the next one begins."""
        while tag in self._tags:
            self._pop()

    def _end(self, tag: str) -> None:
        if tag in self._tags:
            while self._tags[-1] != tag:
                self._pop()
            self._pop()

    def _pop(self) -> None:
        self._tags.pop()
        self._scopes.pop()
        self._reading.end()


def _attributes(rest: str) -> Iterator[tuple[str, str]]:
    for name, *values in _ATTRIBUTE.findall(rest):
        yield name, _resolved("".join(values))


def _declared(scope: dict[str, str], attributes: dict[str, str]) -> dict[str, str]:
    """``scope``, or a copy with the prefixes that the attributes declare."""
    declared = {
        name.partition(":")[2]: value
        for name, value in attributes.items()
        if name == "xmlns" or name.startswith("xmlns:")
    }
    return {**scope, **declared} if declared and len(scope) + len(declared) <= _MOST_PREFIXES else scope


def _resolved(text: str) -> str:
    """Resolve named and numeric character references; any other & is literal, as in addresses."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text
