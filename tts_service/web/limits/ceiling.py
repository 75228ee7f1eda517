"""How much audio clients without a key may have rendered per day (UTC): a limit for all together, and a lower
one for each client.

Audio is measured in seconds, because a second costs both work and disk space: 16 KB, as sentences and as a
file.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Sequence

import redis

from tts_service.contracts.messages import SPENT
from tts_service.web.limits.clients import WIDE_FACTOR
from tts_service.web.limits.rates import REST_S

log = logging.getLogger(__name__)

DAY_S = 86_400
# KEYS: seconds used. ARGV: seconds to add, lifetime, limit of each key (0: no limit).
CHARGE = """
for i, key in ipairs(KEYS) do
  local most = tonumber(ARGV[2 + i])
  if most > 0 and tonumber(redis.call('GET', key) or '0') >= most then return 0 end
end
for _, key in ipairs(KEYS) do
  redis.call('INCRBYFLOAT', key, ARGV[1])
  redis.call('EXPIRE', key, ARGV[2])
end
return 1
"""


class Charge:
    """Seconds charged for an article that has not been read yet, to be corrected once its length is
    known."""

    def __init__(self, ceiling: Ceiling, keys: tuple[str, ...], seconds: float) -> None:
        self._ceiling = ceiling
        self._keys = keys
        self.seconds = seconds

    def settle(self, seconds: float | None) -> None:
        """Correct the charge to ``seconds``; None: still not known."""
        if seconds is not None and seconds != self.seconds:
            self._ceiling._add(self._keys, seconds - self.seconds)
            self.seconds = seconds


class Ceiling:
    """One per web process. No method raises when Redis is away: then each process counts for itself, and
    all clients together."""

    def __init__(self, client: redis.Redis, most_s: float, most_of_each_s: float) -> None:
        """Limits in seconds of audio per day; 0: no limit."""
        self._redis = client
        self._charge = client.register_script(CHARGE)
        self._most_s, self._most_of_each_s = most_s, most_of_each_s
        self._alone: dict[str, float] = {}
        self._asked_again_at = 0.0

    def charge(self, seconds: float, digests: Sequence[str]) -> Charge | None:
        """For the client of ``digests``; None if it, or all clients together, have reached today's limit."""
        day = f"{SPENT}{dt.datetime.now(dt.UTC).date()}"
        keys = (day, *(f"{day}:{digest}" for digest in digests))
        wide = (self._most_of_each_s * WIDE_FACTOR for _ in digests[1:])
        amounts = (self._most_s, *((self._most_of_each_s,) if digests else ()), *wide)
        return Charge(self, keys, seconds) if self._is_free(keys, seconds, amounts) else None

    def _is_free(self, keys: tuple[str, ...], seconds: float, amounts: tuple[float, ...]) -> bool:
        if time.monotonic() >= self._asked_again_at:
            try:
                return bool(self._charge(keys=keys, args=[seconds, 2 * DAY_S, *amounts]))
            except redis.RedisError as error:
                self._rest(error)
        if self._most_s and self._alone.get(keys[0], 0.0) >= self._most_s:
            return False
        self._add_here(keys[0], seconds)
        return True

    def _add(self, keys: tuple[str, ...], seconds: float) -> None:
        if time.monotonic() < self._asked_again_at:
            return self._add_here(keys[0], seconds)
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                for key in keys:
                    pipe.incrbyfloat(key, seconds)
                    pipe.expire(key, 2 * DAY_S)
                pipe.execute()
        except redis.RedisError as error:
            self._rest(error)
        return None

    def _add_here(self, day: str, seconds: float) -> None:
        self._alone = {day: max(self._alone.get(day, 0.0) + seconds, 0.0)}  # and forgets yesterday

    def _rest(self, error: redis.RedisError) -> None:
        log.warning("without Redis, each web process counts the day's audio for itself: %s", error)
        self._asked_again_at = time.monotonic() + REST_S


def until_midnight_s() -> int:
    return DAY_S - int(time.time()) % DAY_S
