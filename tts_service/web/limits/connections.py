"""How many connections each client has open, over all web processes. Nothing here waits for Redis: each
process counts its own, and learns the others' numbers every two seconds.

Imported by gunicorn's master before gevent has patched anything: import nothing at the top that blocks.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from gunicorn.util import close_graceful
from gunicorn.workers.ggevent import GeventWorker

from tts_service.errors import TooMany
from tts_service.web.limits.clients import WIDE_FACTOR, Client, Proxies

if TYPE_CHECKING:
    import redis
    from flask import Flask

log = logging.getLogger(__name__)

TOLD_EVERY_S = 2.0
GOOD_FOR_S = 10.0
KEPT_S = 60
TELLING_PART = 10
"""A client is reported to the other processes from a tenth of its limit on: fewer connections cannot add up
to much."""
RETRY_AFTER_S = 5
REFUSED = 'tts_requests_refused_total{limit="connections"}'
_REFUSAL = TooMany("One client may not have this many connections open. Close some, and try again.").problem
PROBLEM = msgspec.json.encode({"type": _REFUSAL.type, **msgspec.structs.asdict(_REFUSAL)})
ANSWER = (
    b"HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/problem+json\r\nContent-Length: "
    b"%d\r\nRetry-After: %d\r\n"
    b"Cache-Control: no-store\r\nConnection: close\r\n\r\n%s" % (len(PROBLEM), RETRY_AFTER_S, PROBLEM)
)


class ReportedConnections(msgspec.Struct):
    """What one process reports: connections by client, valid ``until`` a time in seconds since 1970."""

    until: float
    counts: dict[str, int]


class Connections:
    """One per web process. ``most`` 0: no limit. ``proxies`` are not limited."""

    def __init__(self, most: int, proxies: Proxies) -> None:
        self._most = most
        self._proxies = proxies
        self._here: Counter[str] = Counter()
        self._elsewhere: Counter[str] = Counter()
        self._name = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._has_told = False
        self.refused = 0

    @contextmanager
    def counted(self, address: Any) -> Iterator[bool]:
        """Count a connection from ``address``, as a socket reports it, while it is open; False if it is one
        too many."""
        digests = self._digests(address)
        if not self._is_free(digests):
            self.refused += 1
            yield False
            return
        self._here.update(digests)
        try:
            yield True
        finally:
            self._leave(digests)

    def _digests(self, address: Any) -> tuple[str, ...]:
        peer = str(address[0]) if isinstance(address, tuple) else ""
        return Client(peer).digests if self._most and not self._proxies.trusts(peer) else ()

    def _is_free(self, digests: tuple[str, ...]) -> bool:
        return all(
            self._here[name] + self._elsewhere[name] < most
            for name, most in zip(digests, self._amounts, strict=False)
        )

    @property
    def _amounts(self) -> tuple[int, int]:
        return self._most, self._most * WIDE_FACTOR

    def _leave(self, digests: tuple[str, ...]) -> None:
        for name in digests:
            self._here[name] -= 1
            if not self._here[name]:
                del self._here[name]

    # -- with the other processes ----------------------------------------------------------------------------

    def share(self, client: redis.Redis) -> None:
        """Report what is open here, if anything, and learn what is open elsewhere. Raises RedisError."""
        from tts_service.contracts.messages import CONNECTIONS, METRICS

        floor = max(self._most // TELLING_PART, 1)
        mine = {name: count for name, count in self._here.items() if count >= floor}
        refused, self.refused = self.refused, 0
        with client.pipeline(transaction=False) as pipe:
            pipe.hgetall(CONNECTIONS)
            if mine or self._has_told:
                pipe.hset(
                    CONNECTIONS,
                    self._name,
                    msgspec.json.encode(ReportedConnections(time.time() + GOOD_FOR_S, mine)),
                )
                pipe.expire(CONNECTIONS, KEPT_S)
            if refused:
                pipe.hincrbyfloat(METRICS, REFUSED, refused)
            reports = pipe.execute()[0]
        self._has_told = bool(mine)
        self._elsewhere = self._sum(
            {
                name.decode(): msgspec.json.decode(data, type=ReportedConnections)
                for name, data in reports.items()
            },
            client,
        )

    def _sum(self, reports: dict[str, ReportedConnections], client: redis.Redis) -> Counter[str]:
        """The sum over the other processes that are alive."""
        from tts_service.contracts.messages import CONNECTIONS

        gone = [name for name, one in reports.items() if one.until < time.time()]
        if gone:
            client.hdel(CONNECTIONS, *gone)
        return sum(
            (Counter(one.counts) for name, one in reports.items() if name not in (self._name, *gone)),
            Counter(),
        )

    def keep_sharing(self, client: redis.Redis) -> None:
        """In a thread of its own, until the process ends."""
        threading.Thread(target=self._share_for_ever, args=(client,), name="connections", daemon=True).start()

    def _share_for_ever(self, client: redis.Redis) -> None:
        from redis import RedisError

        while True:
            try:
                self.share(client)
            except (RedisError, msgspec.DecodeError) as error:
                log.debug("connections are counted by this process alone: %s", error)
                self._elsewhere = Counter()
            time.sleep(TOLD_EVERY_S)


class CountingWorker(GeventWorker):  # type: ignore[misc]
    """gunicorn's gevent worker, with a limit on the connections of each client."""

    connections: Connections | None = None

    def count_connections(self, app: Flask) -> None:
        """Start counting. Without keys there is no limit: every client is the operator."""
        from tts_service.web.context import context_of

        context = context_of(app)
        if context.settings.client_connections and context.settings.api_keys:
            self.connections = Connections(
                context.settings.client_connections, Proxies(context.settings.trusted_proxies)
            )
            self.connections.keep_sharing(context.queue.redis)

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        if self.connections is None:
            return super().handle(listener, client, addr)  # type: ignore[no-any-return]
        with self.connections.counted(addr) as admitted:
            if admitted:
                return super().handle(listener, client, addr)  # type: ignore[no-any-return]
        return refuse(client)


def refuse(client: Any) -> None:
    """Refuse without reading the request, and leave a moment for the answer to arrive."""
    with contextlib.suppress(OSError):
        client.settimeout(1.0)
        client.sendall(ANSWER)
    close_graceful(client, timeout=1.0)
