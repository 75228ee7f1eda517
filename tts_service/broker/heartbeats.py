"""Who of the workers is alive: a sorted set of processes, by the time of their last sign, and a hash of what
they say about themselves. Nothing here searches the keyspace.

The times are those of the server, so that the clocks of machines need not agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec
import redis

from tts_service.contracts.heartbeats import Heartbeat, HeartbeatKind, directed
from tts_service.contracts.messages import DIRECTED, FETCHERS, HEARTBEATS, WORKERS, queue_lists

LASTS_S = 15
"""A process without a sign for this long counts as dead."""

# KEYS: the sorted set, the hash, and the key by which web processes of the release before count this one.
# ARGV: the process, what it says, LASTS_S.
_BEAT = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('SET', KEYS[3], 1, 'EX', ARGV[3])
local names = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])
local gone = {}
if #names > 0 then
  gone = redis.call('HMGET', KEYS[2], unpack(names))
  redis.call('ZREM', KEYS[1], unpack(names))
  redis.call('HDEL', KEYS[2], unpack(names))
end
return {redis.call('HVALS', KEYS[2]), gone}
"""
_ALIVE = """
local since = redis.call('TIME')[1] - ARGV[1]
local names = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. since, '+inf')
if #names == 0 then return {} end
return redis.call('HMGET', KEYS[2], unpack(names))
"""
_COUNT = """
return redis.call('ZCOUNT', KEYS[1], '(' .. redis.call('TIME')[1] - ARGV[1], '+inf')
"""


class RollCall(NamedTuple):
    """The fleet after a heartbeat: who is ``alive``, and who has ``gone`` since others looked."""

    alive: list[Heartbeat]
    gone: list[Heartbeat]


class Heartbeats:
    """Those of one kind of process. Every method may raise redis.RedisError."""

    def __init__(self, client: redis.Redis, kind: HeartbeatKind) -> None:
        self._client = client
        self._before = WORKERS if kind == "workers" else FETCHERS
        self._names = [f"{HEARTBEATS}{kind}", f"{HEARTBEATS}{kind}:said"]
        self._beat = client.register_script(_BEAT)
        self._alive = client.register_script(_ALIVE)
        self._count = client.register_script(_COUNT)

    def beat(self, own: Heartbeat) -> RollCall:
        """Say that the process of ``own`` is alive. Whoever is reported as gone is reported once."""
        names = [*self._names, f"{self._before}{own.host}:{own.pid}"]
        alive, gone = self._beat(names, [own.name, msgspec.json.encode(own), LASTS_S])
        return RollCall(_decoded(alive), _decoded(gone))

    def alive(self) -> list[Heartbeat]:
        return _decoded(self._alive(self._names, [LASTS_S]))

    def count(self) -> int:
        """How many are alive."""
        return int(self._count(self._names[:1], [LASTS_S]))

    def leave(self, node: str) -> None:
        """The processes of ``node`` have ended in good order."""
        for beat in self.alive():
            if beat.node == node:
                with self._client.pipeline() as pipe:
                    pipe.zrem(self._names[0], beat.name)
                    pipe.hdel(self._names[1], beat.name)
                    pipe.execute()
                self.release(beat)

    def release(self, gone: Heartbeat) -> None:
        """What was sent to the node of ``gone`` alone goes to everyone who works on its queues."""
        for queue in gone.queues:
            part = directed(queue, gone.node)
            for own, of_all in zip(queue_lists(part), queue_lists(queue), strict=True):
                while self._client.rpoplpush(own, of_all) is not None:
                    pass
            self._client.srem(DIRECTED, part)


def _decoded(records: Iterable[bytes | None]) -> list[Heartbeat]:
    found = []
    for record in records:
        try:
            found.append(msgspec.json.decode(record or b"", type=Heartbeat))
        except msgspec.MsgspecError:
            found.append(Heartbeat())  # of a release to come: it counts, and that is all we know of it
    return found
