"""What an editor is told of an article of which not all pages are read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.html.parts.addresses import part_at
from tts_service.article.extract.html.parts.signs import stated_page

_CANONICAL = XPath('.//link[@rel="canonical"]/@href')
_MOST_LINKS = 20
_WHAT_TO_DO = "Send its text, or the address of a view on one page."


def doubt_about_parts(root: HtmlElement, pieces: Sequence[Seen], url: str) -> tuple[str, ...]:
    """A sentence if the article goes on, or began, on other pages than this one, which is at ``url``."""
    stated = stated_page(pieces)
    if stated is not None:
        return (_only_this(f"This is page {stated.number} of {stated.total} of the article"),)
    own = url or next(map(str, _CANONICAL(root)), "")
    later = (part_at(link, own) for link in islice(_links_on(root), _MOST_LINKS))
    if any(part is not None and part.number > 1 for part in later):
        return (_only_this("The article goes on, on another page"),)
    return ()


def _links_on(root: HtmlElement) -> Iterator[str]:
    """Where it says that the next page is."""
    for link in root.iter("a", "link"):
        rel, href = link.get("rel"), link.get("href")
        if rel and href is not None and (rel == "next" if link.tag == "link" else " next " in f" {rel} "):
            yield href


def doubt_about_missing(missing: str) -> str:
    """``missing`` is as in ``OtherPages``."""
    return f"The article goes on. {missing} {_WHAT_TO_DO}"


def _only_this(what: str) -> str:
    return f"{what}; only this page is read. {_WHAT_TO_DO}"
