"""What workers announce through Redis: notices, signs of life, counters. A failure here never stops the
work."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol, TypeVar

import msgspec
import redis

from tts_service.contracts.messages import CHANNEL, METRICS, TOUCHED_S, Notice, attempts, touched
from tts_service.time_limit import is_overdue

log = logging.getLogger(__name__)
T = TypeVar("T")

RENEWED_S = TOUCHED_S / 3
ATTEMPTS_KEPT_S = 600


class Announcer(Protocol):
    """Where workers announce. ``SilentAnnouncer`` serves commands that need no Redis."""

    def publish(self, notice: Notice) -> None: ...

    def touch(self, article_id: str, seconds: int = TOUCHED_S) -> None:
        """Mark this article as being worked on: for ``seconds`` it is not sent to another worker."""

    def working(self, article_id: str) -> AbstractContextManager[None]:
        """``touch`` it again and again while the block lasts, as long as this process is not stuck."""

    def count(self, sample: str, amount: float = 1) -> None:
        """Raise a counter, named as a Prometheus sample with its labels."""

    def attempt(self, name: str) -> int:
        """How often ``name`` was tried in the last ten minutes, this time included. Survives the death of
        the worker."""

    def succeeded(self, name: str) -> None:
        """Forget the attempts at ``name``."""

    def stored(self, key: str, notice: Notice, counts: Mapping[str, float]) -> None:
        """The segment ``key`` is there: ``succeeded``, ``count`` and ``publish`` in one."""


class SilentAnnouncer:
    def publish(self, notice: Notice) -> None:
        pass

    def touch(self, article_id: str, seconds: int = TOUCHED_S) -> None:
        pass

    def working(self, article_id: str) -> AbstractContextManager[None]:
        return nullcontext()

    def count(self, sample: str, amount: float = 1) -> None:
        pass

    def attempt(self, name: str) -> int:
        return 1

    def succeeded(self, name: str) -> None:
        pass

    def stored(self, key: str, notice: Notice, counts: Mapping[str, float]) -> None:
        self.succeeded(key)
        for sample, amount in counts.items():
            self.count(sample, amount)
        self.publish(notice)


class RedisAnnouncer:
    """Names as in docs/architecture.md. A Redis that is away costs a log line, not a segment."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._at = ""
        self._touched: tuple[str, float] = ("", -math.inf)
        self._beating: threading.Thread | None = None

    def publish(self, notice: Notice) -> None:
        self._quietly(lambda: self._client.publish(CHANNEL, msgspec.json.encode(notice)))

    def touch(self, article_id: str, seconds: int = TOUCHED_S) -> None:
        self._quietly(lambda: self._client.set(touched(article_id), 1, ex=seconds))

    @contextmanager
    def working(self, article_id: str) -> Iterator[None]:
        """For one thread at a time."""
        if self._touched[0] != article_id or time.monotonic() - self._touched[1] > RENEWED_S:
            self.touch(article_id)
            self._touched = (article_id, time.monotonic())
        self._at = article_id
        if self._beating is None:
            self._beating = threading.Thread(target=self._beat, name="touching", daemon=True)
            self._beating.start()
        try:
            yield
        finally:
            self._at = ""

    def _beat(self) -> None:
        while True:
            time.sleep(RENEWED_S)
            if (article_id := self._at) and not is_overdue():
                self.touch(article_id)

    def count(self, sample: str, amount: float = 1) -> None:
        self._quietly(lambda: self._client.hincrbyfloat(METRICS, sample, amount))

    def attempt(self, name: str) -> int:
        def raise_it() -> int:
            if self._client.set(attempts(name), 1, ex=ATTEMPTS_KEPT_S, nx=True):
                return 1  # nearly always
            with self._client.pipeline() as pipe:
                pipe.incr(attempts(name))
                pipe.expire(attempts(name), ATTEMPTS_KEPT_S)
                return int(pipe.execute()[0])

        return self._quietly(raise_it) or 1

    def succeeded(self, name: str) -> None:
        self._quietly(lambda: self._client.delete(attempts(name)))

    def stored(self, key: str, notice: Notice, counts: Mapping[str, float]) -> None:
        def in_one_round_trip() -> None:
            with self._client.pipeline(transaction=False) as pipe:
                pipe.delete(attempts(key))
                for sample, amount in counts.items():
                    pipe.hincrbyfloat(METRICS, sample, amount)
                pipe.publish(CHANNEL, msgspec.json.encode(notice))
                pipe.execute()

        self._quietly(in_one_round_trip)

    def _quietly(self, call: Callable[[], T]) -> T | None:
        try:
            return call()
        except redis.RedisError as error:
            log.warning("Redis did not take a notice: %s", error)
            return None
