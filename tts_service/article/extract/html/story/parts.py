"""Articles in several pages, of which this is one. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.etree import XPath
from lxml.html import HtmlElement

from tts_service.article.extract.html.dom import Seen

_NEXT = XPath('.//link[@rel="next"]/@href | .//a[contains(concat(" ", @rel, " "), " next ")]/@href')
_CANONICAL = XPath('.//link[@rel="canonical"]/@href')
_MOST_LINKS = 20
_PAGE_OF = re.compile(
    r"\W*(?:page|seite|página|pagina)\s{1,3}(?P<page>\d{1,2})\s{1,3}(?:of|/|von|de|sur|di)\s{1,3}(?P<all>\d{1,2})\W*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:[/_-]|/page[/-]?|/seite-?|/p)(?P<page>\d{1,2})/?(?:\.html?)?$", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"/(?:page|seite)[/-]?\d{1,2}/?$", re.IGNORECASE)
_QUERY = re.compile(r"(?:^|&)(?:page|p|seite|pg|paged|pagina)=(?P<page>\d{1,2})(?:&|$)", re.IGNORECASE)
_ENDING = re.compile(r"(?:/|\.html?)$", re.IGNORECASE)


def doubt_about_parts(root: HtmlElement, pieces: Sequence[Seen], url: str) -> tuple[str, ...]:
    """A sentence if the article goes on, or began, on other pages."""
    for piece in pieces:
        match = _PAGE_OF.fullmatch(piece.draft.text) if len(piece.draft.text) < 40 else None
        if match is not None and int(match["all"]) > 1 and int(match["page"]) <= int(match["all"]):
            return (_told(f"This is page {match['page']} of {match['all']} of the article"),)
    own = url or next(map(str, _CANONICAL(root)), "")
    follows = any(_goes_on(own, str(link)) for link in islice(_NEXT(root), _MOST_LINKS))
    return (_told("The article goes on, on another page"),) if follows else ()


def _told(what: str) -> str:
    return f"{what}; only this page is read. Send its text, or the address of a view on one page."


def _goes_on(url: str, link: str) -> bool:
    """Whether ``link`` leads to a later page of the article at ``url``: its address with a number."""
    try:
        here, there = urlsplit(url), urlsplit(urljoin(url, link))
    except ValueError:
        return False
    if not url or here.netloc != there.netloc:
        return False
    page = _QUERY.search(there.query)
    if page is not None:
        return here.path == there.path and int(page["page"]) > 1
    numbered = _NUMBER.search(there.path)
    stem = _ENDING.sub("", here.path)
    before = _PAGE_NUMBER.search(here.path)
    stems = {stem} | ({here.path[: before.start()]} if before is not None else set())
    return (
        numbered is not None and int(numbered["page"]) > 1 and there.path[: numbered.start()] in stems - {""}
    )
