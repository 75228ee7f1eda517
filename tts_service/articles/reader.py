"""Looking articles up. Nothing here changes a row, sends a task or publishes anything.

The catalog may lag behind the narration folders until the next sweep, so a status is computed from both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from tts_service.article.address import normalized_url
from tts_service.article.request import ArticleRequest, article_id, check
from tts_service.articles.asking.clicks import click_of, may_wish
from tts_service.articles.facts import growth_of, planned, seen
from tts_service.articles.first_look import first_look
from tts_service.articles.renditions import HeardNow, Hearer, Renditions
from tts_service.articles.status import Status, StatusList, rendition_status, status_of
from tts_service.catalog import Audience, Catalog, CatalogEntry
from tts_service.contracts.messages import FETCH_QUEUE
from tts_service.coverage.read import read_account
from tts_service.coverage.report import Account
from tts_service.errors import NotFound, ProblemKind, from_problem
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings

_ID = re.compile(r"[a-z0-9]{1,64}")


class ArticleReader:
    """Every method that takes an id raises NotFound for an unknown one; all raise Unavailable when the
    catalog is away."""

    def __init__(
        self, settings: Settings, catalog: Catalog, narrations: Narrations, rules: PublisherRules
    ) -> None:
        self._settings = settings
        self._catalog = catalog
        self._narrations = narrations
        self._rules = rules
        self.renditions = Renditions(catalog, narrations, rules)

    def status(self, article_id: str) -> Status:
        return self._status(self._entry(article_id))

    def by_url(self, url: str, voice: str | None = None) -> Status | None:
        """The article of a page: as asked for with ``voice``; without, with any voice, preferably none."""
        page = normalized_url(url)
        if not page:
            return None
        plain = article_id(ArticleRequest(url=page, voice=voice))
        entry = self._catalog.find_by_url(page, voice, plain)
        return self._status(entry) if entry else None

    def list(
        self,
        cursor: str | None = None,
        limit: int = 50,
        show: str | None = None,
        *,
        audience: Audience = "editors",
    ) -> StatusList:
        """All articles that ``audience`` may hear, or those of ``show``. Raises BadRequest for an invalid
        cursor."""
        page = self._catalog.list(cursor, limit, show, audience=audience)
        return StatusList(self.described(page.entries), page.cursor)

    def described(self, entries: Iterable[CatalogEntry]) -> tuple[Status, ...]:
        """The articles of ``entries`` as they are now."""
        return tuple(map(self._status, entries))

    def script(self, article_id: str) -> bytes:
        """What is said, as JSON. Raises NotFound until the article has been read, and its problem when it
        cannot be."""
        return self._script(self._seen(article_id))

    def account(self, article_id: str) -> Account:
        """What was said of the article, and what was left out. Raises as ``script``."""
        entry = self._seen(article_id)
        self._script(entry)
        account = read_account(self._narrations, entry.narration) if entry.narration else None
        if account is None:
            raise NotFound(
                "The article has not been planned yet. Ask again in a moment.", kind=ProblemKind.NOT_READ_YET
            )
        return account

    def is_public(self, narration: NarrationId) -> bool:
        """Everybody may hear it. False for an unknown id."""
        access, article_id = self._catalog.access, narration.article_id
        known = access.of(article_id)
        return known is not None and known.is_open and access.is_out(known, article_id, narration.revision)

    def current_narration(self, article_id: str) -> NarrationId | None:
        """That of the newest revision that could be planned: the one that is played. None while there is
        none."""
        entry = self._entry(article_id)
        outcome = None if entry.settled else self._narrations.outcome(article_id, entry.digest)
        return NarrationId(article_id, outcome.revision) if outcome and outcome.revision else entry.narration

    def heard(self, article_id: str, hearer: Hearer = "anybody") -> NarrationId | None:
        """What ``hearer`` hears at the moving addresses of the article, if that is a rendition; None: the
        article as it is."""
        found = self._heard_now(article_id, hearer) if self.renditions.has_any else None
        return found.narration if found is not None else None

    def as_heard(self, status: Status, hearer: Hearer) -> Status:
        """``status``, naming the rendition that ``hearer`` hears of a finished article, if there is one: as
        its revision, with its length and its addresses."""
        if not self.renditions.has_any or status.status != "ready":
            return status
        found = self._heard_now(status.id, hearer)
        return status if found is None else rendition_status(status, *found, self._settings.base_url)

    def _heard_now(self, article_id: str, hearer: Hearer) -> HeardNow | None:
        return self.renditions.heard(self._seen(article_id), hearer)

    def is_new(self, request: ArticleRequest) -> bool:
        """A click on this would have something read and rendered that neither exists nor is under way.
        Raises as ``check``."""
        check(request)
        known = self._catalog.get(click_of(request, self._rules.publisher).id)
        return known is None or known.status == "failed"

    def must_be_rendered(self, article_id: str) -> bool:
        """It was ready, and its audio has been pruned since: playing it has all of it spoken again."""
        entry = self._seen(article_id)
        return entry.status == "ready" and not self._is_whole(entry)

    def may_click(self, url: str, voice: str | None) -> bool:
        """The publisher allows readers to have the page at ``url`` read aloud with ``voice``."""
        return may_wish(url, voice, self._rules.publisher)

    def waits_in(self, entry: CatalogEntry) -> set[str]:
        """Queues through which an unsettled article has yet to go."""
        to_fetch = entry.url is not None and planned(self._narrations, entry) is None
        return {entry.queue, FETCH_QUEUE} if to_fetch else {entry.queue}

    # -- inside ----------------------------------------------------------------------------------------------

    def _entry(self, article_id: str) -> CatalogEntry:
        entry = first_look.take(article_id)
        if entry is None and _ID.fullmatch(article_id):
            entry = self._catalog.get(article_id)
        if entry is None:
            raise NotFound(
                "There is no article with this id. It may have been deleted.",
                kind=ProblemKind.NO_SUCH_ARTICLE,
            )
        return entry

    def _is_whole(self, entry: CatalogEntry) -> bool:
        return entry.narration is not None and self._narrations.finished(entry.narration) is not None

    def _seen(self, article_id: str) -> CatalogEntry:
        return seen(self._catalog, self._narrations, self._entry(article_id))

    def _status(self, entry: CatalogEntry) -> Status:
        now = seen(self._catalog, self._narrations, entry)
        return status_of(
            now, growth_of(self._narrations, now), self._settings.base_url, self._settings.disclosure
        )

    def _script(self, entry: CatalogEntry) -> bytes:
        script = self._narrations.script(entry.narration) if entry.narration else None
        if script is not None:
            return script
        if entry.error is not None:
            raise from_problem(entry.error)
        raise NotFound(
            "The article has not been read yet. Ask again in a moment.", kind=ProblemKind.NOT_READ_YET
        )
