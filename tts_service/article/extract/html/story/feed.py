"""Pages that show several whole articles, or the beginnings of others: which elements are not the page's own
article. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from urllib.parse import urlsplit

from lxml.etree import XPath
from lxml.html import HtmlElement

from tts_service.article.extract.boilerplate import is_byline, is_date, reason_to_skip
from tts_service.article.extract.draft import Draft, fold
from tts_service.article.extract.html.dom import upwards
from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.html.parts.addresses import is_same_page
from tts_service.article.extract.html.story.alike import Layout

OTHER = "another article on the same page"
TEASER = "another article's teaser"

_STATED_ADDRESSES = XPath('.//link[@rel="canonical"]/@href | .//meta[@property="og:url"]/@content')
_LINKED = 0.9
_TEASER_PIECES = 4
_HEAD_PIECES = 3
"""Pieces under a headline among which a date or a byline may be."""
_HEADLINE_CHARS = 160
_HIGHEST = 3
"""Articles below one another have headings of these levels."""


def other_articles(pieces: Sequence[Seen], is_title: Callable[[Draft], bool]) -> dict[HtmlElement, str]:
    """The elements that hold other articles than the one whose headline is the page's title, each with this
    as the reason; none where that headline is not on the page.

    An element is another article if it is set like the one around the page's own headline and begins with
    a headline of its own.
    """
    headings = [i for i, piece in enumerate(pieces) if piece.draft.kind == "heading"]
    own = next((i for i in headings if is_title(pieces[i].draft)), None)
    if own is None:
        return {}
    depth_of = {element: depth for depth, element in enumerate(upwards(pieces[own].at))}
    chain = list(depth_of)
    title = fold(pieces[own].draft.text)
    addresses = _own_addresses(chain[-1])
    others: dict[HtmlElement, str] = {}
    for i in headings:
        if 0 < pieces[i].draft.level <= _HIGHEST and fold(pieces[i].draft.text) != title:
            others |= dict.fromkeys(_article_of(pieces, i, own, chain, depth_of, addresses), OTHER)
    return others


def teasers(layout: Layout, is_title: Callable[[Draft], bool]) -> dict[HtmlElement, str]:
    """Small boxes, several side by side, that begin with the linked headline of another article."""
    addresses = _own_addresses(layout.root) if layout.pieces else ()
    leading = [
        i
        for i, piece in enumerate(layout.pieces)
        if _may_be_headline(piece) and not is_title(piece.draft) and _leads_elsewhere(piece, addresses)
    ]
    rows: dict[HtmlElement, list[HtmlElement]] = {}
    for place, i in enumerate(leading):
        box = _teaser_of(layout, i, leading[max(place - 1, 0) : place + 2])
        row = box.getparent()
        if row is not None and _begins_box(layout, i, box):
            rows.setdefault(row, []).append(box)
    return {box: TEASER for boxes in rows.values() if len(boxes) > 1 for box in boxes}


def _may_be_headline(piece: Seen) -> bool:
    """Headlines of teasers are headings, or lines in a box that is an article by its tag."""
    if piece.draft.kind == "heading":
        return True
    is_line = piece.draft.kind == "paragraph" and len(piece.draft.text) <= _HEADLINE_CHARS
    return is_line and next(piece.at.iterancestors("article"), None) is not None


def _begins_box(layout: Layout, index: int, box: HtmlElement) -> bool:
    """Whether the headline does; a headline by itself is one of the story, whatever it leads to."""
    return box is not layout.pieces[index].at and layout.headed_by(index) in upwards(box)


def _teaser_of(layout: Layout, index: int, near: Sequence[int]) -> HtmlElement:
    """The largest box around the headline that holds few pieces, and no other headline of its kind that is
    ``near``."""
    box = layout.pieces[index].at
    others = [layout.pieces[i].at for i in near if i != index]
    apart = {outer for other in others if other.tag == box.tag for outer in upwards(other)}
    while (parent := box.getparent()) is not None and parent not in apart:
        if layout.holds(parent) > _TEASER_PIECES:
            break
        box = parent
    return box


def _article_of(
    pieces: Sequence[Seen],
    index: int,
    own: int,
    chain: Sequence[HtmlElement],
    depth_of: dict[HtmlElement, int],
    addresses: Collection[str],
) -> Iterator[HtmlElement]:
    """The article that the heading at ``index`` begins, unless it is the page's own."""
    heading = pieces[index]
    below: list[HtmlElement] = []
    for element in upwards(heading.at):
        if element in depth_of:
            break
        below.append(element)
    else:
        return
    if not below or not depth_of[element]:
        return
    container, mine = below[-1], chain[depth_of[element] - 1]
    alike = (container.tag, container.get("class")) == (mine.tag, mine.get("class"))
    if alike and len(below) > 1 and _is_headline(pieces, index, own, container):
        yield container
        return
    for inner in below[1:]:
        if inner.tag == "article" and _leads_elsewhere(heading, addresses):
            if _is_in_midst(pieces, index, inner):
                return
            yield inner
            return


def _is_in_midst(pieces: Sequence[Seen], index: int, article: HtmlElement) -> bool:
    """Whether the heading stands in the midst of ``article``: it is a pointer there, and no headline."""
    return index >= _HEAD_PIECES and article in upwards(pieces[index - _HEAD_PIECES].at)


def _is_headline(pieces: Sequence[Seen], index: int, own: int, container: HtmlElement) -> bool:
    heading, headline = pieces[index], pieces[own]
    if heading.at.tag != headline.at.tag:
        return False
    return (
        heading.at.tag == "h1"
        or container.tag == "article"
        or heading.draft.links > _LINKED
        or any(_is_head_line(piece.draft) for piece in pieces[index + 1 : index + 1 + _HEAD_PIECES])
    )


def _is_head_line(draft: Draft) -> bool:
    return is_byline(draft.text) or is_date(draft.text) or reason_to_skip(draft.text) == "the byline and date"


def _leads_elsewhere(heading: Seen, own: Collection[str]) -> bool:
    """True if the heading is a link to another page of the same site, as those of teasers are. ``own``:
    addresses of this one."""
    if heading.draft.links <= _LINKED:
        return False
    links = [*heading.at.iter("a"), *heading.at.iterancestors("a")]
    return any(_is_of_site(link.get("href", ""), own) for link in links)


def _own_addresses(root: HtmlElement) -> set[str]:
    """Where the page says that it is: many sites write all their links in full."""
    return {str(address) for address in _STATED_ADDRESSES(root)}


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower().removeprefix("www.")
    except ValueError:
        return ""


def _is_of_site(href: str, own: Collection[str]) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.netloc:  # headings may link to themselves, by the address of the page and their place in it
        page = href.partition("#")[0]
        is_own = any(is_same_page(page, address) for address in own)
        return not is_own and any(_host_of(href) == _host_of(address) for address in own)
    return not parts.scheme and bool(parts.path)
