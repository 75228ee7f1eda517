"""How many things a client may do at once: counted in Redis for all web processes; without Redis, by each
process for itself.

A slot expires unless its process renews it, so that a killed process locks nobody out for long.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import Counter
from collections.abc import Sequence
from types import TracebackType

import msgspec
import redis

from tts_service.contracts.messages import SLOTS
from tts_service.web.limits.clients import WIDE_FACTOR
from tts_service.web.limits.rates import REST_S

log = logging.getLogger(__name__)

LASTS_S = 60
RENEWED_EVERY_S = 20.0
# KEYS: sorted sets; each member is a slot, its score when it expires. ARGV: now, lifetime, member, limit of
# each key.
TAKE = """
for i, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', ARGV[1])
  if redis.call('ZCARD', key) >= tonumber(ARGV[3 + i]) then return 0 end
end
for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, ARGV[1] + ARGV[2], ARGV[3])
  redis.call('EXPIRE', key, ARGV[2])
end
return 1
"""


class Slot(msgspec.Struct, frozen=True, eq=False):
    """A slot, held until it is closed."""

    slots: Slots
    keys: tuple[str, ...]
    member: str

    def close(self) -> None:
        self.slots._release(self)

    def __enter__(self) -> Slot:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Slots:
    """One per web process. No method raises when Redis is away."""

    def __init__(self, client: redis.Redis) -> None:
        self._redis = client
        self._take = client.register_script(TAKE)
        self._held: dict[str, Slot] = {}
        self._here: Counter[str] = Counter()
        self._asked_again_at = 0.0
        self._renewing = False

    def take(self, name: str, most: int, digests: Sequence[str]) -> Slot | None:
        """A slot for the client of ``digests``; None if it has ``most`` already."""
        slot = Slot(self, tuple(f"{SLOTS}{name}:{digest}" for digest in digests), secrets.token_hex(8))
        amounts = [most, *(most * WIDE_FACTOR for _ in digests[1:])]
        if not self._is_free(slot, amounts):
            return None
        self._held[slot.member] = slot
        self._here.update(slot.keys)
        self._start_renewing()
        return slot

    def _is_free(self, slot: Slot, amounts: list[int]) -> bool:
        if time.monotonic() >= self._asked_again_at:
            try:
                return bool(self._take(keys=slot.keys, args=[time.time(), LASTS_S, slot.member, *amounts]))
            except redis.RedisError as error:
                log.warning("Redis does not answer; each web process counts streams for itself: %s", error)
                self._asked_again_at = time.monotonic() + REST_S
        return all(self._here[key] < most for key, most in zip(slot.keys, amounts, strict=True))

    def _release(self, slot: Slot) -> None:
        if self._held.pop(slot.member, None) is None:
            return
        self._here.subtract(slot.keys)
        self._here += Counter()  # drops those at 0
        if time.monotonic() < self._asked_again_at:
            return  # it expires by itself
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                for key in slot.keys:
                    pipe.zrem(key, slot.member)
                pipe.execute()
        except redis.RedisError:
            self._asked_again_at = time.monotonic() + REST_S

    # -- renewing --------------------------------------------------------------------------------------------

    def _start_renewing(self) -> None:
        if not self._renewing:
            self._renewing = True
            threading.Thread(target=self._renew_for_ever, name="slots", daemon=True).start()

    def _renew_for_ever(self) -> None:
        while True:
            time.sleep(RENEWED_EVERY_S)
            self.renew()

    def renew(self) -> None:
        """Extend all slots held here, even in a Redis that has lost them."""
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                for slot in tuple(self._held.values()):
                    for key in slot.keys:
                        pipe.zadd(key, {slot.member: time.time() + LASTS_S})
                        pipe.expire(key, LASTS_S)
                pipe.execute()
        except redis.RedisError as error:
            log.warning("slots of streams were not renewed: %s", error)
