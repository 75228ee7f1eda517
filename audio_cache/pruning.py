"""A cache that stays in bounds. What is kept, and what goes first when room is short:

1. Segments that no narration uses any more, after a grace period. (One that failed or was pruned uses none.)
2. Revisions that were superseded, after the grace period: the longest unused first.
3. Segments of narrations whose audio is whole, the longest unheard first: they play on, and keep their word times.
4. The audio of these. What is to be said stays: the next click has them spoken again.

1 always goes, 2 to 4 only for a limit. Nothing that the policy keeps goes at all, nor what is being worked on.

Beside working processes: a worker that plans a narration, or finds it planned, marks it and its segments as wanted (by their
time stamps) before it counts on them, and each removal looks at the stamp under the lock that the marking takes. So
a segment is either gone before it is counted on, or stays.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from audio_cache.removal import drop_revision
from audio_cache.stock import Kept, Stock, short, take_stock
from audio_cache.words import keep_infos

DAY_S = 86_400.0


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What to keep. ``max_bytes`` on disk and ``max_age_s`` since it was last heard or wanted; None: no limit."""

    max_bytes: int | None = None
    max_age_s: float | None = None
    grace_s: float = 7 * DAY_S
    current: Mapping[str, str] = {}
    """Article id → its revision in force. Of an article that is not named here it is the one that was wanted last."""
    kept: frozenset[tuple[str, str]] = frozenset()
    """(article id, revision) of what stays whatever the limits say."""
    busy: frozenset[str] = frozenset()
    """Articles that something is being done for: all about them stays."""
    heard: Mapping[str, float] = {}
    """Article id → when it was last heard, in s since 1970."""


class Pruned(msgspec.Struct, frozen=True, kw_only=True):
    """What was done, or with ``dry_run`` what would be. Bytes are those on disk."""

    dry_run: bool
    bytes_before: int
    bytes_after: int
    segments: int
    """Removed."""
    superseded: int
    """Revisions removed."""
    thinned: int
    """Narrations that play on, though their segments were removed."""
    silenced: int
    """Narrations whose audio was removed: spoken again when somebody clicks."""
    max_bytes: int | None
    over: int
    """Bytes above the limit that are left, because all of it is to be kept."""


def prune(root: Path, policy: Policy, *, dry_run: bool = False, now: float | None = None) -> Pruned:
    """``now`` in s since 1970 (default: the clock's)."""
    now = time.time() if now is None else now
    store = LocalStore(root)
    narrations = Narrations(root, store)
    stock = take_stock(root, narrations, now - policy.grace_s)
    decision = decide(stock, policy, now)
    if not dry_run:
        _carry_out(decision, narrations, store, now - policy.grace_s)
    return Pruned(
        dry_run=dry_run,
        bytes_before=stock.bytes,
        bytes_after=decision.bytes_after,
        segments=len(decision.segments),
        superseded=len(decision.superseded),
        thinned=len(decision.thinned),
        silenced=len(decision.silenced),
        max_bytes=policy.max_bytes,
        over=max(0, decision.bytes_after - policy.max_bytes) if policy.max_bytes is not None else 0,
    )


class Decision:
    """What goes, and what is left then. ``segments`` are named as by ``stock.short``."""

    def __init__(self, stock: Stock, in_use: Iterable[Kept]) -> None:
        self.bytes_after = stock.bytes
        self.segments: set[int] = set()
        self.superseded: list[Kept] = []
        self.thinned: list[Kept] = []
        self.silenced: list[Kept] = []
        self._idle = stock.idle
        self._uses = Counter(key for one in in_use for key in one.keys)
        self._doom(key for key in stock.idle if not self._uses[key])

    def supersede(self, one: Kept) -> None:
        self.superseded.append(one)
        self.bytes_after -= one.bytes
        if one.finished:
            self._release(one)

    def thin(self, one: Kept) -> None:
        before = len(self.segments)
        self._release(one)
        if len(self.segments) > before:
            self.thinned.append(one)

    def silence(self, one: Kept) -> None:
        """After ``thin``."""
        self.silenced.append(one)
        self.bytes_after -= one.audio_bytes

    def _release(self, one: Kept) -> None:
        self._uses.subtract(one.keys)
        self._doom(key for key in one.keys if not self._uses[key])

    def _doom(self, keys: Iterable[int]) -> None:
        for key in keys:
            if key in self._idle and key not in self.segments:
                self.segments.add(key)
                self.bytes_after -= self._idle[key]


def decide(stock: Stock, policy: Policy, now: float) -> Decision:
    """What goes. Pure."""
    kept = [msgspec.structs.replace(one, used=max(one.used, policy.heard.get(one.article_id, 0.0))) for one in stock.narrations]
    kept.sort(key=lambda one: one.used)
    current = {one.article_id: one.revision for one in kept} | dict(policy.current)
    free = [one for one in kept if _may_go(one, policy, now)]
    decision = Decision(stock, [one for one in kept if one.finished or not _may_go(one, policy, now)])

    def must_go(one: Kept) -> bool:
        too_old = policy.max_age_s is not None and one.used < now - policy.max_age_s
        return too_old or (policy.max_bytes is not None and decision.bytes_after > policy.max_bytes)

    in_force = [one for one in free if current[one.article_id] == one.revision and one.finished]
    for one in free:
        if current[one.article_id] != one.revision and must_go(one):
            decision.supersede(one)
    for one in in_force:
        if must_go(one):
            decision.thin(one)
    for one in in_force:
        if must_go(one):
            decision.silence(one)
    return decision


def _may_go(one: Kept, policy: Policy, now: float) -> bool:
    wanted = one.article_id in policy.busy or (one.article_id, one.revision) in policy.kept
    return not wanted and one.used < now - policy.grace_s


def _carry_out(decision: Decision, narrations: Narrations, store: LocalStore, idle_since: float) -> None:
    """Each removal sees for itself that nobody has wanted it meanwhile: then it stays."""
    silenced = {(one.article_id, one.revision) for one in decision.silenced}
    for one in decision.superseded:
        drop_revision(narrations, one.article_id, one.revision, idle_since)
    for one in decision.thinned:
        if (one.article_id, one.revision) not in silenced:
            keep_infos(narrations, one.article_id, one.revision)
    for article_id, revision in silenced:
        narrations.unfinish(article_id, revision, unused_since=idle_since)
    for key in store.keys():  # noqa: SIM118 (a store is no dictionary)
        if short(key) in decision.segments:
            store.drop_unused(key, idle_since)
