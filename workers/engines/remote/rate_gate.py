"""Politeness towards a remote service, shared by all processes of a machine: pacing and a circuit breaker."""

from __future__ import annotations

import random
import time
from pathlib import Path

import msgspec

from audio_cache.disk import exclusive, publish, read_or_none
from workers.engines.base import EngineBusy


class GateState(msgspec.Struct):
    """Times are seconds since the epoch: processes share no other clock."""

    free_at: float = 0.0
    """When the next request may be sent."""
    failures: int = 0
    """In a row."""
    open_until: float = 0.0
    """The breaker lets nobody through before."""


class RateGate:
    """One request each ``interval_s``; after ``failures`` in a row none for ``open_s``, then a single one to
    try.

    The state lies in the file ``path``, changed under a lock that the kernel frees when its holder dies.
    """

    def __init__(self, path: Path, *, interval_s: float, failures: int, open_s: float) -> None:
        self._path = path
        self._interval_s = interval_s
        self._failures = failures
        self._open_s = open_s

    def enter(self, patience_s: float) -> None:
        """Wait for a turn to send a request.

        Raises EngineBusy when the breaker is open or the turn would come later than ``patience_s`` from now.
        """
        time.sleep(self._reserve(patience_s))

    def _reserve(self, patience_s: float) -> float:
        with exclusive(self._lock()):
            state, now = self._read(), time.time()
            if state.open_until > now:
                raise EngineBusy(
                    "The service is left alone for a while: it has refused repeatedly.",
                    state.open_until - now,
                )
            turn = max(now, state.free_at)
            if turn - now > patience_s:
                raise EngineBusy("Too many requests are waiting for the service.", turn - now)
            state.free_at = turn + self._interval_s
            if state.failures >= self._failures:  # this one tries; the others keep waiting for how it fares
                state.open_until = now + self._open_s
            self._write(state)
        return turn - now

    def succeeded(self) -> None:
        with exclusive(self._lock()):
            state = self._read()
            if state.failures or state.open_until:
                self._write(GateState(free_at=state.free_at))

    def failed(self) -> None:
        """Raises EngineBusy when this was one failure too many."""
        with exclusive(self._lock()):
            state = self._read()
            state.failures += 1
            if state.failures >= self._failures:
                state.open_until = time.time() + self._open_s
            self._write(state)
        if state.open_until > time.time():
            raise EngineBusy(f"The service has failed {state.failures} times in a row.", self._open_s)

    def _lock(self) -> Path:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return self._path.with_suffix(".lock")

    def _read(self) -> GateState:
        """A file that cannot be read, or times that a changed clock has put far ahead, count for nothing."""
        try:
            state = msgspec.json.decode(read_or_none(self._path) or b"{}", type=GateState)
        except msgspec.DecodeError:
            return GateState()
        now = time.time()
        if state.open_until > now + 2 * self._open_s or state.free_at > now + 3600:
            return GateState(failures=state.failures)
        return state

    def _write(self, state: GateState) -> None:
        publish(self._path, msgspec.json.encode(state))


def backoff_s(attempt: int, first_s: float, longest_s: float) -> float:
    """How long to wait after failed ``attempt`` (from 0): exponential with full jitter, at least half of
    ``first_s``.

    After Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).
    """
    return random.uniform(first_s / 2, max(first_s, min(longest_s, first_s * 2**attempt)))
