"""What workers tell the rest through Redis: notices, signs of life, counters. None of it may ever stop the work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec
import redis

from tts_service.wire import CHANNEL, METRICS, TOUCHED_S, Notice, touched

log = logging.getLogger(__name__)
T = TypeVar("T")


class Announcer(Protocol):
    """Where workers announce. ``SilentAnnouncer`` serves commands that need no Redis."""

    def tell(self, notice: Notice) -> None: ...

    def touch(self, article_id: str) -> None:
        """Somebody works on this article just now."""

    def count(self, sample: str, amount: float = 1) -> None:
        """Raise a counter, named as a Prometheus sample with its labels."""

    def attempt(self, name: str) -> int:
        """How often ``name`` was tried in the last ten minutes, this time included. Survives the death of the worker."""

    def succeeded(self, name: str) -> None:
        """Forget the attempts at ``name``."""


class SilentAnnouncer:
    def tell(self, notice: Notice) -> None:
        pass

    def touch(self, article_id: str) -> None:
        pass

    def count(self, sample: str, amount: float = 1) -> None:
        pass

    def attempt(self, name: str) -> int:
        return 1

    def succeeded(self, name: str) -> None:
        pass


class RedisAnnouncer:
    """Names as in docs/architecture.md. A Redis that is away costs a log line, not a segment."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def tell(self, notice: Notice) -> None:
        self._quietly(lambda: self._client.publish(CHANNEL, msgspec.json.encode(notice)))

    def touch(self, article_id: str) -> None:
        self._quietly(lambda: self._client.set(touched(article_id), 1, ex=TOUCHED_S))

    def count(self, sample: str, amount: float = 1) -> None:
        self._quietly(lambda: self._client.hincrbyfloat(METRICS, sample, amount))

    def attempt(self, name: str) -> int:
        def raise_it() -> int:
            with self._client.pipeline() as pipe:
                pipe.incr(f"tts:attempts:{name}")
                pipe.expire(f"tts:attempts:{name}", 600)
                return int(pipe.execute()[0])

        return self._quietly(raise_it) or 1

    def succeeded(self, name: str) -> None:
        self._quietly(lambda: self._client.delete(f"tts:attempts:{name}"))

    def _quietly(self, call: Callable[[], T]) -> T | None:
        try:
            return call()
        except redis.RedisError as error:
            log.warning("Redis did not take a notice: %s", error)
            return None
