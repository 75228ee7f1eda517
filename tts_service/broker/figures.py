"""What operators look back on, by day: waits for the first sound, the longest queues, and the size of what is
stored. A hash in Redis for each day (UTC), for KEPT:

    wait <seconds>           how many listeners waited at most so long, and longer than the bound below
    waited                   how many seconds they waited in all
    queue <queue>            the most tasks that waited at one time, of those when somebody looked
    narrations, bytes        finished ones, as they were when somebody looked last
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import cast

import msgspec
import redis

from tts_service.contracts.messages import FIGURES

KEPT = dt.timedelta(days=100)
WAIT_BOUNDS_S = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0)
BEYOND = "+Inf"
_RAISE = """
for at = 1, #ARGV - 1, 2 do
  local before = redis.call('HGET', KEYS[1], ARGV[at])
  if not before or tonumber(before) < tonumber(ARGV[at + 1]) then
    redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
  end
end
redis.call('EXPIRE', KEYS[1], ARGV[#ARGV])
"""


class DayFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Of one day. ``waits``: how many listeners waited, by the bound they waited at most ("+Inf": longer
    than the last); ``waited_s``: seconds in all. ``queues``: by queue, the most tasks that waited at one
    time. ``narrations`` and ``size``, in bytes: None when nobody looked."""

    day: dt.date
    waits: Mapping[str, int] = {}
    waited_s: float = 0.0
    queues: Mapping[str, int] = {}
    narrations: int | None = None
    size: int | None = None


class FigureBook:
    """Every method may raise redis.RedisError. Moments are aware."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._raise = client.register_script(_RAISE)

    def add_wait(self, seconds: float, now: dt.datetime) -> None:
        """A listener has waited for the first sound."""
        key = _key(_utc(now).date())
        with self._client.pipeline() as pipe:
            pipe.hincrby(key, f"wait {bound_of(seconds)}", 1)
            pipe.hincrbyfloat(key, "waited", seconds)
            pipe.expire(key, KEPT)
            pipe.execute()

    def note_queues(self, depths: Mapping[str, int], now: dt.datetime) -> None:
        """So many tasks wait ``now``, by queue."""
        fields = [item for queue, depth in depths.items() for item in (f"queue {queue}", depth)]
        self._raise([_key(_utc(now).date())], [*fields, int(KEPT.total_seconds())])

    def note_stored(self, narrations: int, size: int, now: dt.datetime) -> None:
        """So many narrations are finished ``now``, of ``size`` bytes in all."""
        key = _key(_utc(now).date())
        with self._client.pipeline() as pipe:
            pipe.hset(key, mapping={"narrations": narrations, "bytes": size})
            pipe.expire(key, KEPT)
            pipe.execute()

    def of_days(self, first: dt.date, last: dt.date) -> tuple[DayFigures, ...]:
        """Each day from ``first`` to ``last``, both included."""
        days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
        with self._client.pipeline(transaction=False) as pipe:
            for day in days:
                pipe.hgetall(_key(day))
            found = cast("list[dict[bytes, bytes]]", pipe.execute())
        return tuple(_read(day, fields) for day, fields in zip(days, found, strict=True))


def bound_of(seconds: float) -> str:
    """The least of WAIT_BOUNDS_S that ``seconds`` do not exceed, as a label; BEYOND if none is."""
    return next((str(bound) for bound in WAIT_BOUNDS_S if seconds <= bound), BEYOND)


def _read(day: dt.date, fields: Mapping[bytes, bytes]) -> DayFigures:
    named = {name.decode(): value for name, value in fields.items()}
    return DayFigures(
        day=day,
        waits=_numbers(named, "wait "),
        waited_s=float(named.get("waited", 0)),
        queues=_numbers(named, "queue "),
        narrations=_number(named, "narrations"),
        size=_number(named, "bytes"),
    )


def _numbers(named: Mapping[str, bytes], prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): int(n) for name, n in named.items() if name.startswith(prefix)}


def _number(named: Mapping[str, bytes], name: str) -> int | None:
    return int(named[name]) if name in named else None


def _key(day: dt.date) -> str:
    return f"{FIGURES}:{day.isoformat()}"


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC)
