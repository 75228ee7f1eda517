"""Places for fetching: a few for each site, counted over all processes, so that a slow site holds up only
itself.

A fetch that finds no place is noted, and sent again by the next one that ends; no thread waits. The place of
a dead process is free after its lease. The batch has its own, fewer places: a click never waits behind it.
"""

from __future__ import annotations

import enum
from typing import cast

import redis
from redis.commands.core import Script

WAIT_S = 3600
"""How long waiting fetches are remembered. The sweeper sends forgotten ones again."""

_TAKE = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 2 end
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[2]) then
  redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
  redis.call('EXPIRE', KEYS[1], ARGV[3])
  redis.call('ZREM', KEYS[2], ARGV[1])
  return 1
end
if ARGV[4] ~= '0' then
  redis.call('ZADD', KEYS[2], 'NX', now, ARGV[1])
  redis.call('EXPIRE', KEYS[2], ARGV[4])
end
return 0
"""
_GIVE_BACK = """
redis.call('ZREM', KEYS[1], ARGV[1])
return redis.call('ZPOPMIN', KEYS[2])[1]
"""


class Place(enum.Enum):
    NONE = 0
    MINE = 1
    TAKEN = 2  # this very page is being fetched


class Places:
    """``most`` for each site: as many for clicks, half as many for the batch, and for pictures.

    ``what`` is to be fetched: an opaque string. Every method may raise redis.RedisError.
    """

    def __init__(self, client: redis.Redis, most: int) -> None:
        self._most = {"interactive": most, "batch": max(1, most // 2), "pictures": max(1, most // 2)}
        self._take: Script = client.register_script(_TAKE)
        self._give_back: Script = client.register_script(_GIVE_BACK)
        self._client = client

    def take(self, site: str, queue: str, what: str, lease_s: int, *, waits: bool = True) -> Place:
        """At once or not at all. ``lease_s``: how long it is held at most. ``waits``: note it if there
        is none."""
        return Place(
            self._take(_names(site, queue), [what, self._most[queue], lease_s, WAIT_S if waits else 0])
        )

    def hold(self, site: str, queue: str, what: str, lease_s: int) -> None:
        """Keep a place for ``lease_s`` from now on, unless ``site_held`` is asked for it
        before."""
        now = int(self._client.time()[0])
        with self._client.pipeline() as pipe:
            pipe.zadd(_names(site, queue)[0], {what: now + lease_s}, xx=True)
            pipe.expire(_names(site, queue)[0], lease_s)
            pipe.set(f"tts:held:{what}", site, ex=lease_s)
            pipe.execute()

    def site_held(self, what: str) -> str:
        """Where ``what`` holds a place that is now to be given back; "" for nowhere. Says so once."""
        site = cast(bytes | None, self._client.getdel(f"tts:held:{what}"))
        return site.decode() if site else ""

    def give_back(self, site: str, queue: str, what: str) -> str:
        """The fetch that has waited longest and is to be sent again; "" for none."""
        found = cast(bytes | None, self._give_back(_names(site, queue), [what]))
        return found.decode() if found else ""


def _names(site: str, queue: str) -> tuple[str, str]:
    """Of the places that are taken, each with the end of its lease, and of those who wait, each with its
    time."""
    return f"tts:fetching:{queue}:{site}", f"tts:to-fetch:{queue}:{site}"
