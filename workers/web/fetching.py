"""Pages are fetched by a process of their own, before a worker reads them: a slow page holds up no worker.

Knows nothing of Celery. The page is kept beside the narrations until it has been read.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from typing import cast

import msgspec
import redis

from audio_cache.errors import StoreFull
from audio_cache.narrations import Narrations
from audio_cache.plan import Outcome
from tts_service.article.address import origin
from tts_service.article.request import ArticleRequest, decode_request
from tts_service.contracts.messages import to_read
from tts_service.errors import ProblemKind, ServiceError, Unavailable
from tts_service.publisher.files import PublisherFiles
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings
from workers.notices import Announcer
from workers.render.outcomes import failure_of, settle
from workers.web.fetch import DEADLINE_S, FetchedPage
from workers.web.parts import WITHIN_S, WholeFetcher
from workers.web.places import Place, Places

log = logging.getLogger(__name__)

LEASE_S = {queue: round(DEADLINE_S + within_s) + 15 for queue, within_s in WITHIN_S.items()}
"""In s, by queue: longer than fetching an article takes."""
AHEAD_S = 900
"""How long a page of a batch keeps its place until it is read, so that a batch is fetched no faster than
it is read."""
WAITING_S = {"interactive": 60, "batch": 600}
"""How long a page that waits for a place is not sent again."""

Send = Callable[[str, str, str], object]
"""``send(article_id, digest, queue)``."""


class Fetching:
    def __init__(
        self,
        settings: Settings,
        client: redis.Redis,
        narrations: Narrations,
        announcer: Announcer,
        *,
        read: Send,
        again: Send,
        files: PublisherFiles | None = None,
    ) -> None:
        """``read`` sends an article whose page is here to be read, ``again`` sends one to be fetched.
        ``files``: the publisher's (default: those in the data folder)."""
        self._settings = settings
        self._client = client
        self._rules = PublisherRules(settings, files)
        self._narrations = narrations
        self._announcer = announcer
        self._places = Places(client, settings.fetches_per_site)
        self._whole = WholeFetcher(settings)
        self._read = read
        self._again = again

    def run(self, article_id: str, digest: str, queue: str, *, anew: bool = False) -> None:
        """Fetch the page that the request waiting under ``digest`` names, and have it read. ``anew``: even if
        it was read before.

        Raises redis.RedisError.
        """
        data = cast(bytes | None, self._client.get(to_read(article_id, digest)))
        request = decode_request(data) if data is not None else None
        if request is None or request.url is None or self._is_here(article_id, digest, request, anew=anew):
            self._read(article_id, digest, queue)
            return
        site, what = origin(request.url), f"{article_id} {digest}"
        place = self._places.take(site, queue, what, LEASE_S[queue])
        self._announcer.touch(article_id, WAITING_S[queue] if place is Place.NONE else LEASE_S[queue])
        if place is Place.MINE:
            fetched = False
            try:
                fetched = self._fetch(article_id, digest, request.url, WITHIN_S[queue])
            finally:
                self._leave(site, queue, what, fetched=fetched)
            if fetched:
                self._read(article_id, digest, queue)

    def _is_here(self, article_id: str, digest: str, request: ArticleRequest, *, anew: bool) -> bool:
        """The page has been fetched, or read before."""
        if self._narrations.page(article_id, digest) is not None:
            return True
        read = self._rules.reading_digest(request, article_id)
        return not anew and self._narrations.article(article_id, read) is not None

    def _fetch(self, article_id: str, digest: str, url: str, within_s: float) -> bool:
        """False if it cannot be fetched: that is then the outcome."""
        try:
            page = _fetched(self._whole, url, within_s)
            self._narrations.put_page(article_id, digest, msgspec.json.encode(page))
        except StoreFull as error:
            self._refuse(article_id, digest, Unavailable(str(error), kind=ProblemKind.DISK_FULL))
        except ServiceError as error:
            self._refuse(article_id, digest, error)
        else:
            return True
        return False

    def _refuse(self, article_id: str, digest: str, error: ServiceError) -> None:
        log.info("article %s cannot be fetched: %s", article_id, error)
        with contextlib.suppress(StoreFull):
            # Then it stays unsettled, and is taken up again when there is room.
            settle(self._narrations, self._announcer, article_id, digest, Outcome(problem=failure_of(error)))
            self._client.delete(to_read(article_id, digest))

    def _leave(self, site: str, queue: str, what: str, *, fetched: bool) -> None:
        if fetched and queue == "batch":
            self._places.hold(site, queue, what, AHEAD_S)
        else:
            leave(self._places, site, queue, what, self._again)


def leave(places: Places, site: str, queue: str, what: str, again: Send) -> None:
    """Give a place back, and have the page fetched that waits for it."""
    if waiting := places.give_back(site, queue, what):
        article_id, digest = waiting.split()
        again(article_id, digest, queue)


def _fetched(whole: WholeFetcher, url: str, within_s: float) -> FetchedPage:
    """Raises ServiceError, whatever happens."""
    try:
        return whole.fetch(url, within_s)
    except ServiceError:
        raise
    except Exception as error:
        log.exception("%s could not be fetched", url)
        raise ServiceError("The page could not be fetched. The service's log says why.") from error
