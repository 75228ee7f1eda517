"""Whom an article is for: everybody, or members only. A request decides, or else the page that is posted
whole; for a new article then its page's other articles, its show, its site, and last the operator's setting.

What is there stays as it is until a request says otherwise: a rule that changes closes nothing, and opens
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from audio_cache.narrations import Narrations
from tts_service.article.members_only import is_for_members
from tts_service.article.request import ArticleRequest, page_url
from tts_service.catalog import Access, Catalog
from tts_service.catalog.episodes import EpisodeFacts
from tts_service.errors import ProblemKind, Unprocessable
from tts_service.publisher.shows.shows import Publisher

Announce = Callable[[tuple[str, ...]], object]
"""Let the hub know of public feeds that have changed."""


def stated_access(request: ArticleRequest) -> Access | None:
    """What the request says, or the page that comes with it; None when neither says anything."""
    if request.access is not None:
        return cast(Access, request.access)
    return "members" if request.html is not None and is_for_members(request.html) else None


def known_facts(request: ArticleRequest, article_id: str) -> EpisodeFacts:
    """What is known of an article before it has been read."""
    return EpisodeFacts(
        article_id=article_id,
        show=request.show or "",
        url=page_url(request) or "",
        byline=request.author or "",
        language=request.language or "",
        categories=(),
        tags=(),
    )


def by_rule(about: EpisodeFacts, publisher: Publisher) -> bool:
    """A show or site of the article is for members."""
    return publisher.is_for_members(about, about.article_id, about.show)


def turned_out(read: EpisodeFacts, unread: EpisodeFacts, publisher: Publisher) -> bool:
    """An article is for members only, as was known only when it was ``read``."""
    return by_rule(read, publisher) and not by_rule(unread, publisher)


def members_only() -> Unprocessable:
    """The answer to a reader's click: the same as to a page behind a paywall, so that it does not say whether
    somebody had the page read aloud."""
    return Unprocessable(
        "Only the beginning of this article is public. Whoever may hear the rest gets a signed address from "
        "its publisher.",
        kind=ProblemKind.NOT_PUBLIC,
    )


def change_access(
    catalog: Catalog, narrations: Narrations, article_id: str, access: Access
) -> tuple[str, ...]:
    """Open or close an article, in every process at once. Returns the ids of those that have changed."""
    changed = catalog.access.change(article_id, access)
    for name in changed:
        narrations.touch(name)  # so that no process goes on sending an open file
    return changed


class AccessRules:
    """Decides for new articles, and changes known ones."""

    def __init__(self, catalog: Catalog, narrations: Narrations, default: str, announce: Announce) -> None:
        self._catalog = catalog
        self._narrations = narrations
        self._default = cast(Access, default)
        self._announce = announce

    def for_new(self, request: ArticleRequest, article_id: str, publisher: Publisher) -> Access:
        """For an article that nobody has said anything about."""
        url = page_url(request)
        if url and self._catalog.access.is_closed_page(url):
            return "members"
        if by_rule(known_facts(request, article_id), publisher):
            return "members"
        return self._default

    def change(self, article_id: str, access: Access) -> tuple[str, ...]:
        """As ``change_access``; and the hub is told of the feeds that it was in, or is in now."""
        before = self._catalog.episodes.public_feeds_with(article_id)
        changed = change_access(self._catalog, self._narrations, article_id, access)
        if changed:
            self._announce(tuple({*before, *self._catalog.episodes.public_feeds_with(article_id)}))
        return changed
