"""Who is in the newsroom: sessions, kept in Redis for all web processes, under a digest of what the browser
has.

They may be lost; then editors log in again. A session ends two hours after it was last used, twelve hours
after it began, when its key is no longer one of the service's or its provider no longer asked, and when
somebody ends it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

import msgspec
import redis

from tts_service.contracts.messages import SESSIONS
from tts_service.errors import ProblemKind, Unavailable
from tts_service.scopes import Scope, in_order
from tts_service.web.limits.keys import KeyHolder

LASTS_S = 12 * 3600
IDLE_S = 2 * 3600
NOTED_EVERY_S = 60
"""So exactly it is known when a session was last used."""
MOST_AGENT_CHARS = 300
ID_CHARS = 12

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


class Session(msgspec.Struct, frozen=True):
    """``who``: key: and the id or fingerprint of its key, or oidc: and the editor; of the latter ``name`` and
    ``scopes`` are as the provider said. ``network``: that of the client that logged in. ``agent``: what its
    browser says. ``id_token``: what the provider knows its own session by; "" for a key."""

    id: str
    who: str
    begun: dt.datetime
    seen: dt.datetime
    network: str
    agent: str
    name: str = ""
    scopes: tuple[Scope, ...] = ()
    id_token: str = ""

    @property
    def browser(self) -> str:
        """``agent`` in a few words."""
        browser = next((name for mark, name in _BROWSERS if mark in self.agent), "Another program")
        system = next((name for mark, name in _SYSTEMS if mark in self.agent), "")
        return f"{browser} on {system}" if system else browser


class Sessions:
    """Every method raises Unavailable when Redis does not answer."""

    def __init__(self, client: redis.Redis, holder_of: Callable[[Session], KeyHolder | None]) -> None:
        """``holder_of`` a session: who it stands for, and what they may do; None when they may nothing any
        more."""
        self._redis = client
        self.holder_of = holder_of

    def begin(self, holder: KeyHolder, network: str, agent: str, id_token: str = "") -> tuple[str, Session]:
        """The new session, and the token that its browser is to keep."""
        token, now = new_token(), dt.datetime.now(dt.UTC)
        session = Session(
            *(_digest(token)[:ID_CHARS], holder.who, now, now, network, agent[:MOST_AGENT_CHARS]),
            *(holder.name, in_order(holder.scopes), id_token),
        )
        with _translated():
            self._redis.set(SESSIONS + _digest(token), msgspec.json.encode(session), ex=IDLE_S)
        return token, session

    def find(self, token: str) -> Session | None:
        """The session of the browser that has ``token``; from now on it is in use."""
        name = SESSIONS + _digest(token)
        with _translated():
            session = self._valid(cast("bytes | None", self._redis.get(name)))
            now = dt.datetime.now(dt.UTC)
            if session is None or (now - session.seen).total_seconds() < NOTED_EVERY_S:
                return session
            session = msgspec.structs.replace(session, seen=now)
            # Only if it is still there: what has just been ended stays so.
            return (
                session if self._redis.set(name, msgspec.json.encode(session), ex=IDLE_S, xx=True) else None
            )

    def all(self) -> tuple[Session, ...]:
        """Those in use last come first."""
        with _translated():
            names = list(self._names("*"))
            found = cast("list[bytes | None]", self._redis.mget(names)) if names else []
        sessions = [session for session in map(self._valid, found) if session]
        return tuple(sorted(sessions, key=lambda session: session.seen, reverse=True))

    def end(self, session_id: str) -> bool:
        """False when there is none of this id."""
        if not re.fullmatch(rf"[0-9a-f]{{{ID_CHARS}}}", session_id):
            return False
        with _translated():
            names = list(self._names(f"{session_id}*"))
            return bool(names) and bool(self._redis.delete(*names))

    def _names(self, pattern: str) -> Iterator[bytes]:
        return cast("Iterator[bytes]", self._redis.scan_iter(SESSIONS + pattern, count=1000))

    def _valid(self, data: bytes | None) -> Session | None:
        try:
            session = msgspec.json.decode(data, type=Session) if data else None
        except msgspec.DecodeError:
            return None  # of another version of the service
        if session is None or self.holder_of(session) is None:
            return None
        return session if (dt.datetime.now(dt.UTC) - session.begun).total_seconds() < LASTS_S else None


def new_token() -> str:
    return secrets.token_urlsafe(32)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (redis.RedisError, OSError) as error:
        raise Unavailable(
            "Nobody can be let into the newsroom just now, as the service's Redis does not answer. Try again "
            "in a moment.",
            kind=ProblemKind.QUEUE_UNAVAILABLE,
        ) from error
