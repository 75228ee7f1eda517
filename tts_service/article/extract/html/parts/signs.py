"""What a page says about the article that it is a part of, and where the other parts are. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import msgspec
from lxml.etree import XPath
from lxml.html import HtmlElement

from tts_service.article.bounds import MAX_PIECES
from tts_service.article.extract.draft import fold
from tts_service.article.extract.html.dom import parse, upwards, visible_pieces
from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.html.page_chrome import reason_of_box
from tts_service.article.extract.html.parts.addresses import PartAddress, is_same_page, joined, part_at
from tts_service.article.extract.html.parts.listings import is_listing
from tts_service.article.extract.html.story.outside import is_prose
from tts_service.article.extract.pager import (
    PageOf,
    leads_to_next_page,
    leads_to_print_view,
    leads_to_single_page,
    number_of,
    page_of,
    without_number,
)
from tts_service.errors import ServiceError

_LINKS = XPath(".//a[@href] | .//link[@href]")
_STATED = {
    "title": XPath(".//head//title/text()"),
    "headline": XPath('.//meta[@property="og:title"]/@content'),
    "author": XPath('.//meta[@name="author" or @property="article:author"]/@content'),
    "published": XPath('.//meta[@property="article:published_time" or @itemprop="datePublished"]/@content'),
    "canonical": XPath('.//link[@rel="canonical"]/@href'),
    "base": XPath(".//base/@href"),
}
_MOST_LINKS = 5_000
_TEXT_CHARS = 200
_TITLE_CHARS = 1_000
_NOT_THE_STORY = frozenset(("the comment box", "the foot of the page", "a cookie note"))


class PartNames(msgspec.Struct, frozen=True):
    """What the page states about its article: its title, its title for other sites, author and date ("" if
    not stated); and its headings of the first level. Titles are folded, without what says which page it
    is."""

    title: str
    headline: str
    author: str
    published: str
    headings: frozenset[str]


class PartSigns(msgspec.Struct, frozen=True):
    """``stated``: which page of how many it calls itself. ``links``: addresses of parts by number; ``named``:
    those of them that it calls pages of its own ("2", "Next page"). ``before``: parts that it leads back to.
    ``single``: the address of a view of the whole article, "" for none. ``prose``: its paragraphs, folded.
    """

    url: str
    stated: PageOf | None
    links: Mapping[int, str]
    named: frozenset[int]
    before: frozenset[int]
    single: str
    canonical: str
    names: PartNames
    prose: tuple[str, ...]
    is_listing: bool

    @property
    def begins(self) -> bool:
        """The page says that it is the first of several of one article, and where the second is."""
        is_first = self.stated.number == 1 if self.stated else 2 in self.named
        return is_first and 2 in self.links and not self.is_listing


def signs_of(html: str, url: str, first: str = "") -> PartSigns | None:
    """What the page found at ``url`` says; ``first`` is the address of the article's first part, if it is
    another. None for what cannot be read."""
    try:
        root = parse(html)
    except ServiceError:
        return None
    pieces = visible_pieces(root, {})[:MAX_PIECES]
    links = _links(root, url)
    found = [(link, part) for link in links if (part := _part(link, first or url)) is not None]
    parts = dict(_later(found))
    canonical = _stated(root, "canonical")
    return PartSigns(
        url=url,
        stated=stated_page(pieces),
        links={number: address for number, (address, _) in parts.items()},
        named=frozenset(number for number, (_, is_named) in parts.items() if is_named),
        before=frozenset(part.number for link, part in found if _leads_back(link, part)),
        single=_single(links, url),
        canonical=joined(url, canonical) if canonical else "",
        names=_names(root, pieces),
        prose=tuple(fold(one.draft.text) for one in pieces if is_prose(one.draft) and _is_in_story(one.at)),
        is_listing=is_listing(root, pieces, url),
    )


def beginnings_of(html: str, url: str) -> list[str]:
    """Addresses at which the article may begin that goes on at ``url``, likeliest first: where "1" leads, the
    page before, the page's canonical address."""
    try:
        root = parse(html)
    except ServiceError:
        return []
    links = _links(root, url)
    named = [link.url for link in links if number_of(link.text) == 1 and _is_in_story(link.at)]
    before = [link.url for link in links if "prev" in link.rel]
    canonical = [joined(url, _stated(root, "canonical"))]
    found = dict.fromkeys(link.partition("#")[0] for link in (*named, *before, *canonical))
    return [link for link in found if (part := part_at(url, link)) is not None and part.number > 1]


def stated_page(pieces: Sequence[Seen]) -> PageOf | None:
    """Which page of how many it calls itself, in a line of its own."""
    said = ((page_of(piece.draft.text), piece.at) for piece in pieces)
    return next((found for found, at in said if found is not None and _is_in_story(at)), None)


class _Link(msgspec.Struct, frozen=True):
    at: HtmlElement
    url: str
    text: str
    rel: frozenset[str]


def _links(root: HtmlElement, url: str) -> list[_Link]:
    base = joined(url, _stated(root, "base")) or url
    return [
        _Link(
            element,
            joined(base, element.get("href", "").strip()),
            " ".join("".join(islice(element.itertext(), 20))[:_TEXT_CHARS].split()),
            frozenset(element.get("rel", "").lower().split()),
        )
        for element in islice(_LINKS(root), _MOST_LINKS)
    ]


def _part(link: _Link, first: str) -> PartAddress | None:
    part = part_at(link.url, first)
    return PartAddress(1, is_sure=True) if part is None and is_same_page(link.url, first) else part


def _later(found: Iterable[tuple[_Link, PartAddress]]) -> Iterator[tuple[int, tuple[str, bool]]]:
    """Number, address, and whether the page itself calls it a page; those that it does come last."""
    told = [(link, part, _is_named(link, part)) for link, part in found if part.number > 1]
    for link, part, is_named in sorted(told, key=lambda one: one[2]):
        if is_named or ("next" in link.rel and part.is_sure):
            yield part.number, (link.url.partition("#")[0], is_named)


def _is_named(link: _Link, part: PartAddress) -> bool:
    is_told = number_of(link.text) == part.number or leads_to_next_page(link.text)
    return is_told and _is_in_story(link.at)


def _leads_back(link: _Link, part: PartAddress) -> bool:
    return "prev" in link.rel or number_of(link.text) == part.number


def _single(links: Sequence[_Link], url: str) -> str:
    """A view on one page, else one for printing."""
    for leads in (leads_to_single_page, leads_to_print_view):
        for link in links:
            if leads(link.text) and link.url.startswith("http") and not is_same_page(link.url, url):
                return link.url.partition("#")[0]
    return ""


def _names(root: HtmlElement, pieces: Sequence[Seen]) -> PartNames:
    headings = (without_number(piece.draft.text) for piece in pieces if piece.draft.level == 1)
    return PartNames(
        without_number(_stated(root, "title")),
        without_number(_stated(root, "headline")),
        fold(_stated(root, "author")),
        _stated(root, "published")[:10],
        frozenset(filter(None, headings)),
    )


def _is_in_story(element: HtmlElement) -> bool:
    return not any(reason_of_box(outer) in _NOT_THE_STORY for outer in upwards(element))


def _stated(root: HtmlElement, name: str) -> str:
    return next((" ".join(str(text)[:_TITLE_CHARS].split()) for text in _STATED[name](root)), "")
