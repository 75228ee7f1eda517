"""A page's visible pieces, and which of them a publisher's selectors match. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from lxml.cssselect import CSSSelector
from lxml.etree import XPathError
from lxml.html import HtmlElement

from tts_service.article.extract.html.dom import upwards, visible_pieces
from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.html.list_marks import holds_blocks
from tts_service.article.script.spoken import has_words
from tts_service.article.steering import Steering

Matches = Mapping[str, Sequence[HtmlElement]]
"""By selector."""


class SelectedPieces(msgspec.Struct, frozen=True):
    """``pieces`` are those with words; what the publisher does not want read has a reason. ``included`` are
    the elements outside of which nothing is read; if there are none, the extractor decides. ``notes`` say
    which rules applied and which match nothing."""

    pieces: list[Seen]
    included: frozenset[HtmlElement]
    notes: tuple[str, ...]


def select(root: HtmlElement, steering: Steering) -> SelectedPieces:
    skipped = {selector: _matches(root, selector) for selector in steering.skip}
    reasons = {element: reason_of(selector) for selector, elements in skipped.items() for element in elements}
    pieces = [piece for piece in visible_pieces(root, reasons) if has_words(piece.draft.text)]
    with_words = {outer for piece in pieces for outer in upwards(piece.at)} if steering.include else set()
    included = {
        selector: [block for element in _matches(root, selector) if (block := _block(element)) in with_words]
        for selector in steering.include
    }
    return SelectedPieces(
        pieces,
        frozenset(block for blocks in included.values() for block in blocks),
        tuple(_notes(steering, included, skipped)),
    )


def reason_of(selector: str) -> str:
    return f"skipped by the publisher's rule {selector}"


def _matches(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """Empty for a selector that has no meaning in HTML: it is reported like one that matches nothing."""
    try:
        return list(CSSSelector(selector, translator="html")(root))
    except XPathError:
        return []


def _block(element: HtmlElement) -> HtmlElement:
    """A match on one word includes its paragraph, but no match includes the whole page."""
    return next((outer for outer in upwards(element) if holds_blocks(outer) and outer.tag != "html"), element)


def _notes(steering: Steering, included: Matches, skipped: Matches) -> Iterator[str]:
    if steering.include or steering.skip:
        yield f"Read by the rules for {steering.site}."
    for selector in (selector for selector, blocks in included.items() if not blocks):
        yield f"include {selector}: this matches no text on this page."
    if included and not any(included.values()):
        yield "As nothing is included, the page was read as if there were no include."
    for selector in (selector for selector, elements in skipped.items() if not elements):
        yield f"skip {selector}: this matches nothing on this page."
