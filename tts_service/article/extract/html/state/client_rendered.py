"""Pages whose story is not in what they show at first: a program shows it, from data in the page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from lxml.etree import XPath
from lxml.html import HtmlElement

from tts_service.article.extract.html.dom import parse
from tts_service.article.extract.html.metadata import PageFacts
from tts_service.article.extract.html.state.page_data import LEAST_CHARS, as_paragraphs, story_in_data

NOTE = "The page's own program shows the story; it was read from the data in the page."

_THIN_CHARS = 500
"""A page that shows more than this is read as it is shown."""
_MUCH_MORE = 3
_ASKS = re.compile(r"\bjavascript\b.{0,80}\b(enabled?|disabled?|available|required|browser)\b", re.IGNORECASE)
"""A page without scripts that asks for them holds no story."""
_NOT_SHOWN = XPath("//body//noscript | //body//template")
_TEXTS = XPath(
    ".//text()[string-length(normalize-space()) > 40][not(ancestor::script or ancestor::style)]",
    smart_strings=False,
)


def page_as_shown(root: HtmlElement, facts: PageFacts, read: int) -> HtmlElement | None:
    """The page with the story that its program would show; None where its own text, of which ``read``
    characters are story, is all there is. ``root`` may be changed."""
    if read > _THIN_CHARS:
        return None
    data = story_in_data(root, facts.title)
    kept = list(_with_prose(root))
    sizes = {
        "stated": len(facts.body),
        "data": data.chars if data else 0,
        "kept": sum(chars for _, chars in kept),
    }
    best = max(sizes, key=lambda where: sizes[where])
    if sizes[best] < max(LEAST_CHARS, _MUCH_MORE * read):
        return None
    if best == "kept":
        for element, _ in kept:
            element.tag = "div"
        return root
    story = data.html if data and best == "data" else as_paragraphs(facts.body)
    title = f"<h1>{escape(facts.title)}</h1>" if facts.title else ""
    return parse(f"<html><body><main>{title}{story}</main></body></html>")


def _with_prose(root: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """What is kept for browsers without scripts, or for a component; and the characters of its paragraphs."""
    for element in _NOT_SHOWN(root):
        texts = _TEXTS(element)
        if sum(map(len, texts)) >= LEAST_CHARS and not any(map(_ASKS.search, texts)):
            yield element, sum(map(len, texts))
