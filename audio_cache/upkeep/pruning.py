"""Keeps a cache within its limits. What goes first when space is short:

1. Segments that no narration uses any more, after a grace period. (One that failed or was pruned uses none.)
2. Revisions that were superseded, after the grace period: the longest unused first.
3. Segments of narrations whose audio is whole, the longest unheard first: they play on, and keep their word
   times.
4. The audio of these, unless a person reads. Their scripts stay: the next click has them spoken again.

1 always goes, 2 to 4 only for a limit. What the policy keeps never goes, nor what is being worked on.

Beside working processes: a worker that plans a narration, or finds it planned, marks it and its segments as
wanted (by their time stamps) before it counts on them, and each removal looks at the stamp under the lock
that the marking takes. So a segment is either gone before it is counted on, or stays.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.narration_id import NarrationId
from audio_cache.upkeep.removal import drop_revision, keep_infos
from audio_cache.upkeep.stock import Stock, StoredRevision, short, take_stock

DAY_S = 86_400.0


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What to keep. ``max_bytes`` on disk and ``max_age_s`` since it was last heard or wanted; None: no
    limit."""

    max_bytes: int | None = None
    max_age_s: float | None = None
    grace_s: float = 7 * DAY_S
    current: Mapping[str, str] = {}
    """Article id → its revision in force. Of an article that is not named here it is the one that was
    wanted last."""
    kept: frozenset[NarrationId] = frozenset()
    """(article id, revision) of narrations that stay whatever the limits."""
    busy: frozenset[str] = frozenset()
    """Articles being worked on: everything about them stays."""
    heard: Mapping[str, float] = {}
    """Article id → when it was last heard, in s since 1970."""


class Pruned(msgspec.Struct, frozen=True, kw_only=True):
    """What was removed, or with ``dry_run`` would be. Bytes are those on disk."""

    dry_run: bool
    bytes_before: int
    bytes_after: int
    segments: int
    """Removed."""
    superseded: int
    """Revisions removed."""
    thinned: int
    """FolderNarrations whose segments were removed, but that can still be played."""
    silenced: int
    """FolderNarrations whose audio was removed: spoken again at the next click."""
    max_bytes: int | None
    over: int
    """Bytes still above the limit, because everything left must be kept."""


def prune(root: Path, policy: Policy, *, dry_run: bool = False, now: float | None = None) -> Pruned:
    """``now`` in s since 1970 (default: the clock's)."""
    now = time.time() if now is None else now
    store = LocalStore(root)
    narrations = FolderNarrations(root, store)
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
    """What is removed, and what is left. ``segments`` are named as by ``stock.short``."""

    def __init__(self, stock: Stock, in_use: Iterable[StoredRevision]) -> None:
        self.bytes_after = stock.bytes
        self.segments: set[int] = set()
        self.superseded: list[StoredRevision] = []
        self.thinned: list[StoredRevision] = []
        self.silenced: list[StoredRevision] = []
        self._idle = stock.idle
        self._uses = Counter(key for one in in_use for key in one.keys)
        self._doom(key for key in stock.idle if not self._uses[key])

    def supersede(self, one: StoredRevision) -> None:
        self.superseded.append(one)
        self.bytes_after -= one.bytes
        if one.finished:
            self._release(one)

    def thin(self, one: StoredRevision) -> None:
        before = len(self.segments)
        self._release(one)
        if len(self.segments) > before:
            self.thinned.append(one)

    def silence(self, one: StoredRevision) -> None:
        """After ``thin``."""
        self.silenced.append(one)
        self.bytes_after -= one.audio_bytes

    def _release(self, one: StoredRevision) -> None:
        self._uses.subtract(one.keys)
        self._doom(key for key in one.keys if not self._uses[key])

    def _doom(self, keys: Iterable[int]) -> None:
        for key in keys:
            if key in self._idle and key not in self.segments:
                self.segments.add(key)
                self.bytes_after -= self._idle[key]


def decide(stock: Stock, policy: Policy, now: float) -> Decision:
    """What to remove. Pure."""
    kept = [
        msgspec.structs.replace(one, used=max(one.used, policy.heard.get(one.narration.article_id, 0.0)))
        for one in stock.narrations
    ]
    kept.sort(key=lambda one: one.used)
    current = {one.narration.article_id: one.narration.revision for one in kept} | dict(policy.current)
    free = [one for one in kept if _may_go(one, policy, now)]
    decision = Decision(stock, [one for one in kept if one.finished or not _may_go(one, policy, now)])

    def must_go(one: StoredRevision) -> bool:
        too_old = policy.max_age_s is not None and one.used < now - policy.max_age_s
        return too_old or (policy.max_bytes is not None and decision.bytes_after > policy.max_bytes)

    def is_current(one: StoredRevision) -> bool:
        return current[one.narration.article_id] == one.narration.revision

    in_force = [one for one in free if is_current(one) and one.finished]
    for one in free:
        if not is_current(one) and must_go(one):
            decision.supersede(one)
    for one in in_force:
        if must_go(one):
            decision.thin(one)
    for one in in_force:
        if must_go(one) and not one.recorded:
            decision.silence(one)
    return decision


def _may_go(one: StoredRevision, policy: Policy, now: float) -> bool:
    wanted = one.narration.article_id in policy.busy or one.narration in policy.kept
    return not wanted and one.used < now - policy.grace_s


def _carry_out(
    decision: Decision, narrations: FolderNarrations, store: LocalStore, idle_since: float
) -> None:
    """Each removal checks again: what has been wanted meanwhile stays."""
    silenced = {one.narration for one in decision.silenced}
    for one in decision.superseded:
        drop_revision(narrations, one.narration, idle_since)
    for one in decision.thinned:
        if one.narration not in silenced:
            keep_infos(narrations, one.narration)
    for narration in silenced:
        narrations.unfinish(narration, unused_since=idle_since)
    for key in store.keys():  # noqa: SIM118 (a store is no dictionary)
        if short(key) in decision.segments:
            store.drop_unused(key, idle_since)
