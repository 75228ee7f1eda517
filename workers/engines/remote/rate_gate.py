"""Politeness towards a remote service, shared by all processes that ask it: pacing and a circuit breaker."""

from __future__ import annotations

import random
import time

from workers.engines.base import EngineBusy
from workers.engines.remote.gate_state import GateBook, GateState


class RateGate:
    """One request each ``interval_s``; after ``failures`` in a row none for ``open_s``, then a single one to
    try."""

    def __init__(self, book: GateBook, *, interval_s: float, failures: int, open_s: float) -> None:
        self._book = book
        self._interval_s = interval_s
        self._failures = failures
        self._open_s = open_s

    def enter(self, patience_s: float) -> None:
        """Wait for a turn to send a request.

        Raises EngineBusy when the breaker is open or the turn would come later than ``patience_s`` from now.
        """

        def reserve(state: GateState, now: float) -> float:
            self._mend(state, now)
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
            return turn - now

        time.sleep(self._book.change(reserve))

    def succeeded(self) -> None:
        def forget(state: GateState, now: float) -> None:
            state.failures, state.open_until = 0, 0.0

        self._book.change(forget)

    def failed(self) -> None:
        """Raises EngineBusy when this was one failure too many."""

        def count(state: GateState, now: float) -> int:
            """Failures in a row, if that many; else 0."""
            self._mend(state, now)
            state.failures += 1
            if state.failures >= self._failures:
                state.open_until = now + self._open_s
            return state.failures if state.open_until > now else 0

        if times := self._book.change(count):
            raise EngineBusy(f"The service has failed {times} times in a row.", self._open_s)

    def _mend(self, state: GateState, now: float) -> None:
        """Times that a changed clock has put far ahead count for nothing."""
        if state.open_until > now + 2 * self._open_s or state.free_at > now + 3600:
            state.free_at = state.open_until = 0.0


def backoff_s(attempt: int, first_s: float, longest_s: float) -> float:
    """How long to wait after failed ``attempt`` (from 0): exponential with full jitter, at least half of
    ``first_s``.

    After Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).
    """
    return random.uniform(first_s / 2, max(first_s, min(longest_s, first_s * 2**attempt)))
