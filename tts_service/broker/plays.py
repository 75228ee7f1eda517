"""Plays that are counted and not yet in the catalog: two hashes in Redis.

    tts:plays          adds up; a field is "<day> <article id> <count>", or "stop <article id> <revision>
                       <second>": how many plays have stopped there
    tts:plays:taken    what is being brought to the catalog, with the name of this batch in the field "batch"

A batch is taken by renaming, so it holds whatever was added before and nothing that was added since. It is
there until it is ``done``: whoever takes next, perhaps in another process, is given the same batch again.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple, cast

import redis

from tts_service.contracts.messages import PLAYS

_TAKEN = f"{PLAYS}:taken"
_BATCH = b"batch"
_FIELD = re.compile(r"(?P<day>\d{4}-\d\d-\d\d) (?P<article>\S+) (?P<name>\w+)")
_STOP = re.compile(r"stop (?P<article>\S+) (?P<revision>\S+) (?P<second>-?\d+)")
"""Others may be of a newer release, and are passed over."""
_TAKE = """
if redis.call('EXISTS', KEYS[2]) == 0 then
  if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
  redis.call('RENAME', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[2], 'batch', ARGV[1])
end
return redis.call('HGETALL', KEYS[2])
"""
_DONE = """
if redis.call('HGET', KEYS[1], 'batch') == ARGV[1] then redis.call('DEL', KEYS[1]) end
"""

ArticleDay = tuple[str, dt.date]
StopPlace = tuple[str, str, int]
"""An article, a revision of it, and a second: see ``formats.play_counts.stops``."""


class PlayBatch(NamedTuple):
    """``name`` is unlike that of any other batch. ``plays``: what to add, by article and day. ``stops``: by
    how much the number of plays that stopped somewhere changes."""

    name: str
    plays: Mapping[ArticleDay, Mapping[str, float]]
    stops: Mapping[StopPlace, int]


class PendingPlays:
    """Every method may raise redis.RedisError."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._take = client.register_script(_TAKE)
        self._done = client.register_script(_DONE)

    def add(
        self,
        article_id: str,
        day: dt.date,
        amounts: Mapping[str, float],
        stops: Mapping[StopPlace, int] | None = None,
    ) -> None:
        """All of ``amounts`` and ``stops`` or, if this raises, perhaps none."""
        with self._client.pipeline() as pipe:
            for name, amount in amounts.items():
                if amount:
                    pipe.hincrbyfloat(PLAYS, f"{day.isoformat()} {article_id} {name}", amount)
            for (article, revision, second), change in (stops or {}).items():
                pipe.hincrby(PLAYS, f"stop {article} {revision} {second}", change)
            pipe.execute()

    def take(self) -> PlayBatch | None:
        """What is to be brought to the catalog now; None if nobody has played anything."""
        if not self._client.exists(PLAYS, _TAKEN):
            return None
        flat = cast("list[bytes]", self._take([PLAYS, _TAKEN], [secrets.token_hex(16)]))
        found = dict(zip(flat[::2], flat[1::2], strict=True))
        name = found.pop(_BATCH, b"").decode()
        return PlayBatch(name, _by_article_and_day(found), _stops(found)) if name else None

    def done(self, batch: PlayBatch) -> None:
        """``batch`` is in the catalog. Idempotent."""
        self._done([_TAKEN], [batch.name])


def _by_article_and_day(found: Mapping[bytes, bytes]) -> dict[ArticleDay, dict[str, float]]:
    plays: dict[ArticleDay, dict[str, float]] = defaultdict(dict)
    for field, amount in found.items():
        if known := _FIELD.fullmatch(field.decode()):
            plays[known["article"], dt.date.fromisoformat(known["day"])][known["name"]] = float(amount)
    return plays


def _stops(found: Mapping[bytes, bytes]) -> dict[StopPlace, int]:
    stops: dict[StopPlace, int] = {}
    for field, change in found.items():
        if known := _STOP.fullmatch(field.decode()):
            stops[known["article"], known["revision"], int(known["second"])] = int(change)
    return stops
