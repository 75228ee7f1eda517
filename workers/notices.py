"""What workers announce through Redis: notices, signs of life, counters. A failure here never stops the
work."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol, TypeVar

import msgspec
import redis

from tts_service.contracts.messages import (
    ATTEMPTS_KEPT_S,
    METRICS,
    SETTLING,
    SETTLING_KINDS,
    TOUCHED_S,
    Notice,
    attempts,
    notices_of,
    touched,
)
from tts_service.time_limit import is_overdue

log = logging.getLogger(__name__)
T = TypeVar("T")

RENEWED_S = TOUCHED_S / 3
TOLD_AFTER_S = 5.0
"""In s: how long what can wait is kept back at most while a task goes on."""
_TELL = """
redis.call('DEL', unpack(KEYS, 2))
for place = 1, #ARGV, 2 do redis.call('HINCRBYFLOAT', KEYS[1], ARGV[place], ARGV[place + 1]) end
"""


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
        """The segment ``key`` is there: published at once. Its attempts are forgotten and ``counts`` raised a
        little later, together with those of the segments after it."""

    def tell(self) -> None:
        """Now, whatever ``stored`` has kept back: for the end of a task."""


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

    def tell(self) -> None:
        pass


class RedisAnnouncer:
    """Names as in docs/architecture.md. A Redis that is away costs a log line, not a segment."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._tell = client.register_script(_TELL)
        self._at = ""
        self._touched: tuple[str, float] = ("", -math.inf)
        self._beating: threading.Thread | None = None
        self._succeeded: list[str] = []
        self._counts: dict[str, float] = defaultdict(float)
        self._kept_back_since = math.inf

    def publish(self, notice: Notice) -> None:
        """Whoever hears of the end of a narration finds all of it counted."""
        if notice.kind in ("ready", "failed"):
            self.tell()
        self._publish(notice)

    def _publish(self, notice: Notice) -> None:
        said = msgspec.json.encode(notice)
        self._quietly(lambda: self._client.publish(notices_of(notice.id), said))
        if notice.kind in SETTLING_KINDS:
            self._quietly(lambda: self._client.publish(SETTLING, said))

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
                self._touched = (article_id, time.monotonic())

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
        self._publish(notice)
        self._succeeded.append(attempts(key))
        for sample, amount in counts.items():
            self._counts[sample] += amount
        self._kept_back_since = min(self._kept_back_since, time.monotonic())
        if time.monotonic() - self._kept_back_since > TOLD_AFTER_S:
            self.tell()

    def tell(self) -> None:
        """By one command. A process that is killed has not told of its last sentences: they are not
        counted, and if they are lost, too, they may be tried once less."""
        if not self._succeeded:
            return
        succeeded, counts = self._succeeded, self._counts
        self._succeeded, self._counts, self._kept_back_since = [], defaultdict(float), math.inf

        given = [part for pair in counts.items() for part in pair]
        self._quietly(lambda: self._tell([METRICS, *succeeded], given))

    def _quietly(self, call: Callable[[], T]) -> T | None:
        try:
            return call()
        except redis.RedisError as error:
            log.warning("Redis did not take a notice: %s", error)
            return None
