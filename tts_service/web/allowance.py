"""So much from each client and no more, without a record of who that was."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

MOST_CLIENTS = 100_000
"""Counted at once. Beyond that, until the time is over, nobody is refused."""


class Allowance:
    """``most`` for each client in every ``period_s``. One for each web process.

    A client's address is kept only as a digest, under a key that is made anew when the period is over; then all is forgotten.
    """

    def __init__(self, most: int, period_s: float, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._period_s = period_s
        self._now = now
        self._begin()

    def _begin(self) -> None:
        self._until = self._now() + self._period_s
        self._key = secrets.token_bytes(16)
        self._taken: Counter[bytes] = Counter()

    def take(self, client: str) -> bool:
        """False when ``client`` has had all that it may."""
        if self._now() >= self._until:
            self._begin()
        name = hashlib.blake2b(client.encode(), key=self._key, digest_size=16).digest()
        if name in self._taken or len(self._taken) < MOST_CLIENTS:
            self._taken[name] += 1
        return self._taken[name] <= self._most


def client_address(environ: Mapping[str, Any]) -> str:
    """Of the client that a WSGI environment tells of: what a proxy in the same network says of it, if one stands between."""
    peer = str(environ.get("REMOTE_ADDR") or "")
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR") or "").rpartition(",")[2].strip()
    return forwarded if forwarded and _is_near(peer) else peer


def _is_near(peer: str) -> bool:
    """Not reached through the internet; a proxy on a Unix socket has no address."""
    try:
        return not peer or ipaddress.ip_address(peer).is_private
    except ValueError:
        return False
