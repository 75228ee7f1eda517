"""What is published through Redis, for those in this process who asked for it: a channel is joined when the
first of them asks, and left when the last has gone. So a process is sent only what concerns somebody here.

One connection for each process, made when the first asks (so after the fork), with a thread that reads; under
gevent that is a greenlet. What is published while it is away is lost: whoever listens hears LOST when it
comes back, and looks.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

import redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.retry import Retry

from tts_service.broker.connection import connect
from tts_service.settings import Settings

log = logging.getLogger(__name__)

FIRST_RETRY_S = 0.1
LAST_RETRY_S = 5.0
SILENCE_S = 5.0
"""After so much silence Redis is asked whether it is still there."""
LOST = None
"""In place of what was published: something may have been missed, or will be from now on."""

Hear = Callable[[bytes | None], None]


class PubSubChannel(NamedTuple):
    """``is_pattern``: all channels that ``name`` matches, as Redis's PSUBSCRIBE has it."""

    name: str
    is_pattern: bool = False


EVER = PubSubChannel("tts:events:")
"""Of no article. Nothing is published in it: a connection without any channel cannot be read."""


class Channels:
    """``hear`` is called in the reading thread, with what was published or LOST: it must neither block nor
    raise. Whoever joins a channel first hears LOST once Redis has been told, and everybody does whenever the
    connection comes or goes. So who looks after each call has missed nothing since joining."""

    def __init__(self, settings: Settings) -> None:
        """Connects to nothing yet, so it may be made before a fork."""
        self._settings = settings
        self._reset()

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.RLock()
        self._heard: dict[PubSubChannel, list[Hear]] = {}
        self._reader: threading.Thread | None = None
        self._line: PubSub | None = None
        self._closed = threading.Event()
        self.connected = False
        """Whether anything comes in."""

    def open(self) -> None:
        """Connect, if that has not been done. Call this after the fork."""
        if self._pid != os.getpid():
            self._reset()  # the thread stayed behind in the parent
        with self._lock:
            if self._reader is None:
                self._reader = threading.Thread(
                    target=self._run, args=(self._closed,), name="notices", daemon=True
                )
                self._reader.start()

    def join(self, channel: PubSubChannel, hear: Hear) -> None:
        self.open()
        with self._lock:
            others = self._heard.setdefault(channel, [])
            others.append(hear)
            if len(others) == 1:
                self._send("subscribe", channel)

    def leave(self, channel: PubSubChannel, hear: Hear) -> None:
        with self._lock:
            others = self._heard.get(channel, [])
            if hear in others:
                others.remove(hear)
                if not others:
                    del self._heard[channel]
                    self._send("unsubscribe", channel)

    def close(self) -> None:
        """End the reader, which takes up to ``SILENCE_S``. For tests and orderly ends; the thread is a
        daemon."""
        self._closed.set()

    def _send(self, command: str, *channels: PubSubChannel) -> None:
        """While there is no connection nothing is sent: the next one begins with all that is joined then. Nor
        is anything raised: the reader notices what is wrong with a connection."""
        if self._line is None:
            return
        with suppress(redis.RedisError, OSError):
            for prefix in ("", "p"):
                if names := [channel.name for channel in channels if channel.is_pattern == bool(prefix)]:
                    getattr(self._line, prefix + command)(*names)

    # -- the reader ------------------------------------------------------------------------------------------

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
                for channel in tuple(self._heard):
                    self._tell(channel, LOST)  # to wait in another way from now on
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
            client.pubsub() as line,
        ):
            line.subscribe(EVER.name)
            try:
                with self._lock:
                    self._line = line
                    self._send("subscribe", *self._heard)
                while not closed.is_set():
                    self._take(line.get_message(timeout=SILENCE_S))
            finally:
                with self._lock:
                    self._line = None

    def _take(self, message: dict[str, Any] | None) -> None:
        kind = message["type"] if message else ""
        if message is None or kind not in ("subscribe", "psubscribe", "message", "pmessage"):
            return
        name = message["pattern"] if kind == "pmessage" else message["channel"]
        channel = PubSubChannel(name.decode(), is_pattern=kind.startswith("p"))
        if kind.endswith("subscribe"):
            self.connected = True
            self._tell(channel, LOST)  # whatever was said before was missed
        else:
            self._tell(channel, message["data"])

    def _tell(self, channel: PubSubChannel, said: bytes | None) -> None:
        with self._lock:
            those = tuple(self._heard.get(channel, ()))
        for hear in those:
            hear(said)
