"""Uses of feed tokens that are counted and not yet in the catalog: one hash in Redis, from the id of a member
to a number. What is lost with Redis was only a number."""

from __future__ import annotations

from typing import cast

import redis

from tts_service.contracts.messages import FEED_USES

_TAKE = """
local found = redis.call('HGETALL', KEYS[1])
redis.call('DEL', KEYS[1])
return found
"""


class PendingFeedUses:
    """Every method may raise redis.RedisError."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._take = client.register_script(_TAKE)

    def add(self, member_id: str) -> None:
        self._client.hincrby(FEED_USES, member_id, 1)

    def take(self) -> dict[str, int]:
        """What was counted since the last time, by the ids of members: each is taken once."""
        if not self._client.exists(FEED_USES):
            return {}
        flat = cast("list[bytes]", self._take([FEED_USES]))
        return {key.decode(): int(count) for key, count in zip(flat[::2], flat[1::2], strict=True)}
