"""Sending an article's work to the workers."""

from __future__ import annotations

import logging

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from tts_service.article.request import ArticleRequest
from tts_service.articles.facts import planned
from tts_service.broker.queue import Queue
from tts_service.catalog import Accepted, Catalog, CatalogEntry
from tts_service.contracts.messages import QueueName
from tts_service.errors import NotFound, ProblemKind, Unavailable
from tts_service.settings import Settings

log = logging.getLogger(__name__)


class Dispatcher:
    def __init__(self, settings: Settings, catalog: Catalog, narrations: Narrations, queue: Queue) -> None:
        self._settings = settings
        self._catalog = catalog
        self._narrations = narrations
        self._queue = queue

    def begin(self, entry: CatalogEntry, request: ArticleRequest, queue: QueueName) -> None:
        """Have ``request`` rendered in ``queue``, whatever its last result was. What cannot be sent now is
        sent by the sweeper."""
        self.forget_problem(entry.id, entry.digest)
        if entry.settled or entry.queue != queue:
            self._catalog.reopen(entry.id, queue)
        self.send(entry.id, request, queue, entry.digest, is_click=entry.origin == "click")

    def send(
        self, article_id: str, request: ArticleRequest, queue: QueueName, digest: str, *, is_click: bool
    ) -> None:
        """As ``begin``, for an article that the catalog has just taken up."""
        try:
            self._queue.prepare(article_id, request, queue, digest, is_click=is_click)
        except Unavailable as error:
            log.warning("article %s waits until the queue is back: %s", article_id, error.detail)

    def resend(self, entry: CatalogEntry) -> None:
        """Send once more what an unsettled article waits for. Raises Unavailable when the queue is away,
        NotFound when the article has just been deleted."""
        plan = planned(self._narrations, entry)
        if plan is None or plan.pieces_among(self._narrations.missing(plan)):  # a recording is cut again
            request, is_click = self.source(entry.id), entry.origin == "click"
            self._queue.prepare(entry.id, request, entry.queue, entry.digest, is_click=is_click)
            return
        wanted = self._queue.tokens_wanted(entry.queue) or self._settings.worker_processes
        for _ in range(min(wanted, max(1, len(self._narrations.missing(plan))))):
            self._queue.render(plan.narration, entry.queue)

    def source(self, article_id: str) -> ArticleRequest:
        """The request as it was accepted. Raises NotFound."""
        source = self._catalog.source(article_id)
        if source is None:
            raise NotFound("This article has just been deleted.", kind=ProblemKind.NO_SUCH_ARTICLE)
        return source

    def forget_problem(self, article_id: str, digest: str) -> None:
        """So that an old verdict is not mistaken for the new one."""
        outcome = self._narrations.outcome(article_id, digest)
        if outcome is not None and outcome.problem is not None:
            self._narrations.clear_outcome(article_id, digest)
        elif outcome is not None:
            self._narrations.clear_failure(NarrationId(article_id, outcome.revision))

    def has_workers(self) -> bool:
        try:
            return self._queue.workers() > 0
        except Unavailable:
            return False


def is_to_be_sent(entry: CatalogEntry, accepted: Accepted, queue: QueueName) -> bool:
    """New work, another try, or a click on what a batch has asked for."""
    if entry.settled:
        return entry.status == "failed"
    return accepted is not Accepted.SAME or (queue == "interactive" and entry.queue == "batch")
