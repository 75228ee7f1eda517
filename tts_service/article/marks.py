"""What a page shows that does not stand in its text: the numbers of list items; and what stands there but is a mark. Pure."""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from tts_service.article.sections import is_known_heading

SET_APART = frozenset(("sup", "b", "strong", "span", "math", "mjx-container"))
"""Elements whose look says something."""
_FAR = 100
"""Items. Numbers beyond are never read."""


def number_in_list(item: HtmlElement) -> int:
    """The number that a browser shows before ``item`` of an ordered list; 0 when it shows none, or one far down."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or "none" in parent.get("style", ""):
        return 0
    above = _siblings(item, preceding=True)
    if len(above) == _FAR:
        return 0
    step = -1 if parent.get("reversed") is not None else 1
    first = _integer(parent.get("start"))
    if first is None:
        first = 1 if step > 0 else len(above) + 1 + len(_siblings(item, preceding=False))
    stated = ((distance, _integer(one.get("value"))) for distance, one in enumerate([item, *above]))
    number = next((value + step * distance for distance, value in stated if value is not None), first + step * len(above))
    return max(number, 0)


def is_note(raised: HtmlElement) -> bool:
    """True when raised text is but a link within the page: the number of a note."""
    links = [link for link in raised.iter("a") if "#" in link.get("href", "")]
    return bool(links) and "".join(links[0].itertext()).strip() == "".join(raised.itertext()).strip()


def is_label(element: HtmlElement, text: str) -> bool:
    """True for a known heading in bold at the beginning of a paragraph, with nothing but the letters to part it from that."""
    return element.tag in ("b", "strong") and is_known_heading(text) and (element.tail or "").lstrip()[:1].isupper()


def _siblings(item: HtmlElement, *, preceding: bool) -> list[HtmlElement]:
    """The nearest first."""
    return list(islice(item.itersiblings("li", preceding=preceding), _FAR))


def _integer(written: str | None) -> int | None:
    return int(written) if written is not None and written.strip().lstrip("-").isdecimal() and len(written) < 9 else None
