"""Who works on what: claims on one machine, across machines, and both together.

A claim keeps two workers from doing the same work. It does not protect data: a claim can be lost (its holder
was suspended for longer than the time to live, Redis was wiped), so work done under a claim must be
idempotent.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import math
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import redis
from redis.exceptions import LockError, RedisError
from redis.lock import Lock

from audio_cache.disk import clear_when_full
from audio_cache.errors import ClaimsUnavailable
from audio_cache.store import Claims

log = logging.getLogger(__name__)

CLAIM = "tts:claim:"
LEASE_S = 6.0
"""How long a claim lasts without a sign of life from its holder."""
STAMPS_KEPT = 1000

_FIRST = """
local names = ARGV[3] == '' and #KEYS or #KEYS / 2
for place = 1, names do
  if redis.call('SET', KEYS[place], ARGV[1], 'NX', 'PX', ARGV[2]) then
    local counted = KEYS[names + place]
    if not counted or redis.call('SET', counted, 1, 'NX', 'EX', ARGV[3]) then return {place, 1} end
    local tries = redis.call('INCR', counted)
    redis.call('EXPIRE', counted, ARGV[3])
    return {place, tries}
  end
end
return {0, 0}
"""

_Stamp = tuple[int, int]
"""Inode and time stamp, in ns: differs between holders, and changes with each sign of life of one."""


class Counter(NamedTuple):
    """Counts how often something was claimed, until somebody deletes its ``key`` or nobody has claimed it for
    ``kept_s``."""

    key: Callable[[str], str]
    """From the name of a claim."""
    kept_s: int


class LocalClaims:
    """Claims among the processes and threads of one machine: a locked file in ``<root>/claims`` for each
    claim that is held.

    The kernel releases the lock of a holder that dies at once; its empty file stays until the name is claimed
    again. A holder that hangs keeps its lock. So a live holder renews the file's time stamp, and a process
    that has seen the same stamp for ``lease_s`` replaces the file by one of its own. It is renewed by a
    thread, which may live on when the work hangs; so for no more than ``longest_s``.
    """

    def __init__(self, root: Path, lease_s: float = LEASE_S, longest_s: float = math.inf) -> None:
        self._folder = root / "claims"
        self._lease_s = lease_s
        self._longest_s = longest_s
        self._stamps: dict[str, tuple[_Stamp, float]] = {}
        """For claims that others hold, by file: the last stamp, and when this process first saw it, by its
        own clock."""

    @contextmanager
    def claim(self, name: str) -> Iterator[bool]:
        path = self._folder / hashlib.sha256(name.encode()).hexdigest()
        with clear_when_full(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = _take(path)
            if handle is None and self._lapsed(path):
                handle = self._take_over(path)
        if handle is None:
            yield False
            return
        self._stamps.pop(path.name, None)
        done = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(handle, done), name=f"claim {name}", daemon=True)
        keeper.start()
        try:
            yield True
        finally:
            done.set()
            keeper.join()
            with suppress(OSError):
                # On a disk that has become read-only it stays, and can still be claimed again.
                if _is_under(path, handle):  # otherwise it has been taken over
                    path.unlink()  # while it is still locked: see _take
            os.close(handle)

    remembered_s = 0.0

    def tries(self, name: str) -> int:
        return 0

    def spent(self, name: str) -> None:
        """To release it costs nothing."""

    @contextmanager
    def claim_first(self, names: Sequence[str]) -> Iterator[int | None]:
        with ExitStack() as held:
            tried = (held.enter_context(self.claim(name)) for name in names)
            yield next((place for place, mine in enumerate(tried) if mine), None)

    def _keep(self, handle: int, done: threading.Event) -> None:
        until = time.monotonic() + self._longest_s
        while not done.wait(self._lease_s / 3) and time.monotonic() < until:
            with suppress(OSError):  # a full or broken disk: then the claim lapses
                os.utime(handle)

    def _lapsed(self, path: Path) -> bool:
        """The holder has given no sign of life for the lease, as far as this object has seen."""
        stamp, now = _stamp(path), time.monotonic()
        if stamp is None:
            return False
        known, since = self._stamps.get(path.name, (None, now))
        if known == stamp:
            return now - since > self._lease_s
        while len(self._stamps) >= STAMPS_KEPT:
            self._stamps.pop(next(iter(self._stamps)), None)
        self._stamps[path.name] = (stamp, now)
        return False

    def _take_over(self, path: Path) -> int | None:
        """Replace the file of a holder that hangs; one process at a time, so that no new holder's file is
        mistaken for it."""
        guard = _take(self._folder / ".taking-over")
        if guard is None:
            return None
        try:
            if not self._lapsed(path):
                return None
            log.warning("a claim is taken from a process that gives no sign of life")
            path.unlink(missing_ok=True)
        finally:
            (self._folder / ".taking-over").unlink()
            os.close(guard)
        return _take(path)


def _stamp(path: Path) -> _Stamp | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns


def _take(path: Path) -> int | None:
    """A locked handle of ``path``; None if it is held already.

    The holder unlinks the file before releasing it. A process that opened it before that gets a worthless
    lock, because a third one may lock a new file of this name: so check that the locked file is still the one
    under the name.
    """
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        if _is_under(path, handle):
            os.utime(handle)  # a dead holder's file: its old stamp must not pass for ours
            return handle
        os.close(handle)


def _is_under(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


class RedisClaims:
    """Claims across machines: keys ``tts:claim:<name>`` that live ``ttl_s`` seconds and are extended while
    they are held, for ``longest_s`` at most.

    A holder that dies loses its claim within ``ttl_s``. Raises ClaimsUnavailable when Redis does not answer.
    """

    def __init__(
        self,
        client: redis.Redis,
        ttl_s: float = LEASE_S,
        longest_s: float = math.inf,
        counter: Counter | None = None,
    ) -> None:
        """``counter``: see ``Counter``; None counts nothing."""
        self._client = client
        self._ttl_s = ttl_s
        self._longest_s = longest_s
        self._spent: set[str] = set()
        self._first = client.register_script(_FIRST)
        self._counter = counter
        self._tries: dict[str, int] = {}

    @contextmanager
    def claim(self, name: str) -> Iterator[bool]:
        lock = self._lock(name)
        with _answering():
            mine = bool(lock.acquire(blocking=False))
        if not mine:
            yield False
            return
        with self._kept(lock, name):
            yield True

    @contextmanager
    def claim_first(self, names: Sequence[str]) -> Iterator[int | None]:
        token = secrets.token_hex(16)
        with _answering():
            place, tries = self._claim_first(names, token) if names else (0, 0)
        if not place:
            yield None
            return
        name = names[place - 1]
        self._tries[name] = tries
        lock = self._lock(name)
        lock.local.token = token.encode()
        with self._kept(lock, name):
            yield place - 1

    def tries(self, name: str) -> int:
        return self._tries.get(name, 0) if self._counter else 0

    def _claim_first(self, names: Sequence[str], token: str) -> tuple[int, int]:
        keys, kept_s = [CLAIM + name for name in names], ""
        if self._counter is not None:
            keys += map(self._counter.key, names)
            kept_s = str(self._counter.kept_s)
        place, tries = self._first(keys, [token, int(self._ttl_s * 1000), kept_s])
        return place, tries

    def _lock(self, name: str) -> Lock:
        # The token is not thread-local: the keeper thread extends claims taken by this one.
        return Lock(self._client, CLAIM + name, timeout=self._ttl_s, thread_local=False)

    @contextmanager
    def _kept(self, lock: Lock, name: str) -> Iterator[None]:
        done = threading.Event()
        threading.Thread(target=self._keep, args=(lock, done), name=f"claim {name}", daemon=True).start()
        try:
            yield
        finally:
            done.set()
            self._tries.pop(name, None)
            if name in self._spent:
                self._spent.discard(name)
            else:
                _release(lock)

    def spent(self, name: str) -> None:
        self._spent.add(name)

    @property
    def remembered_s(self) -> float:
        return self._ttl_s / 2  # it was last extended up to a third ago

    def _keep(self, lock: Lock, done: threading.Event) -> None:
        until = time.monotonic() + self._longest_s
        while not done.wait(self._ttl_s / 3) and time.monotonic() < until:
            try:
                lock.reacquire()
            except LockError as error:
                if not done.is_set():
                    log.warning("%s was lost: %s", lock.name, error)
                return
            except RedisError as error:
                # Retried: an outage shorter than the time to live costs nothing.
                log.warning("%s could not be extended: %s", lock.name, error)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        raise ClaimsUnavailable(f"Redis does not answer, so nothing can be claimed: {error}") from error


def _release(lock: Lock) -> None:
    try:
        lock.release()
    except (LockError, RedisError) as error:
        # The work is done anyway, and the claim expires.
        log.warning("%s could not be released: %s", lock.name, error)


class AllOf:
    """Held if all of ``claims`` are, taken in the order given: put the cheapest first."""

    def __init__(self, *claims: Claims) -> None:
        self._claims = claims

    @contextmanager
    def claim(self, name: str) -> Iterator[bool]:
        with ExitStack() as held:
            mine = all(held.enter_context(claims.claim(name)) for claims in self._claims)
            if not mine:
                held.close()  # release those taken already: the caller may stay in the block for long
            yield mine

    def spent(self, name: str) -> None:
        for claims in self._claims:
            claims.spent(name)

    def tries(self, name: str) -> int:
        return max(claims.tries(name) for claims in self._claims)

    @property
    def remembered_s(self) -> float:
        return max(claims.remembered_s for claims in self._claims)

    @contextmanager
    def claim_first(self, names: Sequence[str]) -> Iterator[int | None]:
        """The last of the claims are asked first: they see the most, and answer for all names at once."""
        *others, last = self._claims
        with ExitStack() as held:
            yield self._first(held, last, AllOf(*others), names)

    def _first(self, held: ExitStack, last: Claims, others: AllOf, names: Sequence[str]) -> int | None:
        start = 0
        while start < len(names):
            with ExitStack() as tried:
                place = tried.enter_context(last.claim_first(names[start:]))
                if place is None:
                    return None
                if tried.enter_context(others.claim(names[start + place])):
                    held.push(tried.pop_all())
                    return start + place
                start += place + 1
        return None
