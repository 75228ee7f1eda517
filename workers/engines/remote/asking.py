"""Requests to a service that may refuse, stall or be away: each waits for its turn, and is retried while
that may help."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import TypeVar

from workers.engines.base import EngineBusy
from workers.engines.remote.gate_state import GateBook
from workers.engines.remote.options import RemoteOptions
from workers.engines.remote.rate_gate import RateGate, backoff_s

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

LONGEST_PAUSE_S = 8.0
LONGEST_RETRY_AFTER_S = 86_400.0


class PoliteAsker:
    """Asks ``service`` (its name, for messages) as ``options`` say, in turn with all that share ``book``."""

    def __init__(self, service: str, book: GateBook, options: RemoteOptions) -> None:
        self._service = service
        self._options = options
        self._gate = RateGate(
            book,
            interval_s=options.interval_s,
            failures=options.breaker_failures,
            open_s=options.breaker_s,
        )

    def deadline(self) -> float:
        """When to give up on a segment that is begun now, in s of ``time.monotonic``."""
        return time.monotonic() + self._options.patience_s

    def ask(self, request: Callable[[], Answer], until: float) -> Answer:
        """What ``request`` returns, after as many attempts as it takes and the options allow. It raises
        EngineBusy for what may pass, and EngineFailed, which is not retried.

        Raises EngineBusy when all attempts were in vain, or the next would come after ``until``.
        """
        for attempt in range(self._options.attempts):
            self._gate.enter(patience_s=max(0.0, until - time.monotonic()))
            try:
                answer = request()
            except EngineBusy as error:
                log.info("%s, attempt %d: %s", self._service, attempt + 1, error)
                self._gate.failed()
                self._wait(attempt, error, until)
                last = error
            else:
                self._gate.succeeded()
                return answer
        raise EngineBusy(
            f"{self._service} gave no speech in {self._options.attempts} attempts. {last}",
            self._options.breaker_s,
        )

    def _wait(self, attempt: int, error: EngineBusy, until: float) -> None:
        if attempt + 1 == self._options.attempts:
            return
        pause = max(backoff_s(attempt, self._options.backoff_s, LONGEST_PAUSE_S), error.retry_after_s)
        if time.monotonic() + pause > until:
            raise EngineBusy(str(error), pause) from error
        time.sleep(pause)


def retry_after_s(header: str | None) -> float:
    """What a Retry-After header asks for: seconds, or a date (RFC 9110, 10.2.3). 0.0 for anything else."""
    text = (header or "").strip()
    if text.isdecimal() and text.isascii():
        return min(float(text[:9]), LONGEST_RETRY_AFTER_S)
    try:
        wait_s = parsedate_to_datetime(text).timestamp() - time.time()
    except (ValueError, OverflowError):
        return 0.0
    return min(max(wait_s, 0.0), LONGEST_RETRY_AFTER_S)
