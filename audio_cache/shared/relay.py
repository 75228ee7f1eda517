"""Segments on their way from the worker that speaks them to listeners and to the finished file: in Redis.

    tts:seg:<key>     hash: audio, info (JSON), digest; the first one put counts
    tts:size:<key>    its bytes of audio, so that those of a whole narration are asked for at once
    tts:part:<key>    the first frames of a segment that is being spoken

All expire. A segment that is lost is spoken again.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import msgspec
import redis
from redis.exceptions import RedisError

from audio_cache.errors import StoreAway
from audio_cache.local import KEY
from audio_cache.mp3.frames import whole_frames
from audio_cache.store import SegmentInfo, StoredSegment

SEGMENT = "tts:seg:"
SIZE = "tts:size:"
PARTIAL = "tts:part:"
SEGMENT_S = 3600
PARTIAL_S = 60
AFTER_FINISH_S = 60
"""Listeners who are behind go on from the file."""

_PUT = """
local size = #ARGV[2]
if redis.call('HSETNX', KEYS[1], 'digest', ARGV[4]) == 1 then
  redis.call('HSET', KEYS[1], 'audio', ARGV[2], 'info', ARGV[3])
else
  size = redis.call('HSTRLEN', KEYS[1], 'audio')
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], size, 'EX', ARGV[1])
if KEYS[3] then redis.call('DEL', KEYS[3]) end
"""
_PUT_PARTIAL = """
if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[1]) end
"""
_RUN = """
local found = {}
for place, key in ipairs(KEYS) do
  found[place] = redis.call('HMGET', key, 'audio', 'info', 'digest')
  if not found[place][3] then break end
end
return found
"""
_EXPIRE = """
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ARGV[1]) end
"""
_DROP = """
if (redis.call('HGET', KEYS[1], 'digest') or '') == ARGV[1] then redis.call('DEL', KEYS[1], KEYS[2]) end
"""
"""Not one that was put since: it has another digest, or one at all."""


class RelaySegments:
    """A ``SegmentStore`` in Redis. Everything raises StoreAway when that does not answer."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._put = client.register_script(_PUT)
        self._put_partial = client.register_script(_PUT_PARTIAL)
        self._run = client.register_script(_RUN)
        self._expire = client.register_script(_EXPIRE)
        self._drop = client.register_script(_DROP)
        self._begun: set[str] = set()
        """Those of which this process has put a part and not the whole. What is left by others, which have
        died, expires."""

    def get(self, key: str) -> StoredSegment | None:
        with away_when_lost():
            found = self._client.hmget(_segment(key), ["audio", "info", "digest"])
            return self._checked(key, cast(list[bytes | None], found))

    def get_run(self, keys: Sequence[str]) -> list[StoredSegment]:
        with away_when_lost():
            found = self._run([_segment(key) for key in keys]) if keys else []
            whole = (self._checked(key, values) for key, values in zip(keys, found, strict=False))
            return [segment for segment in itertools.takewhile(bool, whole) if segment is not None]

    def _checked(self, key: str, found: Sequence[bytes | None]) -> StoredSegment | None:
        audio, info, digest = found
        if audio is None and info is None and digest is None:
            return None
        if audio is None or info is None or digest is None or digest != _digest(audio, info):
            self._drop([_segment(key), SIZE + key], [digest or b""])
            return None
        return StoredSegment(audio, msgspec.json.decode(info, type=SegmentInfo))

    def drop_lost(self, key: str) -> None:
        """``get`` finds nothing: then ``sizes`` is not to say otherwise, should Redis have evicted the one
        and not the other."""
        with away_when_lost():
            self._drop([_segment(key), SIZE + key], [b""])

    def sizes(self, keys: Sequence[str]) -> list[int | None]:
        names = [SIZE + _checked(key) for key in keys]
        with away_when_lost():
            found = cast(list[bytes | None], self._client.mget(names)) if names else []
        return [int(size) if size else None for size in found]

    def put(self, key: str, segment: StoredSegment) -> None:
        if not whole_frames(segment.audio):
            raise ValueError(
                f"segment {key}: {len(segment.audio)} bytes that are not whole frames of the profile"
            )
        info = msgspec.json.encode(segment.info)
        digest = _digest(segment.audio, info)
        names = [_segment(key), SIZE + key]
        if key in self._begun:
            names.append(PARTIAL + key)
        with away_when_lost():
            self._put(names, [SEGMENT_S, segment.audio, info, digest])
        self._begun.discard(key)

    def put_partial(self, key: str, frames: bytes) -> None:
        self._begun.add(key)
        with away_when_lost():
            self._put_partial([_segment(key), PARTIAL + key], [PARTIAL_S, frames])

    def partial(self, key: str) -> bytes:
        with away_when_lost():
            return cast(bytes | None, self._client.get(PARTIAL + key)) or b""

    def want(self, keys: Iterable[str]) -> None:
        """Those that are stored live as long as if they had been put now."""
        asked = list(keys)
        found = zip(asked, self.sizes(asked), strict=True)
        self.keep(key for key, size in found if size is not None)

    def keep(self, keys: Iterable[str]) -> None:
        """As ``want``, for those that are known to be stored."""
        self._live_for(keys, SEGMENT_S)

    def let_go(self, keys: Iterable[str]) -> None:
        """They are in a finished file now."""
        self._live_for(keys, AFTER_FINISH_S)

    def delete(self, key: str) -> None:
        with away_when_lost():
            self._client.delete(_segment(key), PARTIAL + key, SIZE + key)

    def _live_for(self, keys: Iterable[str], seconds: int) -> None:
        if names := [name for key in keys for name in (_segment(key), SIZE + key)]:
            with away_when_lost():
                self._expire(names, [seconds])


@contextmanager
def away_when_lost() -> Iterator[None]:
    """Raises StoreAway when Redis does not answer."""
    try:
        yield
    except RedisError as error:
        raise StoreAway(f"Redis does not answer: {error}") from error


def _segment(key: str) -> str:
    return SEGMENT + _checked(key)


def _checked(key: str) -> str:
    if not KEY.fullmatch(key):
        raise ValueError(f"not a segment key (64 hex digits): {key[:80]!r}")
    return key


def _digest(audio: bytes, info: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(audio).digest() + info).hexdigest().encode()
