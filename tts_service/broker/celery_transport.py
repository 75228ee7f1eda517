"""Celery's way to Redis, with connections made by ``connection.RedisServer`` like all others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis
from kombu.transport import redis as kombu_redis
from kombu.transport.redis import Channel, Transport

from tts_service.broker.connection import ConnectionClass, RedisServer


class _Unacknowledged(kombu_redis.QoS):
    @contextmanager
    def pipe_or_acquire(
        self, pipe: redis.client.Pipeline | None = None, client: redis.Redis | None = None
    ) -> Iterator[redis.client.Pipeline]:
        """As in the base, without MULTI and EXEC around two commands: a task is taken from its list before
        it is noted here, so a server that ends in between loses it anyway, and the sweeper sends it
        again."""
        if pipe is not None:
            yield pipe
        else:
            with self.channel.conn_or_acquire(client) as acquired:
                yield acquired.pipeline(transaction=False)


class RedisChannel(Channel):
    QoS = _Unacknowledged
    from_transport_options: tuple[str, ...] = (*Channel.from_transport_options, "server")  # type: ignore[assignment]
    server: RedisServer

    def _get_pool(self, asynchronous: bool = False) -> redis.ConnectionPool:
        pool = self.server.pool(
            self._told_of_its_end if asynchronous else lambda usual: usual,
            health_check_interval=self.health_check_interval,
        )
        self.keyprefix_fanout = self.keyprefix_fanout.format(db=pool.connection_kwargs.get("db", 0))
        return pool

    def _told_of_its_end(self, usual: ConnectionClass) -> ConnectionClass:
        """As in the base: the event loop stops looking at a connection that has ended."""
        channel = self

        class Told(usual):  # type: ignore[misc, valid-type]
            def disconnect(self, *args: Any, **options: Any) -> None:
                super().disconnect(*args, **options)
                if channel._registered:
                    channel._on_connection_disconnect(self)  # type: ignore[no-untyped-call]

        return Told


class RedisTransport(Transport):
    Channel = RedisChannel
    can_parse_url = True
    """Where the server is, is known from elsewhere."""

    def as_uri(self, uri: str, include_password: bool = False, mask: str = "**") -> str:
        return uri
