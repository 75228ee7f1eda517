"""A parsed page → its visible pieces in reading order, each with its kind and the places that the publisher marked. Pure.

Publishers mark with ``data-listen="skip"`` (not read) and ``data-listen-as="…"`` (said so).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec
from lxml.etree import ParserError, SubElement, XPath
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from tts_service.article.draft import Draft
from tts_service.article.formulas import FORMULA, NOTE, is_formula, power
from tts_service.article.marks import SET_APART, is_label, is_note, number_in_list
from tts_service.article.model import BlockKind
from tts_service.article.source import source_text
from tts_service.errors import TooLarge, Unprocessable

MAX_ELEMENTS = 100_000
"""The longest real article pages have some 20,000."""
MARKED = "marked by the publisher not to be read"

_INVISIBLE = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "head"),
        *("select", "textarea", "input", "datalist", "map", "progress", "meter", "annotation", "annotation-xml"),
    )
)
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr"),
        *("html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "caption"),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "item",
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
    "pre": "code",
}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_IN_HEAD = frozenset(("base", "link", "meta", "noscript", "object", "script", "style", "template", "title"))
_ELEMENTS = XPath("count(//*)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOT_SHOWN = frozenset(("hidden", "fallback", "placeholder"))
"""Attributes; the latter two are AMP's, for what stands in while something loads, or when it does not."""
_FOR_SCREEN_READERS = frozenset(("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screenreader-only"))
_SPACE = re.compile(r"[ \t\n\r\f]+")
_PARAGRAPHS = re.compile(r" *\n[ \n]*\n *")
_CELL_CHARS = 80


class Seen(msgspec.Struct):
    """A visible piece and where it stands: ``at`` is the innermost block element around it. Offsets are within ``draft``.

    ``skips`` are the places that are not read, each with the reason; ``said`` those that are said as another text.
    """

    draft: Draft
    at: HtmlElement
    skips: list[tuple[int, int, str]] = []
    said: list[tuple[int, int, str]] = []

    @property
    def parts_read(self) -> list[str]:
        """Its text between the places that are not read."""
        parts, at = [], 0
        for start, end, _ in sorted(self.skips):
            parts.append(self.draft.text[at:start])
            at = max(at, end)
        return [*parts, self.draft.text[at:]]

    @property
    def has_words_given(self) -> bool:
        """True when the publisher says how all of it is said."""
        return any((start, end) == (0, len(self.draft.text)) for start, end, _ in self.said)


def parse(html: str) -> HtmlElement:
    """The document. The parser itself stops at a depth of 256.

    Raises Unprocessable (kind "no-article") when there is no element, TooLarge above MAX_ELEMENTS.
    """
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(source_text(html).encode(), parser=parser)
    except (ParserError, ValueError):
        raise Unprocessable("There is no HTML in this page.", kind="no-article") from None
    _end_head(root)
    count = int(_ELEMENTS(root))
    if count > MAX_ELEMENTS:
        raise TooLarge(f"The page has {count:,} elements; at most {MAX_ELEMENTS:,} can be read. Send the article's own HTML.")
    return root


def _end_head(root: HtmlElement) -> None:
    """Where a page leaves out ``<body>``, as it may, the parser takes elements that it does not know (``main``) for head."""
    head = root.find("head")
    strays = [] if head is None else [child for child in head if child.tag not in _IN_HEAD]
    if strays:
        body = root.find("body")
        body = SubElement(root, "body") if body is None else body
        body[:0] = strays


def visible_pieces(root: HtmlElement, skipped: Mapping[HtmlElement, str]) -> list[Seen]:
    """Everything a reader sees as text, in order. The drafts' offsets are still 0. ``skipped``: elements that the publisher
    does not want to be read, beside those marked in the page, with the reason."""
    walk = _Walk(skipped)
    walk.visit(root, _Place(root, "paragraph", 0))
    return walk.pieces


def upwards(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element itself, and all around it."""
    yield element
    yield from element.iterancestors()


def holds_blocks(element: HtmlElement) -> bool:
    """Whether it is a block, or has one in it."""
    return any(inner.tag in _BLOCKS for inner in element.iter())


class _Place(msgspec.Struct, frozen=True):
    """The innermost block element, and what text directly in it is."""

    at: HtmlElement
    kind: BlockKind
    level: int


class _Walk:
    """Goes through the tree once; ``line`` is the text since the last border of a block."""

    def __init__(self, skipped: Mapping[HtmlElement, str]) -> None:
        self.pieces: list[Seen] = []
        self.line = _Line()
        self.link_depth = 0
        self.skipped = skipped

    def visit(self, element: HtmlElement, place: _Place) -> None:
        if element.tag == "br":
            self.line.add("\n", linked=False)
        elif element.tag in _BLOCKS or self._is_marked_box(element):
            self._visit_block(element, place)
        elif element.tag not in _INVISIBLE and not _is_hidden(element, place):
            self._visit_inline(element, place)

    def _visit_block(self, element: HtmlElement, place: _Place) -> None:
        self._flush(place)
        if _is_hidden(element, place):
            return
        first = len(self.pieces)
        inner = _Place(element, _KINDS.get(element.tag, place.kind), int(element.tag[1]) if element.tag in _HEADINGS else 0)
        if element.tag == "table" and (rows := _data_rows(element)):
            self._visit_table(element, rows, inner)
        else:
            self._visit_contents(element, inner)
            self._flush(inner)
        if element.tag == "li" and len(self.pieces) > first and self.pieces[first].draft.kind == "item":
            self.pieces[first].draft.number = number_in_list(element)
        _mark_pieces(self.pieces[first:], element, self._why_not(element))

    def _visit_table(self, table: HtmlElement, rows: str, place: _Place) -> None:
        for caption in table.findall("caption"):
            self.visit(caption, place)
        self.pieces.append(Seen(Draft("table", rows, 0, 0, has_head=_has_head(table)), table))

    def _visit_inline(self, element: HtmlElement, place: _Place) -> None:
        line, begin = self.line, self.line.length
        self.link_depth += element.tag == "a"
        self._visit_contents(element, place)
        self.link_depth -= element.tag == "a"
        begin = begin if line is self.line else 0
        self.line.mark(element, begin, self._why_not(element))
        self.line.mark_shown(element, begin)

    def _visit_contents(self, element: HtmlElement, place: _Place) -> None:
        self.line.add(element.text or "", linked=self.link_depth > 0)
        for child in element:
            self.visit(child, place)
            self.line.add(child.tail or "", linked=self.link_depth > 0)

    def _is_marked_box(self, element: HtmlElement) -> bool:
        """A link, or an element of the site's own, that is marked and holds blocks."""
        marked = self._why_not(element) or element.get("data-listen-as") is not None
        return bool(marked) and element.tag not in _INVISIBLE and holds_blocks(element)

    def _why_not(self, element: HtmlElement) -> str:
        """Why the publisher does not want ``element`` to be read; "" when it is."""
        return MARKED if element.get("data-listen") == "skip" else self.skipped.get(element, "")

    def _flush(self, place: _Place) -> None:
        if self.line.parts:  # between most elements there is nothing
            self.pieces += self.line.pieces(place)
            self.line = _Line()


class _Line:
    """Text with white space collapsed as a browser does, and the ranges that the publisher marked in it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.linked = 0
        self.skips: list[tuple[int, int, str]] = []
        self.said: list[tuple[int, int, str]] = []

    def add(self, text: str, *, linked: bool) -> None:
        text = text if text == "\n" else _SPACE.sub(" ", text)
        if text.startswith(" ") and (not self.parts or self.parts[-1][-1] in " \n"):
            text = text[1:]
        if text:
            self.parts.append(text)
            self.length += len(text)
            self.linked += len(text) * linked

    def mark(self, element: HtmlElement, begin: int, why_not: str) -> None:
        if begin < self.length and why_not:
            self.skips.append((begin, self.length, why_not))
        elif begin < self.length and element.get("data-listen-as") is not None:
            self.said.append((begin, self.length, _said_as(element)))

    def mark_shown(self, element: HtmlElement, begin: int) -> None:
        """What is seen by how it is set: formulas, raised numbers, labels."""
        if element.tag not in SET_APART or begin >= self.length:
            return
        text = "".join(self.parts)[begin:]
        if is_formula(element.tag, element.get("class", ""), text):
            self.skips.append((begin, self.length, FORMULA))
        elif element.tag == "sup" and is_note(element):
            self.skips.append((begin, self.length, NOTE))
        elif raised := power(element.tag, text):
            self.said.append((begin, self.length, raised))
        elif begin == 0 and is_label(element, text):
            self.said.append((0, self.length, f"{text.strip()}. "))

    def pieces(self, place: _Place) -> Iterator[Seen]:
        text = source_text("".join(self.parts))
        at = 0
        for end, following in [*(found.span() for found in _PARAGRAPHS.finditer(text)), (len(text), len(text))]:
            bare = text[at:end].strip()
            if bare:
                start = at + text[at:end].index(bare[0])
                draft = Draft(place.kind, bare, 0, 0, level=place.level, links=self.linked / len(text))
                yield Seen(draft, place.at, _inside(self.skips, start, len(bare)), _inside(self.said, start, len(bare)))
            at = following


def _inside(ranges: list[tuple[int, int, str]], start: int, length: int) -> list[tuple[int, int, str]]:
    moved = [(max(first - start, 0), min(last - start, length), text) for first, last, text in ranges]
    return [(first, last, text) for first, last, text in moved if first < last]


def _mark_pieces(pieces: list[Seen], element: HtmlElement, why_not: str) -> None:
    """What a mark on a block element means for the pieces in it: none is read, or the first one says it all."""
    if why_not:
        for piece in pieces:
            piece.draft.reason = piece.draft.reason or why_not
    elif element.get("data-listen-as") is not None:
        for i, piece in enumerate(pieces):
            piece.said = [(0, len(piece.draft.text), _said_as(element) if i == 0 else "")]
            piece.draft.kind = "paragraph"


def _said_as(element: HtmlElement) -> str:
    return " ".join(source_text(element.get("data-listen-as", "")).split())


def _is_hidden(element: HtmlElement, place: _Place) -> bool:
    """Not on the screen; or a button, unless it is one that opens what stands under a heading."""
    if element.tag == "button":
        return place.kind != "heading"
    stated = dict(element.items())
    if not _NOT_SHOWN.isdisjoint(stated) or _HIDDEN.search(stated.get("style", "")):
        return True
    return not _FOR_SCREEN_READERS.isdisjoint(stated.get("class", "").split())


def _data_rows(table: HtmlElement) -> str:
    """The table's text, cells parted by tabs and rows by line ends; "" when the table only lays out the page."""
    rows = [[_cell(cell) for cell in row.iter("td", "th")] for row in table.iter("tr")]
    cells = [cell for row in rows for cell in row]
    tabular = sum(1 for row in rows if len(row) > 1) >= 2 and sum(map(len, cells)) < _CELL_CHARS * len(cells)
    if not tabular or table.find(".//table") is not None:
        return ""
    return "\n".join("\t".join(row) for row in rows if any(row))


def _has_head(table: HtmlElement) -> bool:
    """Whether the first row has nothing but names of columns."""
    row = next(row for row in table.iter("tr") if any(map(_cell, row.iter("td", "th"))))
    in_head = row.getparent() is not None and row.getparent().tag == "thead"
    return in_head or all(cell.tag == "th" or not _cell(cell) for cell in row.iter("td", "th"))


def _cell(cell: HtmlElement) -> str:
    texts = cell.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    return source_text(" ".join(" ".join(texts).split()))
