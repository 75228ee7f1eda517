"""The headline: which part of what a page is called it is, and which piece of the page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from tts_service.article.bounds import MAX_TITLE_CHARS, cut
from tts_service.article.extract.draft import Draft, fold
from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.judge import TITLE_AGAIN, same_title
from tts_service.article.source import source_text

ABOVE = "above the headline"
ABOVE_SHARE = 0.3
"""Of what is read. More than this above the headline is read, too."""

_BETWEEN = re.compile(r"\s[|–—»:·•-]\s")
_HEADINGS = ("h1", "h2", "h3")
_MOST_CHARS = 1_000
_MOST_HEADINGS = 200
_SURE_CHARS, _OPENING_CHARS = 15, 8
"""Characters (folded) of what two headlines have in common, anywhere or at the beginning."""


def headline_of(root: HtmlElement, found: str, sites: Iterable[str]) -> str:
    """``found``, what the page seems to be called, without the site's name; if it is nothing else, the rest
    of the page's ``<title>``."""
    names = {fold(site) for site in sites} - {""}
    whole = " ".join((root.findtext(".//title") or "")[:_MOST_CHARS].split())
    parts = [part.strip() for part in _BETWEEN.split(whole)]
    if len(parts) > 1 and fold(found) in map(fold, parts):
        others = [part for part in parts if fold(part) not in (fold(found), *names)]
        is_first = fold(parts[0]) == fold(found) and _is_heading(root, [found])
        is_site = fold(found) in names or (_is_heading(root, others) and not is_first)
        if others and is_site:
            return max(others, key=len)
    site, _, rest = whole.partition(": ")
    if rest and fold(found) in (fold(whole), fold(site)) and _are_headings(root, site, rest):
        return rest.strip()
    if len(parts) == 1 and whole and not _within(found, whole) and _are_headings(root, found, whole):
        return whole
    own = [part for part in _BETWEEN.split(found[:_MOST_CHARS]) if fold(part) not in names]
    return own[0].strip() if len(own) == 1 and names and fold(found) not in names else found


def _are_headings(root: HtmlElement, *parts: str) -> bool:
    return all(_is_heading(root, [part]) for part in parts)


def _is_heading(root: HtmlElement, parts: Iterable[str]) -> bool:
    """Whether a heading of the page says one of ``parts``, so that what else it is called is its site."""
    wanted = {fold(part) for part in parts}
    headings = (one for number, one in enumerate(root.iter(*_HEADINGS)) if number < _MOST_HEADINGS)
    return any(fold("".join(heading.itertext())[:_MOST_CHARS]) in wanted for heading in headings)


def is_headline(draft: Draft, *titles: str) -> bool:
    return draft.kind == "heading" and any(
        same_title(draft.text, title) or (draft.level == 1 and _within(draft.text, title)) for title in titles
    )


def _within(text: str, title: str) -> bool:
    """The headline on the page is often the stated title with or without the name of the site."""
    one, other = sorted((fold(text), fold(title)), key=len)
    return (len(one) > _SURE_CHARS and one in other) or (len(one) > _OPENING_CHARS and other.startswith(one))


def set_title(pieces: list[Seen], asked: str, stated: str, above_share: float) -> str:
    """Make the headline the title and return it. If none is visible above the body, the title is put in front
    of the text; at most ``above_share`` of the body may be above the headline, and is then not read."""
    asked = " ".join(source_text(asked).split())
    at = next((i for i, piece in enumerate(pieces) if is_headline(piece.draft, asked, stated)), None)
    if at is None or _share_above(pieces, at) > above_share:
        title = asked or " ".join(stated.split())
        if title:
            pieces.insert(0, Seen(Draft("title", title, 0, 0), pieces[0].at))
        return title
    for piece in pieces[:at]:
        piece.draft.reason = piece.draft.reason or ABOVE
    headline = pieces[at].draft
    headline.kind, headline.reason = "title", ""
    if asked and not same_title(headline.text, asked):
        headline.kind, headline.reason = "heading", TITLE_AGAIN
        pieces.insert(at, Seen(Draft("title", asked, 0, 0), pieces[at].at))
    return asked or cut(" ".join(headline.text.split()), MAX_TITLE_CHARS)


def _share_above(pieces: Sequence[Seen], at: int) -> float:
    lengths = [len(piece.draft.text) * piece.draft.read for piece in pieces]
    return sum(lengths[:at]) / max(sum(lengths), 1)
