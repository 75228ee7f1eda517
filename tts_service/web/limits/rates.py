"""How often each client may do something: counted in Redis for all web processes; without Redis, by each
process for itself."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Sequence

import redis
from limits import RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from tts_service.contracts.messages import LIMITS
from tts_service.web.limits.clients import WIDE_FACTOR
from tts_service.web.limits.rate_limit import LocalRateLimit

log = logging.getLogger(__name__)

REST_S = 5.0
"""How long a Redis that did not answer is left alone: no request waits for it twice."""


class _Storage(RedisStorage):
    """Asks for no other library: that of Valkey takes a tenth of a second to load."""

    DEPENDENCIES = {"redis": RedisStorage.DEPENDENCIES["redis"]}  # noqa: RUF012 (as in its base)


class Rates:
    """One per web process. No method raises when Redis is away."""

    def __init__(self, client: redis.Redis) -> None:
        storage = _Storage("redis://", connection_pool=client.connection_pool, key_prefix=LIMITS)
        self._limiter = SlidingWindowCounterRateLimiter(storage)
        self._local: dict[tuple[str, int], LocalRateLimit] = {}
        self._asked_again_at = 0.0

    def take(self, name: str, most: int, period_s: int, digests: Sequence[str]) -> int | None:
        """Count one. Returns None, or, if the client of ``digests`` has had ``most`` in ``period_s``, the
        seconds until it may try again."""
        for item, digest in _items(name, most, period_s, digests):
            if (wait_s := self._ask(item, digest, take=True)) is not None:
                return wait_s
        return None

    def spent(self, name: str, most: int, period_s: int, digests: Sequence[str]) -> int | None:
        """As ``take``, without counting."""
        for item, digest in _items(name, most, period_s, digests):
            if (wait_s := self._ask(item, digest, take=False)) is not None:
                return wait_s
        return None

    @property
    def is_resting(self) -> bool:
        """Redis has not answered, and is not asked again yet."""
        return time.monotonic() < self._asked_again_at

    def _ask(self, item: RateLimitItemPerSecond, digest: str, *, take: bool) -> int | None:
        if not self.is_resting:
            try:
                asked = self._limiter.hit if take else self._limiter.test
                return None if asked(item, digest) else self._reset_in_s(item, digest)
            except redis.RedisError as error:
                log.warning("Redis does not answer; each web process counts limits for itself: %s", error)
                self._asked_again_at = time.monotonic() + REST_S
        return self._ask_alone(item, digest, take=take)

    def _reset_in_s(self, item: RateLimitItemPerSecond, digest: str) -> int:
        reset_at = self._limiter.get_window_stats(item, digest).reset_time
        return min(max(math.ceil(reset_at - time.time()), 1), item.get_expiry())

    def _ask_alone(self, item: RateLimitItemPerSecond, digest: str, *, take: bool) -> int | None:
        limit = self._local.setdefault(
            (item.namespace, item.amount), LocalRateLimit(item.amount, item.get_expiry())
        )
        free = limit.take(digest) if take else not limit.is_spent(digest)
        return None if free else max(math.ceil(limit.left_s), 1)


def _items(
    name: str, most: int, period_s: int, digests: Sequence[str]
) -> list[tuple[RateLimitItemPerSecond, str]]:
    amounts = (most, *(most * WIDE_FACTOR for _ in digests[1:]))
    return [
        (RateLimitItemPerSecond(amount, period_s, f"{name}-{width}"), digest)
        for width, (amount, digest) in enumerate(zip(amounts, digests, strict=True))
    ]
