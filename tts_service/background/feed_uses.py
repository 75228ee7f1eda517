"""Counting how often feed tokens are used: in Redis, and every few seconds in the catalog. Podcast clients
look at their feeds each quarter of an hour: the catalog would be written for every one of them."""

from __future__ import annotations

import datetime as dt
import logging

import redis

from tts_service.broker.feed_uses import PendingFeedUses
from tts_service.catalog.members.book import MemberBook

log = logging.getLogger(__name__)


class FeedUseCounter:
    def __init__(self, pending: PendingFeedUses, book: MemberBook) -> None:
        self._pending = pending
        self._book = book

    def add(self, member_id: str) -> None:
        """Without Redis it is not counted: no listener waits for a number."""
        try:
            self._pending.add(member_id)
        except redis.RedisError as error:
            log.debug("a use of a feed token is not counted: %s", error)

    def flush(self) -> int:
        """Bring what was counted to the catalog. Returns for how many members. Raises Unavailable."""
        try:
            uses = self._pending.take()
        except redis.RedisError as error:
            log.warning("uses of feed tokens stay in Redis: %s", error)
            return 0
        if uses:
            self._book.add_uses(uses, dt.datetime.now(dt.UTC).date())
        return len(uses)
