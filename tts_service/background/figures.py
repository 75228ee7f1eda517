"""Looks, now and then, at what can only be known while it is so: how long the queues are, how much is stored.

The process that sweeps looks. What it misses while none does is not made up: that time has no figures.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable

import redis

from tts_service.broker.figures import FigureBook
from tts_service.broker.queue import QUEUES, Queue
from tts_service.catalog import Catalog
from tts_service.contracts.messages import FETCH_QUEUE

log = logging.getLogger(__name__)

QUEUES_EVERY_S = 20.0
STORED_EVERY_S = 900.0
"""The sizes of all narrations are added up for it."""


class FigureSampler:
    def __init__(self, queue: Queue, catalog: Catalog, book: FigureBook) -> None:
        self._queue = queue
        self._catalog = catalog
        self._book = book
        self._due = {self._note_queues: 0.0, self._note_stored: 0.0}

    def look_now_and_then(self) -> None:
        """Raises Unavailable when the queue or the catalog is away."""
        now = time.monotonic()
        for look, every_s in ((self._note_queues, QUEUES_EVERY_S), (self._note_stored, STORED_EVERY_S)):
            if now >= self._due[look]:
                self._try(look)
                self._due[look] = now + every_s

    def _try(self, look: Callable[[dt.datetime], None]) -> None:
        try:
            look(dt.datetime.now(dt.UTC))
        except redis.RedisError as error:
            log.warning("figures of the day were not kept: %s", error)

    def _note_queues(self, now: dt.datetime) -> None:
        self._book.note_queues(self._queue.depths(*QUEUES, FETCH_QUEUE), now)

    def _note_stored(self, now: dt.datetime) -> None:
        self._book.note_stored(*self._catalog.index.finished(), now)
