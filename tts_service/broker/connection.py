"""How every process of the service connects to Redis: the only place that makes clients and connections.

Celery's connections are made here, too (``celery_transport``): it would verify no certificate, know no
Sentinels, and wait for hours for a server that has vanished.
"""

from __future__ import annotations

import functools
import socket
from collections.abc import Callable
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.connection import parse_url
from redis.retry import Retry
from redis.sentinel import Sentinel, SentinelConnectionPool, SentinelManagedConnection

from tts_service.broker.embedded_redis import client_url
from tts_service.broker.redis_address import SentinelAddress, is_sentinels, place, sentinel_address
from tts_service.contracts.messages import PRIORITY_STEPS, SEPARATOR, TASK_SPARE_S
from tts_service.settings import Settings

CONNECT_S = 1.0
ANSWER_S = 5.0
"""Timeouts: a Redis that is down is noticed soon. The sweeper sends again what could not be sent."""
TRANSPORT = "tts_service.broker.celery_transport:RedisTransport"
_VANISHED = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 25_000}
"""After 25 s a connection to a machine that is no longer there ends. Otherwise that takes two hours."""

ConnectionClass = type[redis.connection.AbstractConnection]


class _FollowsPrimary:
    """A connection to a server that is not the primary any more is closed: the next one is made to whoever
    is, by name or by Sentinels."""

    def read_response(self, *args: Any, **options: Any) -> Any:
        try:
            return super().read_response(*args, **options)  # type: ignore[misc]
        except redis.ResponseError as error:
            if not isinstance(error, redis.ReadOnlyError) and not str(error).startswith("UNBLOCKED"):
                raise
            self.disconnect()  # type: ignore[attr-defined]
            raise redis.ConnectionError("This server is a replica now.") from error


class _Tcp(_FollowsPrimary, redis.Connection):
    pass


class _Tls(_FollowsPrimary, redis.SSLConnection):
    pass


class _SentinelTcp(_FollowsPrimary, SentinelManagedConnection):
    pass


class _SentinelTls(_FollowsPrimary, SentinelManagedConnection, redis.SSLConnection):
    pass


class _SentinelPool(SentinelConnectionPool):
    """Connections to the Sentinels are closed with those to the server."""

    def disconnect(self, inuse_connections: bool = True) -> None:
        super().disconnect(inuse_connections)
        if inuse_connections:
            self.sentinel_manager.close()


class RedisServer:
    """The server at ``url``, the queue's if there is none. Connects to nothing yet, and looks at the address
    only when asked for a pool or a client: these raise ValueError for one that is malformed."""

    def __init__(self, settings: Settings, url: str | None = None) -> None:
        self._settings = settings
        self._url = url or client_url(settings)

    def __repr__(self) -> str:
        """Without secrets, but not the same for two that differ: Celery shares connections by this."""
        files = self._settings.redis_ca, self._settings.redis_certificate, self._settings.redis_key
        return f"RedisServer({place(self._url)}, {hash((self._url, *files)):x})"

    def client(self, **options: Any) -> redis.Redis:
        """A client that retries once, immediately: a connection from before a restart is found dead only
        when it is used. Whoever calls this closes it."""
        return redis.Redis.from_pool(self.pool(**options))

    def pool(
        self, made_of: Callable[[ConnectionClass], ConnectionClass] = lambda usual: usual, **options: Any
    ) -> redis.ConnectionPool:
        """``made_of`` may put another class in place of the usual one; ``options`` are redis-py's."""
        usual = {
            "socket_timeout": ANSWER_S,
            "socket_connect_timeout": CONNECT_S,
            "retry": Retry(NoBackoff(), 1),
        } | options
        if is_sentinels(self._url):
            return self._through_sentinels(sentinel_address(self._url), made_of, usual)
        own = parse_url(self._url)
        kind = own.pop("connection_class", redis.Connection)
        if kind is not redis.UnixDomainSocketConnection:
            kind = _Tls if kind is redis.SSLConnection else _Tcp
            usual |= self._network(kind)
        return redis.ConnectionPool(connection_class=made_of(kind), **(usual | own))

    def _through_sentinels(
        self,
        address: SentinelAddress,
        made_of: Callable[[ConnectionClass], ConnectionClass],
        usual: dict[str, Any],
    ) -> redis.ConnectionPool:
        own = parse_url(address.server)
        has_tls = own.pop("connection_class", None) is redis.SSLConnection
        kind = _SentinelTls if has_tls else _SentinelTcp
        network = self._network(kind)
        certificates = {name: value for name, value in (network | own).items() if name.startswith("ssl_")}
        asking = {
            "socket_timeout": CONNECT_S,
            "socket_connect_timeout": CONNECT_S,
            "retry": Retry(NoBackoff(), 0),  # the next one is asked instead
            **({"ssl": True} if has_tls else {}),
            **certificates,
            **address.login,
        }
        sentinels = Sentinel(address.hosts, sentinel_kwargs=asking)
        return _SentinelPool(  # type: ignore[no-untyped-call]
            address.name, sentinels, connection_class=made_of(kind), **(usual | network | own)
        )

    def _network(self, kind: ConnectionClass) -> dict[str, Any]:
        """Options of connections that cross a network."""
        given = self._settings
        files = {
            "ssl_ca_certs": given.redis_ca,
            "ssl_certfile": given.redis_certificate,
            "ssl_keyfile": given.redis_key,
        }
        has_tls = issubclass(kind, redis.SSLConnection)
        return {
            "socket_keepalive": True,
            "socket_keepalive_options": _keepalive(),
            **({name: str(path) for name, path in files.items() if path} if has_tls else {}),
        }


@functools.cache
def _keepalive() -> dict[int, int]:
    """As far as this system knows them."""
    return {getattr(socket, name): value for name, value in _VANISHED.items() if hasattr(socket, name)}


def connect(settings: Settings, **options: Any) -> redis.Redis:
    """A client of the queue's server."""
    return RedisServer(settings).client(**options)


def longest_task_s(settings: Settings) -> int:
    """After this time a task is killed with its process. The limits of reading and speaking are reached
    earlier."""
    return settings.read_limit_s + settings.speak_limit_s + TASK_SPARE_S


def celery_options(settings: Settings) -> dict[str, Any]:
    """How Celery reaches the queue: for senders and receivers."""
    return {
        # No password: Celery shows it, and we connect by ourselves.
        "broker_url": f"redis://{place(client_url(settings))}" if settings.redis_url else "redis://embedded",
        "broker_transport": TRANSPORT,
        "broker_transport_options": {
            "server": RedisServer(settings),
            # A click goes before a batch, whatever is in the queues.
            "queue_order_strategy": "priority",
            "priority_steps": list(PRIORITY_STEPS),
            "sep": SEPARATOR,
            # Longer than any task, so that none is delivered twice while a worker runs it. The task of a
            # worker that died with its parent returns after this time; the sweeper is usually quicker.
            "visibility_timeout": longest_task_s(settings) + TASK_SPARE_S,
            # Of connections that wait for tasks, in s: one that gets no answer is made anew.
            "health_check_interval": 10,
        },
    }
