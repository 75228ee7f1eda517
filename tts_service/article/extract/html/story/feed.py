"""Pages that show several whole articles, or the beginnings of others: which elements are not the page's own
article. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from tts_service.article.extract.boilerplate import is_byline, is_date, reason_to_skip
from tts_service.article.extract.draft import Draft, fold
from tts_service.article.extract.html.dom import upwards
from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.html.story.alike import Layout

OTHER = "another article on the same page"
TEASER = "another article's teaser"

_LINKED = 0.9
_TEASER_PIECES = 4
_HEAD_PIECES = 3
"""Pieces under a headline among which a date or a byline may be."""
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
    others: dict[HtmlElement, str] = {}
    for i in headings:
        if 0 < pieces[i].draft.level <= _HIGHEST and fold(pieces[i].draft.text) != title:
            others |= dict.fromkeys(_article_of(pieces, i, own, chain, depth_of), OTHER)
    return others


def teasers(layout: Layout, is_title: Callable[[Draft], bool]) -> dict[HtmlElement, str]:
    """Small boxes, several side by side, that begin with the linked headline of another article."""
    rows: dict[HtmlElement, list[HtmlElement]] = {}
    for i, piece in enumerate(layout.pieces):
        if piece.draft.kind == "heading" and not is_title(piece.draft) and _leads_elsewhere(piece):
            box = layout.box(i, _TEASER_PIECES)
            row = box.getparent()
            if row is not None and layout.headed_by(i) in upwards(box):
                rows.setdefault(row, []).append(box)
    return {box: TEASER for boxes in rows.values() if len(boxes) > 1 for box in boxes}


def _article_of(
    pieces: Sequence[Seen],
    index: int,
    own: int,
    chain: Sequence[HtmlElement],
    depth_of: dict[HtmlElement, int],
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
        if inner.tag == "article" and _leads_elsewhere(heading):
            yield inner
            return


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


def _leads_elsewhere(heading: Seen) -> bool:
    """True if the heading is a link to another page of the same site, as those of teasers are."""
    if heading.draft.links <= _LINKED:
        return False
    links = [*heading.at.iter("a"), *heading.at.iterancestors("a")]
    return any(_is_of_site(link.get("href", "")) for link in links)


def _is_of_site(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and bool(parts.path)
