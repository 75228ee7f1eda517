"""API keys: which one a request has, and a limit on wrong ones.

There are those of TTS_API_KEYS, which may everything, and those of the catalog. What the catalog says of a
key is believed for ``KNOWN_S``: so long does it take until every process knows that a key is revoked.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec

from tts_service import audit
from tts_service.catalog.keys.book import KEY_PREFIX, ApiKey
from tts_service.errors import ProblemKind, ServiceError, TooMany, Unauthorized
from tts_service.scopes import EVERYTHING, Scope, includes
from tts_service.settings import Settings
from tts_service.web.limits.clients import Client, digest
from tts_service.web.limits.rates import Rates

T = TypeVar("T")

PERIOD_S = 60
KNOWN_S = 1.5
MOST_PROVEN = MOST_KNOWN = 1_000


class KeyHolder(msgspec.Struct, frozen=True):
    """Who has shown a key: ``who`` and ``name`` as in ``audit.Actor``, and what they may do."""

    who: str
    name: str = ""
    scopes: frozenset[Scope] = EVERYTHING

    def may(self, scope: Scope) -> bool:
        return includes(self.scopes, scope)


ANYBODY = KeyHolder(audit.NOBODY)
"""Stands for the key where no keys are set."""


class KnownKeys(Protocol):
    """The catalog's."""

    def known(self, text: str) -> ApiKey | None: ...

    def of(self, key_id: str) -> ApiKey | None: ...

    def note_use(self, key_id: str, day: dt.date) -> None: ...


class Keys:
    def __init__(
        self,
        settings: Settings,
        rates: Rates,
        known: KnownKeys,
        *,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``clock``: seconds, by which what the catalog said grows old."""
        self._keys = settings.api_keys
        self._most_wrong = settings.client_wrong_keys_per_minute
        self._rates = rates
        self._known = known
        self._now = now
        self._clock = clock
        self._proven: OrderedDict[str, None] = OrderedDict()
        self._seen: OrderedDict[str, tuple[ApiKey | None, float]] = OrderedDict()

    def shown(self, authorization: str | None, client: Client) -> KeyHolder | None:
        """Who has the key of an Authorization header, as ``check`` finds; None without such a header."""
        if not self._keys:
            return ANYBODY
        if authorization is None:
            return None
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise _wrong()
        return self.check(key.strip(), client)

    def check(self, given: str, client: Client) -> KeyHolder:
        """Who has the key ``given``. Raises Unauthorized for a wrong one, which is recorded, and for one that
        has expired; TooMany after many of them: then only a key that this client has used before is accepted;
        Unavailable when the catalog is away and would have to be asked."""
        pair = digest(f"{client.networks[0]} {given}")
        if pair not in self._proven:
            self._check_patience(client)
        holder = self._holder(given)
        if holder is None:
            self._proven.pop(pair, None)
            audit.warn("key.wrong", client=client.address)
            if self._most_wrong:
                self._rates.take("wrong-keys", self._most_wrong, PERIOD_S, client.digests)
            raise _wrong()
        _remember(self._proven, pair, None, MOST_PROVEN)
        return holder

    def still_holds(self, who: str) -> KeyHolder | None:
        """Of the key by which somebody has logged in, ``who`` as in ``KeyHolder``: None when it is no key of
        this service any more. Raises Unavailable."""
        if (holder := self._of_environment(who)) is not None:
            return holder
        key_id = who.removeprefix("key:")
        key = self._looked_up(f"id {key_id}", lambda: self._known.of(key_id))
        return _holder_of(key) if key is not None and key.is_valid(self._now()) else None

    # -- inside ----------------------------------------------------------------------------------------------

    def _holder(self, given: str) -> KeyHolder | None:
        """Compares with every key of the environment, so that the time taken reveals nothing."""
        right = [
            key for key in self._keys if hmac.compare_digest(given.encode("utf-8", "replace"), key.encode())
        ]
        if right:
            return _environments(right[0])
        if not given.startswith(KEY_PREFIX):
            return None
        key = self._looked_up(digest(given), lambda: self._known.known(given))
        if key is None:
            return None
        if not key.is_valid(self._now()):
            raise Unauthorized(
                "This key has expired. Whoever runs the service can make another.",
                kind=ProblemKind.KEY_EXPIRED,
            )
        self._note_use(key)
        return _holder_of(key)

    def _of_environment(self, who: str) -> KeyHolder | None:
        found = (holder for key in self._keys if (holder := _environments(key)).who == who)
        return next(found, None)

    def _looked_up(self, name: str, ask: Callable[[], ApiKey | None]) -> ApiKey | None:
        now = self._clock()
        known, asked_at = self._seen.get(name, (None, None))
        if asked_at is None or now - asked_at >= KNOWN_S:
            known = ask()
            _remember(self._seen, name, (known, now), MOST_KNOWN)
        return known

    def _note_use(self, key: ApiKey) -> None:
        """Once a day: who reads with a key changes nothing else."""
        today = self._now().date()
        if key.used_on is None or key.used_on < today:
            with contextlib.suppress(ServiceError):  # a catalog that cannot be written can still be read
                self._known.note_use(key.id, today)

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


def _environments(key: str) -> KeyHolder:
    return KeyHolder(f"key:{audit.fingerprint(key)}")


def _holder_of(key: ApiKey) -> KeyHolder:
    return KeyHolder(f"key:{key.id}", key.name, frozenset(key.scopes))


def _remember(known: OrderedDict[str, T], name: str, value: T, most: int) -> None:
    known[name] = value
    known.move_to_end(name)
    if len(known) > most:
        known.popitem(last=False)


def _wrong() -> Unauthorized:
    return Unauthorized(
        "This is not a key of this service. Send Authorization: Bearer, a space, and the key."
    )
