"""Counting plays: in Redis, and every few seconds all at once in the catalog, where they are read.
Otherwise a popular article's row of the day would be written by one listener after the other.

A batch that has a name in the catalog has been added there: it is not added again, whoever died in between.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping

import msgspec
import redis

from tts_service.broker.plays import PendingPlays, StopPlace
from tts_service.catalog.played.plays import PlayBook
from tts_service.formats.play_counts import Counts

log = logging.getLogger(__name__)


class PlayCounter:
    def __init__(self, pending: PendingPlays, book: PlayBook) -> None:
        self._pending = pending
        self._book = book

    def add(
        self,
        article_id: str,
        counts: Counts,
        day: dt.date,
        stops: Mapping[StopPlace, int] | None = None,
    ) -> None:
        """Without Redis it goes straight to the catalog. Raises Unavailable when that is away too.

        A play that Redis counts without saying so in time is counted twice.
        """
        try:
            self._pending.add(article_id, day, counts.values, stops)
        except redis.RedisError as error:
            log.debug("a play of %s is counted without Redis: %s", article_id, error)
            self._book.add(article_id, counts, day, stops)

    def flush(self) -> int:
        """Bring what was counted to the catalog. Returns for how many articles and days. Several processes
        may do so at once. Raises Unavailable; then everything is still there for the next time."""
        try:
            batch = self._pending.take()
            if batch is None:
                return 0
            plays = {
                place: msgspec.convert(found, Counts, strict=False) for place, found in batch.plays.items()
            }
            self._book.add_batch(batch.name, plays, batch.stops)
            self._pending.done(batch)
        except redis.RedisError as error:
            log.warning("plays stay in Redis: %s", error)
            return 0
        return len(plays)
