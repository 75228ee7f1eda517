"""What a key, or an editor who has logged in, may do. A scope does not include another, except that "admin"
includes all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

Scope = Literal["read", "write", "publish", "admin"]

SCOPES: tuple[Scope, ...] = get_args(Scope)
EVERYTHING: frozenset[Scope] = frozenset(SCOPES)
EDITORIAL: frozenset[Scope] = frozenset(("read", "write", "publish"))
"""All that an editor's day takes."""
MEANING: dict[Scope, str] = {
    "read": "see what is not public: the newsroom, plays, articles for members",
    "write": "have articles read aloud, fix pronunciations",
    "publish": "publish, hold, withdraw; recordings, playlists, who may hear an article",
    "admin": "everything: shows and sites, members, webhooks, keys, the audit log",
}


def includes(scopes: Iterable[Scope], wanted: Scope) -> bool:
    held = frozenset(scopes)
    return wanted in held or "admin" in held


def scopes_of(names: Iterable[str]) -> frozenset[Scope]:
    """Raises ValueError for a name that is no scope, and for none at all."""
    given = list(names)
    found: frozenset[Scope] = frozenset(scope for scope in SCOPES if scope in given)
    unknown = [name for name in given if name not in SCOPES]
    if unknown or not found:
        named = f"{unknown[0]!r} is none" if unknown else "none is named"
        raise ValueError(f"the scopes are {', '.join(SCOPES)}; {named}.")
    return found


def in_order(scopes: Iterable[Scope]) -> tuple[Scope, ...]:
    held = frozenset(scopes)
    return tuple(scope for scope in SCOPES if scope in held)
