"""Pages that list articles: feeds, archives, sections, search results. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.html.story.outside import is_prose

_CLASSES = frozenset(
    (
        "archive",
        "archives",
        "search",
        "search-results",
        "category",
        "tag",
        "author",
        "blog",
        "home",
        "date",
        "listing",
    )
)
"""Of ``<body>``, as WordPress and others set them."""
_FOLDERS = re.compile(
    r"/(?:tags?|category|categories|topics?|authors?|search|suche|archives?|archiv|archivo|themen|temas|rubrik)(?:/|$)",
    re.IGNORECASE,
)
_SEARCHES = frozenset(("q", "s", "query", "search", "suche", "keyword", "keywords", "term"))
_LINKED = 0.9
_MOST_TEASED = 0.5
_TEASED = 3


def is_listing(root: HtmlElement, pieces: Sequence[Seen], url: str) -> bool:
    """Whether the page at ``url`` lists articles in place of telling one."""
    return _is_called_listing(root, url) or _is_made_of_teasers(pieces)


def _is_called_listing(root: HtmlElement, url: str) -> bool:
    body = root.find("body")
    names = set() if body is None else set(body.get("class", "").lower().split())
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    is_front = not parts.path.strip("/") and not parts.query
    keys = {key.lower() for key, _ in parse_qsl(parts.query)}
    return bool(is_front or _FOLDERS.search(parts.path) or keys & _SEARCHES or names & _CLASSES)


def _is_made_of_teasers(pieces: Sequence[Seen]) -> bool:
    """Whether most of its prose stands under headings that are links."""
    teased, prose, under, headings = 0, 0, False, 0
    for piece in pieces:
        if piece.draft.kind == "heading":
            under = piece.draft.links > _LINKED
            headings += under
        elif is_prose(piece.draft):
            prose += len(piece.draft.text)
            teased += len(piece.draft.text) * under
    return headings >= _TEASED and teased > _MOST_TEASED * prose
