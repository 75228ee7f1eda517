"""What is known of an article, for all machines: one hash in Redis.

    tts:nar:<article id>

Whoever finds no hash makes it from the bucket, so a Redis that forgets loses only what was not finished;
that is made again from the catalog. Fields:

    known            1: what the bucket has is in here
    gone             1: the article was deleted, and nothing is to be brought back from the bucket
    o/<digest>       outcome of a request, with its time     p/<digest>    page as it was fetched
    a/<digest>       article as it was read                  i/<name>      picture
    e/<revision>     1: there is a script                    s/<revision>  script
    n/<revision>     plan                                    t/<revision>  tag
    f/<revision>     failure, with its time                  d/<revision>  record of the file, with its time
    c/<revision>     record of its credentials; empty if it was not signed
    x/<revision>     mark of a removal; see ``removal``
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar, cast

import msgspec
import redis
from redis.exceptions import RedisError

from audio_cache.disk import UNREADABLE
from audio_cache.folders.paths import checked
from audio_cache.narration_id import NarrationId
from audio_cache.shared.relay import away_when_lost

HASH = "tts:nar:"
UNFINISHED_S = 7 * 86_400
FINISHED_S = 3600
"""After that the bucket is asked again."""
NOTHING_S = 60
"""For an article of which the bucket has nothing either."""
KNOWN, GONE = "known", "gone"

_WRITE = """
if ARGV[1] ~= '' and redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 3))
if redis.call('TTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return 1
"""
_CREATE = """
if redis.call('HDEL', KEYS[1], 'gone') == 1 then redis.call('HSET', KEYS[1], 'known', '1') end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('EXPIRE', KEYS[1], ARGV[1])
"""
_RESTORE = """
if redis.call('HEXISTS', KEYS[1], 'gone') == 1 then return end
for i = 2, #ARGV, 2 do
  local kind, revision = string.match(ARGV[i], '^(%l)/(.*)$')
  local mark = string.find('destnfc', kind, 1, true) and redis.call('HGET', KEYS[1], 'x/' .. revision)
  if not mark or (kind ~= 'd' and string.find(mark, 'quiet', 1, true)) then
    redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1])
  end
end
redis.call('HSET', KEYS[1], 'known', '1')
if redis.call('TTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
"""

_ADD = """
if redis.call('HEXISTS', KEYS[1], 'known') == 0 then return end
for i = 1, #ARGV, 2 do redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1]) end
"""
_SETTLE = """
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
if (redis.call('HGET', KEYS[1], ARGV[2]) or '') ~= ARGV[3] then return 2 end
redis.call('HSET', KEYS[1], unpack(ARGV, 4))
redis.call('HDEL', KEYS[1], ARGV[2])
return 1
"""
_MARK = """
if #ARGV > 3 then redis.call('HDEL', KEYS[1], unpack(ARGV, 4)) end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[1])
"""

Fields = Mapping[str, bytes]
Record = TypeVar("Record", bound=msgspec.Struct)


class Dated(msgspec.Struct, frozen=True):
    """A ``record`` (JSON), and when it was stored, in s since 1970."""

    at: float
    record: msgspec.Raw


class ArticleHashes:
    """``from_bucket(article_id)`` gives all fields that the bucket has of an article."""

    def __init__(self, client: redis.Redis, from_bucket: Callable[[str], Fields]) -> None:
        self._client = client
        self._from_bucket = from_bucket
        self._write = client.register_script(_WRITE)
        self._create = client.register_script(_CREATE)
        self._add = client.register_script(_ADD)
        self._settle = client.register_script(_SETTLE)
        self._mark = client.register_script(_MARK)
        self._restore = client.register_script(_RESTORE)

    def read(self, article_id: str, *fields: str) -> list[bytes | None]:
        """Their values. While Redis is away, those that the bucket has. Raises StoreAway."""
        name = _name(article_id)
        try:
            known, gone, *values = self._values(name, [KNOWN, GONE, *fields])
        except RedisError:
            found = self._from_bucket(article_id)
            return [found.get(field) for field in fields]
        if known is None and gone is None:
            self._bring_back(article_id)
            with away_when_lost():
                values = self._values(name, fields)
        return values

    def names(self, article_id: str, kind: str) -> list[str]:
        """What stands behind ``kind``/ in the names of fields, sorted."""
        self.read(article_id, KNOWN)
        with away_when_lost():
            found = cast(list[bytes], self._client.hkeys(_name(article_id)))
        names = (field.decode().partition("/") for field in found)
        return sorted(rest for first, _, rest in names if first == kind)

    def write(self, article_id: str, fields: Mapping[str, bytes], needed: str = "") -> bool:
        """False, with nothing written, if there is no field ``needed``."""
        arguments = [needed, UNFINISHED_S, *_flat(fields)]
        with away_when_lost():
            if self._write([_name(article_id)], arguments):
                return True
        self.read(article_id, KNOWN)
        with away_when_lost():
            return bool(self._write([_name(article_id)], arguments))

    def create(self, article_id: str, fields: Mapping[str, bytes]) -> None:
        """As ``write``, also for an article that was deleted."""
        with away_when_lost():
            self._create([_name(article_id)], [UNFINISHED_S, *_flat(fields)])

    def add(self, article_id: str, fields: Mapping[str, bytes]) -> None:
        """Those that are not there yet; none if the article is not known."""
        with away_when_lost():
            self._add([_name(article_id)], _flat(fields))

    def settle(self, narration: NarrationId, fields: Mapping[str, bytes], mark: bytes) -> bool | None:
        """Write ``fields`` if there is such a revision (else False), and if its mark is still ``mark``, which
        then goes (else None)."""
        needed, marked = f"e/{narration.revision}", f"x/{narration.revision}"
        arguments = [needed, marked, mark, *_flat(fields)]
        with away_when_lost():
            done = self._settle([_name(narration.article_id)], arguments)
        if done == 0:
            self.read(narration.article_id, KNOWN)
            with away_when_lost():
                done = self._settle([_name(narration.article_id)], arguments)
        return None if done == 2 else bool(done)

    def mark(self, narration: NarrationId, mark: bytes, without: Sequence[str]) -> None:
        """Set it, and remove the fields ``without``."""
        self.read(narration.article_id, KNOWN)
        arguments: list[str | bytes | int] = [UNFINISHED_S, f"x/{narration.revision}", mark, *without]
        with away_when_lost():
            self._mark([_name(narration.article_id)], arguments)

    def is_there(self, article_id: str) -> bool:
        """Anything is known of the article."""
        known, gone = self.read(article_id, KNOWN, GONE)
        with away_when_lost():
            fields = self._client.hlen(_name(article_id))
        return gone is None and fields > (known is not None)

    def remove(self, article_id: str, *fields: str) -> None:
        with away_when_lost():
            self._client.hdel(_name(article_id), *fields)

    def live_for(self, article_id: str, seconds: int) -> None:
        with away_when_lost():
            self._client.expire(_name(article_id), seconds)

    def forget(self, article_id: str) -> None:
        """All of it, for everyone at once; and that the bucket has nothing worth knowing."""
        name = _name(article_id)
        with away_when_lost(), self._client.pipeline() as pipe:
            pipe.delete(name)
            pipe.hset(name, GONE, "1")
            pipe.expire(name, UNFINISHED_S)
            pipe.execute()

    def _values(self, name: str, fields: Sequence[str]) -> list[bytes | None]:
        return cast(list[bytes | None], self._client.hmget(name, list(fields)))

    def _bring_back(self, article_id: str) -> None:
        found = self._from_bucket(article_id)
        with away_when_lost():
            self._restore([_name(article_id)], [FINISHED_S if found else NOTHING_S, *_flat(found)])


def dated(record: msgspec.Struct, at: float | None = None) -> bytes:
    """``at``: in s since 1970 (default: now)."""
    at = time.time() if at is None else at
    return msgspec.json.encode(Dated(at, msgspec.Raw(msgspec.json.encode(record))))


def read_dated(data: bytes | None, kind: type[Record]) -> tuple[float, Record] | None:
    """None for what cannot be read."""
    found = decoded_record(data, Dated)
    record = decoded_record(bytes(found.record), kind) if found else None
    return (found.at, record) if found and record else None


def decoded_record(data: bytes | None, kind: type[Record]) -> Record | None:
    """None for what cannot be read."""
    return None if data is None else _decoded(data, kind)  # type: ignore[return-value]


@lru_cache(maxsize=64)
def _decoded(data: bytes, kind: type[msgspec.Struct]) -> msgspec.Struct | None:
    try:
        return msgspec.json.decode(data, type=kind)
    except UNREADABLE:
        return None


def _name(article_id: str) -> str:
    return HASH + checked(article_id)


def _flat(fields: Mapping[str, bytes]) -> list[str | bytes]:
    return [part for pair in fields.items() for part in pair]
