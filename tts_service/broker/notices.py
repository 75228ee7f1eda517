"""Wakes whoever waits for an article, as soon as workers say that something happened to it.

One subscriber for each web process, started by the first wait (so after the fork), in a thread; under gevent
that is a greenlet. Notices only ever wake: whoever wakes looks what has changed. So a lost notice
costs time, never truth, and without Redis waiting turns into looking several times a second.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections import defaultdict
from collections.abc import Callable
from types import TracebackType
from typing import Any

import msgspec
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tts_service.broker.connection import connect
from tts_service.contracts.messages import CHANNEL, Notice, noticed_article
from tts_service.settings import Settings

log = logging.getLogger(__name__)

LOOK_S = 0.25
"""Longest wait while no notices come in."""
FIRST_RETRY_S = 0.1
LAST_RETRY_S = 5.0
SILENCE_S = 5.0
"""After so much silence Redis is asked whether it is still there."""


class NoticeWatch:
    """From its making to ``close``, no notice about its article is missed: one that comes between two
    waits ends the next."""

    def __init__(self, notices: Notices, article_id: str) -> None:
        self._notices = notices
        self._article_id = article_id
        self._happened = threading.Event()
        notices._add(article_id, self._happened)

    def wait(self, timeout_s: float) -> bool:
        """True when something happened; False after ``timeout_s``, or sooner when no notices come in."""
        happened = self._happened.wait(timeout_s if self._notices.connected else min(timeout_s, LOOK_S))
        if happened:  # else it may have happened since: that ends the next wait
            self._happened.clear()
        return happened

    @property
    def is_quick(self) -> bool:
        """Notices come in. If not, look again after every wait."""
        return self._notices.connected

    def close(self) -> None:
        self._notices._remove(self._article_id, self._happened)

    def __enter__(self) -> NoticeWatch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Notices:
    """``watch`` before looking, look, then ``wait``."""

    def __init__(self, settings: Settings) -> None:
        """Connects to nothing yet, so it may be made before a fork."""
        self._settings = settings
        self._reset()

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._waiting: dict[str, set[threading.Event]] = defaultdict(set)
        self._subscriber: threading.Thread | None = None
        self._subscribers: list[Callable[[Notice], None]] = []
        self._closed = threading.Event()
        self.connected = False
        """Whether notices come in."""

    def watch(self, article_id: str) -> NoticeWatch:
        self._start()
        return NoticeWatch(self, article_id)

    def subscribe(self, on_notice: Callable[[Notice], None]) -> None:
        """Call ``on_notice`` with each notice, in the subscriber's thread: it must neither block nor raise.
        Some may be lost. Call this after the fork."""
        self._start()
        self._subscribers.append(on_notice)

    def wait(self, article_id: str, timeout_s: float) -> bool:
        """One wait, for those who need not know of what came before it."""
        with self.watch(article_id) as watch:
            return watch.wait(timeout_s)

    def close(self) -> None:
        """End the subscriber, which takes up to ``SILENCE_S``. For tests and orderly ends; the thread is a
        daemon."""
        self._closed.set()

    # -- who waits -------------------------------------------------------------------------------------------

    def _add(self, article_id: str, happened: threading.Event) -> None:
        with self._lock:
            self._waiting[article_id].add(happened)

    def _remove(self, article_id: str, happened: threading.Event) -> None:
        with self._lock:
            self._waiting[article_id].discard(happened)
            if not self._waiting[article_id]:
                del self._waiting[article_id]

    def _wake(self, article_id: str) -> None:
        with self._lock:
            waiting = tuple(self._waiting.get(article_id, ()))
        for happened in waiting:
            happened.set()

    def _wake_all(self) -> None:
        for article_id in tuple(self._waiting):
            self._wake(article_id)

    # -- the subscriber --------------------------------------------------------------------------------------

    def _start(self) -> None:
        if self._pid != os.getpid():
            self._reset()  # the thread stayed behind in the parent
        with self._lock:
            if self._subscriber is None:
                self._subscriber = threading.Thread(
                    target=self._run, args=(self._closed,), name="notices", daemon=True
                )
                self._subscriber.start()

    def _run(self, closed: threading.Event) -> None:
        pause_s = FIRST_RETRY_S
        while not closed.is_set():
            try:
                self._listen(closed)
            except (redis.RedisError, OSError) as error:
                if closed.is_set():
                    return
                pause_s = FIRST_RETRY_S if self.connected else min(pause_s * 2, LAST_RETRY_S)
                log.warning("no notices from Redis, next try in %.1f s: %s", pause_s, error)
            if self.connected:
                self.connected = False
                self._wake_all()  # to wait in the other way from now on
            closed.wait(pause_s)

    def _listen(self, closed: threading.Event) -> None:
        with (
            connect(
                self._settings,
                health_check_interval=SILENCE_S,
                socket_connect_timeout=SILENCE_S,
                socket_timeout=SILENCE_S * 2,
                retry=Retry(NoBackoff(), 0),  # _run tries again
            ) as client,
            client.pubsub() as channel,
        ):
            channel.subscribe(CHANNEL)
            while not closed.is_set():
                self._take(channel.get_message(timeout=SILENCE_S))

    def _take(self, message: dict[str, Any] | None) -> None:
        if message is None:
            return
        if message["type"] == "subscribe":
            self.connected = True
            self._wake_all()  # whatever was said meanwhile was missed
        elif message["type"] == "message":
            self._wake_for(message["data"])

    def _wake_for(self, data: bytes) -> None:
        try:
            article_id = noticed_article(data)
        except msgspec.MsgspecError as error:
            log.warning("a notice cannot be read: %s", error)
            return
        self._wake(article_id)
        with contextlib.suppress(msgspec.ValidationError):  # of a kind that another release knows
            notice = msgspec.json.decode(data, type=Notice)
            for on_notice in self._subscribers:
                on_notice(notice)
