"""What a page shows but does not contain as text, the numbers of list items, and what its text contains that
is only a mark. Pure."""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from tts_service.article.extract.sections import is_known_heading

INVISIBLE = frozenset(
    (
        *(
            "script",
            "style",
            "noscript",
            "template",
            "svg",
            "iframe",
            "object",
            "embed",
            "canvas",
            "audio",
            "video",
            "head",
        ),
        *(
            "select",
            "textarea",
            "input",
            "datalist",
            "map",
            "progress",
            "meter",
            "annotation",
            "annotation-xml",
        ),
    )
)
BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "details",
            "dialog",
            "dir",
            "div",
            "dl",
            "dt",
        ),
        *(
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hgroup",
            "hr",
        ),
        *(
            "html",
            "legend",
            "li",
            "main",
            "menu",
            "nav",
            "ol",
            "p",
            "pre",
            "search",
            "section",
            "summary",
            "table",
            "caption",
        ),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_OF_BLOCKS = frozenset(("article", "body", "div", "main", "section"))
SET_APART = frozenset(("sup", "b", "strong", "span", "math", "mjx-container"))
"""Elements whose appearance carries meaning."""
_LABEL_CHARS = 100
_FAR = 100
"""Items. Numbers beyond this are never read."""


def is_inline(element: HtmlElement) -> bool:
    """Whether it is visible and does not begin a line of its own."""
    return element.tag not in BLOCKS and element.tag not in INVISIBLE


def is_custom_block(element: HtmlElement) -> bool:
    """Whether it is an element of the page's own making that stands among elements only, as paragraphs do."""
    if "-" not in element.tag or (element.tail or "").strip():
        return False
    parent = element.getparent()
    if parent is None or not ("-" in parent.tag or parent.tag in _OF_BLOCKS) or (parent.text or "").strip():
        return False
    return not (_tail_of(element.getprevious()) or _tail_of(element.getnext()))


def _tail_of(element: HtmlElement | None) -> str:
    return "" if element is None else (element.tail or "").strip()


def holds_blocks(element: HtmlElement) -> bool:
    """Whether it is a block, or contains one."""
    if element.tag in BLOCKS or not len(element):
        return element.tag in BLOCKS
    return next(element.iter(*BLOCKS), None) is not None


def number_in_list(item: HtmlElement) -> int:
    """The number that a browser shows before ``item`` of an ordered list; 0 if it shows none, or the item is
    too far down."""
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
    number = next(
        (value + step * distance for distance, value in stated if value is not None),
        first + step * len(above),
    )
    return max(number, 0)


def is_note(raised: HtmlElement) -> bool:
    """True if superscript text is only a link within the page: the number of a note."""
    link = next((link for link in raised.iter("a") if "#" in link.get("href", "")), None)
    return link is not None and "".join(link.itertext()).strip() == "".join(raised.itertext()).strip()


def is_label(element: HtmlElement, text: str) -> bool:
    """True for a known heading in bold at the beginning of a paragraph that nothing else separates from the
    text after it."""
    named = element.tag in ("b", "strong") and len(text) <= _LABEL_CHARS and is_known_heading(text)
    return named and (element.tail or "").lstrip()[:1].isupper()


def _siblings(item: HtmlElement, *, preceding: bool) -> list[HtmlElement]:
    """The ancestors, nearest first."""
    return list(islice(item.itersiblings("li", preceding=preceding), _FAR))


def _integer(written: str | None) -> int | None:
    return (
        int(written)
        if written is not None and written.strip().lstrip("-").isdecimal() and len(written) < 9
        else None
    )
