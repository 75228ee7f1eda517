"""A rate limit counted in this process alone: for when Redis is away."""

from __future__ import annotations

import hashlib
import secrets
import time
from array import array
from collections.abc import Callable

ROWS, COLUMNS = 4, 1 << 15
MOST_COUNTED = 65_535


class LocalRateLimit:
    """``most`` for each client in every ``period_s`` seconds.

    A count-min sketch: a table of fixed size (256 KB) in which a client has a cell in each row, and the
    lowest of its cells counts. So no client is ever counted too low, and with very many clients a few are
    counted too high. Cells are chosen by digests under a key that is replaced with every period, when all
    counts start again.
    """

    def __init__(self, most: int, period_s: float, now: Callable[[], float] = time.monotonic) -> None:
        self._most = min(most, MOST_COUNTED - 1)
        self._period_s = period_s
        self._now = now
        self._begin()

    def _begin(self) -> None:
        self._until = self._now() + self._period_s
        self._key = secrets.token_bytes(16)
        self._rows = [array("H", bytes(2 * COLUMNS)) for _ in range(ROWS)]

    def take(self, client: str) -> bool:
        """False if ``client`` has reached its limit."""
        places = self._places(client)
        count = min(row[place] for row, place in places)
        if count >= self._most:
            return False
        for row, place in places:
            row[place] = max(row[place], count + 1)
        return True

    def is_spent(self, client: str) -> bool:
        return min(row[place] for row, place in self._places(client)) >= self._most

    @property
    def left_s(self) -> float:
        """Seconds until the period ends."""
        return max(self._until - self._now(), 0.0)

    def _places(self, client: str) -> list[tuple[array[int], int]]:
        if self._now() >= self._until:
            self._begin()
        digest = hashlib.blake2b(client.encode(), key=self._key, digest_size=4 * ROWS).digest()
        numbers = (int.from_bytes(digest[4 * row : 4 * row + 4], "little") for row in range(ROWS))
        return [(row, number % COLUMNS) for row, number in zip(self._rows, numbers, strict=True)]
