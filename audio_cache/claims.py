"""Who works on what: claims on one machine, across machines, and both together.

A claim keeps two workers from doing the same work. It is no guard of data: a claim can be lost (its holder stopped longer
than the time to live, Redis was wiped), so what is done under it must be harmless when done twice.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import redis
from redis.exceptions import LockError, RedisError
from redis.lock import Lock

from audio_cache.disk import clear_when_full
from audio_cache.errors import ClaimsUnavailable
from audio_cache.store import Claims

log = logging.getLogger(__name__)


class LocalClaims:
    """Claims among the processes and threads of one machine: a locked file in ``<root>/claims`` for each that is held.

    The kernel lets go of the lock of a holder that dies, at once; its empty file stays until the name is claimed again.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / "claims"

    @contextmanager
    def claim(self, name: str) -> Iterator[bool]:
        path = self._folder / hashlib.sha256(name.encode()).hexdigest()
        with clear_when_full(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = _take(path)
        if handle is None:
            yield False
            return
        try:
            yield True
        finally:
            path.unlink()  # while it is still locked: see _take
            os.close(handle)


def _take(path: Path) -> int | None:
    """A locked handle of ``path``; None when somebody else holds it.

    The holder unlinks the file before letting go. Whoever opened it before that gets a lock that means nothing, because a
    third one may lock a new file of this name: so look whether the locked file is still the one under the name.
    """
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        if _is_under(path, handle):
            return handle
        os.close(handle)


def _is_under(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


class RedisClaims:
    """Claims across machines: keys ``tts:claim:<name>`` that live ``ttl_s`` seconds and are extended while they are held.

    A holder that dies loses its claim within ``ttl_s``. Raises ClaimsUnavailable when Redis does not answer.
    """

    def __init__(self, client: redis.Redis, ttl_s: float = 10) -> None:
        self._client = client
        self._ttl_s = ttl_s

    @contextmanager
    def claim(self, name: str) -> Iterator[bool]:
        # The token is not thread-local: the keeper extends what this thread has taken.
        lock = Lock(self._client, f"tts:claim:{name}", timeout=self._ttl_s, thread_local=False)
        try:
            mine = bool(lock.acquire(blocking=False))
        except RedisError as error:
            raise ClaimsUnavailable(f"Redis does not answer, so nothing can be claimed: {error}") from error
        if not mine:
            yield False
            return
        done = threading.Event()
        threading.Thread(target=self._keep, args=(lock, done), name=f"claim {name}", daemon=True).start()
        try:
            yield True
        finally:
            done.set()
            _release(lock)

    def _keep(self, lock: Lock, done: threading.Event) -> None:
        while not done.wait(self._ttl_s / 3):
            try:
                lock.reacquire()
            except LockError as error:
                if not done.is_set():
                    log.warning("%s was lost: %s", lock.name, error)
                return
            except RedisError as error:
                # Tried again: a line that breaks for less than the time to live costs nothing.
                log.warning("%s could not be extended: %s", lock.name, error)


def _release(lock: Lock) -> None:
    try:
        lock.release()
    except (LockError, RedisError) as error:
        # The work is done all the same, and the claim ends by itself.
        log.warning("%s could not be released: %s", lock.name, error)


class AllOf:
    """Mine when all of ``claims`` are, taken in the order given: put the cheapest first."""

    def __init__(self, *claims: Claims) -> None:
        self._claims = claims

    @contextmanager
    def claim(self, name: str) -> Iterator[bool]:
        with ExitStack() as held:
            mine = all(held.enter_context(claims.claim(name)) for claims in self._claims)
            if not mine:
                held.close()  # those taken already: the caller may stay in the block long without them
            yield mine
