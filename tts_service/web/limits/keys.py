"""API keys: which one a request has, and a limit on wrong ones."""

from __future__ import annotations

import hmac
from collections import OrderedDict

from tts_service import audit
from tts_service.errors import ProblemKind, TooMany, Unauthorized
from tts_service.settings import Settings
from tts_service.web.limits.clients import Client, digest
from tts_service.web.limits.rates import Rates

PERIOD_S = 60
MOST_PROVEN = 1_000
ANYBODY = audit.NOBODY
"""Stands for the key where no keys are set."""


class Keys:
    def __init__(self, settings: Settings, rates: Rates) -> None:
        self._keys = settings.api_keys
        self._most_wrong = settings.client_wrong_keys_per_minute
        self._rates = rates
        self._proven: OrderedDict[str, str] = OrderedDict()

    def shown(self, authorization: str | None, client: Client) -> str | None:
        """The key of an Authorization header, as ``check`` names it; None without such a header."""
        if not self._keys:
            return ANYBODY
        if authorization is None:
            return None
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise _wrong()
        return self.check(key.strip(), client)

    def check(self, given: str, client: Client) -> str:
        """``key:`` and the fingerprint of the key ``given``. Raises Unauthorized for a wrong one, which is
        recorded, and TooMany after many of them: then only a key that this client has used before is
        accepted."""
        pair = digest(f"{client.networks[0]} {given}")
        if pair not in self._proven:
            self._check_patience(client)
            self._prove(pair, self._find(given, client))
        return self._proven[pair]

    def _prove(self, pair: str, who: str) -> None:
        self._proven[pair] = who
        if len(self._proven) > MOST_PROVEN:
            self._proven.popitem(last=False)

    def _find(self, given: str, client: Client) -> str:
        """Compares with every key, so that the time taken reveals nothing."""
        right = [
            key for key in self._keys if hmac.compare_digest(given.encode("utf-8", "replace"), key.encode())
        ]
        if right:
            return f"key:{audit.fingerprint(right[0])}"
        audit.warn("key.wrong", client=client.address)
        if self._most_wrong:
            self._rates.take("wrong-keys", self._most_wrong, PERIOD_S, client.digests)
        raise _wrong()

    def _check_patience(self, client: Client) -> None:
        if not self._most_wrong:
            return
        wait_s = self._rates.spent("wrong-keys", self._most_wrong, PERIOD_S, client.digests)
        if wait_s is not None:
            raise TooMany(
                f"Too many wrong keys have come from this address. Wait for {wait_s} s, and check the key.",
                kind=ProblemKind.TOO_MANY_KEYS,
                retry_after_s=wait_s,
            )


def _wrong() -> Unauthorized:
    return Unauthorized(
        "This is not a key of this service. Send Authorization: Bearer, a space, and the key."
    )
