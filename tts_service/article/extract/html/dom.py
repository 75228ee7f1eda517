"""A parsed page → its visible pieces in reading order, each with its kind and the places that the publisher
marked. Pure.

Publishers mark with ``data-listen="skip"`` (not read), ``data-listen-as="…"`` (spoken as given),
``data-listen-pause`` and ``data-listen-voice`` (see ``markup.attributes``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml.etree import ElementDefaultClassLookup, ParserError, SubElement, XPath
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from tts_service.article.bounds import MAX_ELEMENTS
from tts_service.article.extract.draft import Draft
from tts_service.article.extract.html.lines import BlockPlace, Seen, TextLine, said_as_marked
from tts_service.article.extract.html.list_marks import (
    BLOCKS,
    INVISIBLE,
    holds_blocks,
    is_custom_block,
    number_in_list,
)
from tts_service.article.extract.html.print_only import is_for_print, print_only_names
from tts_service.article.extract.html.tags import check_tags
from tts_service.article.extract.html.typography import (
    initial,
    is_told,
    lines_of,
    text_of,
    why_silent,
)
from tts_service.article.markup.attributes import PAUSE, VOICE
from tts_service.article.model import BlockKind
from tts_service.article.script.spoken import has_words
from tts_service.article.source import source_text
from tts_service.errors import ProblemKind, TooLarge, Unprocessable

MARKED = "marked by the publisher not to be read"

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
_TEXTS = XPath(
    ".//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]", smart_strings=False
)
_MARKS = frozenset((PAUSE, VOICE))
_ELEMENT_CLASS = ElementDefaultClassLookup(element=HtmlElement)
"""For all tags alike: else lxml calls Python for each element that it hands out, a thousand times a page, to
give forms and their fields classes of their own, which nothing here needs."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOT_SHOWN = frozenset(("hidden", "fallback", "placeholder"))
"""Attributes; the last two are AMP's, for what is shown while something loads or if it does not."""
_FOR_SCREEN_READERS = frozenset(
    ("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screenreader-only")
)
_CELL_CHARS = 80


def parse(html: str) -> HtmlElement:
    """The document. The parser itself stops at a depth of 256.

    Raises Unprocessable (kind "no-article") if there is no element, TooLarge above MAX_ELEMENTS and
    MAX_ATTRIBUTES.
    """
    text = source_text(html)
    check_tags(text)
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ELEMENT_CLASS)
    try:
        root = document_fromstring(text.encode(), parser=parser)
    except (ParserError, ValueError):
        raise Unprocessable("There is no HTML in this page.", kind=ProblemKind.NO_ARTICLE) from None
    _end_head(root)
    count = int(_ELEMENTS(root))
    if count > MAX_ELEMENTS:
        raise TooLarge(
            f"The page has {count:,} elements; at most {MAX_ELEMENTS:,} can be read. Send the article's own "
            "HTML."
        )
    return root


def _end_head(root: HtmlElement) -> None:
    """Where a page omits ``<body>``, as it may, the parser puts elements unknown to it (``main``) into the
    head."""
    head = root.find("head")
    strays = [] if head is None else [child for child in head if child.tag not in _IN_HEAD]
    if strays:
        body = root.find("body")
        body = SubElement(root, "body") if body is None else body
        body[:0] = strays


def visible_pieces(root: HtmlElement, skipped: Mapping[HtmlElement, str]) -> list[Seen]:
    """Everything a reader sees as text, in order. The drafts' offsets are still 0. ``skipped``: elements that
    the publisher does not want read, in addition to those marked in the page, with the reason."""
    walk = _Walk(root, skipped)
    walk.visit(root, BlockPlace(root, "paragraph", 0))
    return walk.pieces


def upwards(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element and all its ancestors."""
    yield element
    yield from element.iterancestors()


class _Walk:
    """Walks the tree once; ``line`` is the text since the last block boundary."""

    def __init__(self, root: HtmlElement, skipped: Mapping[HtmlElement, str]) -> None:
        self.pieces: list[Seen] = []
        self.line = TextLine()
        self.link_depth = 0
        self.skipped = skipped
        self.for_print = print_only_names(root)
        self.marked_up = {one for one in root.iter() if not _MARKS.isdisjoint(one.keys())}
        self.around_tables = {next(table.iterancestors("table"), None) for table in root.iter("table")}

    def visit(self, element: HtmlElement, place: BlockPlace) -> None:
        if element.tag == "br":
            self.line.add("\n", linked=False)
        elif element.tag == "img":
            self.line.add(initial(element) if not self.line.parts else "", linked=False)
        elif element.tag not in INVISIBLE:
            why_not = self._why_not(element)
            if element.tag in BLOCKS or is_custom_block(element) or self._is_marked_box(element, why_not):
                self._visit_block(element, place, why_not)
            elif not _is_hidden(element, place, self.for_print):
                self._visit_inline(element, place, why_not)

    def _visit_block(self, element: HtmlElement, place: BlockPlace, why_not: str) -> None:
        self._flush(place)
        if _is_hidden(element, place, self.for_print):
            return
        first = len(self.pieces)
        told = element.tag == "pre" and is_told(element)
        inner = BlockPlace(
            element,
            "paragraph" if told else _KINDS.get(element.tag, place.kind),
            int(element.tag[1]) if element.tag in _HEADINGS else 0,
        )
        if element.tag == "table" and element not in self.around_tables and (rows := _data_rows(element)):
            self._visit_table(element, rows, inner)
        elif told:
            self._visit_preformatted(element, inner)
        else:
            self._visit_contents(element, inner)
            self._flush(inner)
        if element.tag == "li" and len(self.pieces) > first and self.pieces[first].draft.kind == "item":
            self.pieces[first].draft.number = number_in_list(element)
        if why_not or element.get("data-listen-as") is not None:
            _mark_pieces(self.pieces[first:], element, why_not)
        if element in self.marked_up:
            self._mark_up(self.pieces[first:], element)

    def _mark_up(self, pieces: list[Seen], element: HtmlElement) -> None:
        if (voice := element.get(VOICE)) is not None:
            for piece in pieces:
                piece.voices.append((0, len(piece.draft.text), voice))
        if (pause := element.get(PAUSE)) is not None:
            self._pause_behind(pause)

    def _pause_behind(self, pause: str) -> None:
        """Behind the last piece so far: the element may be a rule, which holds none."""
        last = next((piece for piece in reversed(self.pieces) if has_words(piece.draft.text)), None)
        if last is not None:
            last.pauses.append((len(last.draft.text), len(last.draft.text), pause))

    def _visit_table(self, table: HtmlElement, rows: str, place: BlockPlace) -> None:
        for caption in table.findall("caption"):
            self.visit(caption, place)
        self.pieces.append(Seen(Draft("table", rows, 0, 0, has_head=_has_head(table)), table))

    def _visit_preformatted(self, pre: HtmlElement, place: BlockPlace) -> None:
        between = lines_of(pre)
        for line in text_of(pre).splitlines():
            self.line.add(line.strip() or "\n", linked=False)
            self.line.add(between if line.strip() else "\n", linked=False)
        self._flush(place)

    def _visit_inline(self, element: HtmlElement, place: BlockPlace, why_not: str) -> None:
        line, begin, part = self.line, self.line.length, len(self.line.parts)
        self.link_depth += element.tag == "a"
        self._visit_contents(element, place)
        self.link_depth -= element.tag == "a"
        begin, part = (begin, part) if line is self.line else (0, 0)
        self.line.mark(element, begin, why_not)
        self.line.mark_shown(element, begin, part)
        if element in self.marked_up:
            self._mark_up_line(element, begin)

    def _mark_up_line(self, element: HtmlElement, begin: int) -> None:
        if (voice := element.get(VOICE)) is not None:
            self.line.voices.append((begin, self.line.length, voice))
        if (pause := element.get(PAUSE)) is not None:
            if self.line.parts:
                self.line.pauses.append((self.line.length, self.line.length, pause))
            else:
                self._pause_behind(pause)

    def _visit_contents(self, element: HtmlElement, place: BlockPlace) -> None:
        self.line.add(element.text or "", linked=self.link_depth > 0)
        for child in element:
            self.visit(child, place)
            self.line.add(child.tail or "", linked=self.link_depth > 0)

    def _is_marked_box(self, element: HtmlElement, why_not: str) -> bool:
        """True for a link, or a custom element, that is marked and contains blocks."""
        marked = why_not or element.get("data-listen-as") is not None or element in self.marked_up
        return bool(marked) and holds_blocks(element)

    def _why_not(self, element: HtmlElement) -> str:
        """Why the publisher does not want ``element`` read; "" if it is read."""
        if element.get("data-listen") == "skip":
            return MARKED
        return self.skipped.get(element, "") or why_silent(element)

    def _flush(self, place: BlockPlace) -> None:
        if self.line.parts:  # there is nothing between most elements
            self.pieces += self.line.pieces(place)
            self.line = TextLine()


def _mark_pieces(pieces: list[Seen], element: HtmlElement, why_not: str) -> None:
    """What a mark on a block element means for the pieces in it: none is read, or the first one speaks for
    them all."""
    if why_not:
        for piece in pieces:
            piece.draft.reason = piece.draft.reason or why_not
    else:
        for i, piece in enumerate(pieces):
            piece.said = [(0, len(piece.draft.text), said_as_marked(element) if i == 0 else "")]
            piece.draft.kind = "paragraph"


def _is_hidden(element: HtmlElement, place: BlockPlace, for_print: frozenset[str]) -> bool:
    """True for what is not on the screen, and for buttons, except one that expands the text under a
    heading."""
    if element.tag == "button":
        return place.kind != "heading"
    stated = element.keys()
    if not stated:
        return False
    if not _NOT_SHOWN.isdisjoint(stated) or ("style" in stated and _HIDDEN.search(element.get("style"))):
        return True
    classes = element.get("class").split() if "class" in stated else []
    if not _FOR_SCREEN_READERS.isdisjoint(classes):
        return True
    return is_for_print(classes, element.get("id", ""), for_print)


def _data_rows(table: HtmlElement) -> str:
    """The text of ``table``, which contains no other, with cells separated by tabs and rows by line ends; ""
    if the table only lays out the page."""
    if not all(map(_is_flat, table.iter("tr", "td", "th"))):
        return ""
    rows = [[_cell(cell) for cell in row.iter("td", "th")] for row in table.iter("tr")]
    cells = [cell for row in rows for cell in row]
    tabular = sum(1 for row in rows if len(row) > 1) >= 2 and sum(map(len, cells)) < _CELL_CHARS * len(cells)
    return "\n".join("\t".join(row) for row in rows if any(row)) if tabular else ""


def _is_flat(part: HtmlElement) -> bool:
    """True if no row is inside a row, and no cell inside a cell."""
    around = ("tr", "table") if part.tag == "tr" else ("td", "th", "table")
    return bool(next(part.iterancestors(*around)).tag == "table")


def _has_head(table: HtmlElement) -> bool:
    """Whether the first row holds only column names."""
    row = next(row for row in table.iter("tr") if any(map(_cell, row.iter("td", "th"))))
    in_head = row.getparent() is not None and row.getparent().tag == "thead"
    return in_head or all(cell.tag == "th" or not _cell(cell) for cell in row.iter("td", "th"))


def _cell(cell: HtmlElement) -> str:
    return source_text(" ".join(" ".join(_TEXTS(cell)).split()))
