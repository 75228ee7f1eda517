"""Upkeep of audio in a bucket (TTS_STORE), by what the catalog knows: it is never asked for a list, but for
orphans, once a night."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import msgspec

from audio_cache.claims import RedisClaims
from audio_cache.errors import ClaimsUnavailable
from audio_cache.shared.check import verify_shared
from audio_cache.shared.narrations import SharedNarrations
from audio_cache.shared.orphans import Orphans, find_orphans, remove_orphans
from audio_cache.upkeep.check import Report
from audio_cache.upkeep.pruning import DAY_S, Decision, Policy, Pruned, decide
from audio_cache.upkeep.stock import Stock, StoredRevision
from tts_service.broker.connection import connect
from tts_service.broker.store import store_of
from tts_service.catalog import Catalog
from tts_service.errors import Conflict, Pruning, Unavailable
from tts_service.ops.stored_revisions import revisions_of
from tts_service.settings import Settings

ORPHANED_S = 7 * DAY_S
"""What was put more lately is no orphan: somebody may be about to need it."""
MANY = 20
"""If there are more orphans than this, and more than half of all, the catalog may be the wrong one."""


class OrphansFound(msgspec.Struct, frozen=True):
    """``narrations`` in the bucket; ``unknown`` of them the catalog does not know, and of ``partly`` it holds
    files that no marker names. ``removed``: so many of these."""

    narrations: int
    unknown: int
    partly: int
    bytes: int
    removed: int = 0


def prune_bucket(settings: Settings, catalog: Catalog, policy: Policy, *, dry_run: bool) -> Pruned:
    """Keep what is in the bucket within the limits of ``policy``: as ``audio_cache.upkeep.pruning``, without
    the segments, for there are none. Raises Pruning, Unavailable, StoreAway."""
    narrations = shared_narrations(settings, catalog)
    with _alone(settings):
        now = time.time()
        stock = _stock(catalog)
        decision = decide(stock, policy, now)
        if not dry_run:
            _carry_out(decision, narrations, catalog, policy)
    over = decision.bytes_after - policy.max_bytes if policy.max_bytes is not None else 0
    return Pruned(
        dry_run=dry_run,
        bytes_before=stock.bytes,
        bytes_after=decision.bytes_after,
        segments=0,
        superseded=len(decision.superseded),
        thinned=0,
        silenced=len(decision.silenced),
        max_bytes=policy.max_bytes,
        over=max(0, over),
    )


def verify_bucket(settings: Settings, catalog: Catalog, *, deep: bool, mend: bool) -> Report:
    """Raises Unavailable, StoreAway."""
    ids = (row.narration for row in catalog.stored.all())
    return verify_shared(shared_narrations(settings, catalog), ids, deep=deep, mend=mend)


def orphans_in_bucket(
    settings: Settings, catalog: Catalog, *, remove: bool, even_most: bool = False, now: float | None = None
) -> OrphansFound:
    """Look through all of the bucket for what nobody asks for, and ``remove`` it. ``even_most``: whatever its
    share is. ``now`` in s since 1970 (default: the clock's).

    Raises Conflict if most of the bucket is unknown to the catalog; Pruning, Unavailable, StoreAway.
    """
    narrations = shared_narrations(settings, catalog)
    before = (time.time() if now is None else now) - ORPHANED_S
    with _alone(settings):
        total, found = 0, list[Orphans]()
        for _, orphans in find_orphans(narrations, catalog.stored.wanted, before):
            total += 1
            found += [orphans] if orphans is not None else []
        unknown = sum(one.is_unknown for one in found)
        if remove and not even_most and unknown > MANY and unknown > total / 2:
            raise Conflict(
                f"The catalog does not know {unknown} of the {total} narrations in {settings.store}: nothing "
                "was removed. Is TTS_DATABASE_URL right, and is no other installation using this bucket? If "
                "all is well: tts-service store orphans --remove --even-most."
            )
        removed = sum(_remove(narrations, catalog, one) for one in found) if remove else 0
    size = sum(one.size for orphans in found for one in orphans.objects)
    return OrphansFound(total, unknown, len(found) - unknown, size, removed)


def _remove(narrations: SharedNarrations, catalog: Catalog, orphans: Orphans) -> bool:
    """Not if it has been asked for since the list was made."""
    if orphans.is_unknown and catalog.stored.wanted([orphans.narration]):
        return False
    return remove_orphans(narrations, orphans)


def _stock(catalog: Catalog) -> Stock:
    recorded = catalog.stored.recorded()
    kept = tuple(
        StoredRevision(
            row.narration,
            row.created_at.timestamp(),
            True,
            row.size,
            row.size,
            frozenset(),
            row.narration in recorded,
        )
        for row in catalog.stored.all()
    )
    return Stock(sum(one.bytes for one in kept), kept, {})


def _carry_out(decision: Decision, narrations: SharedNarrations, catalog: Catalog, policy: Policy) -> None:
    """Each is looked at again: what is being worked on, or has been heard meanwhile, stays."""
    heard_since = (dt.datetime.now(dt.UTC) - dt.timedelta(seconds=policy.grace_s)).date()
    for one in decision.superseded:
        if catalog.stored.may_go(one.narration, heard_since) and narrations.removals.remove(one.narration):
            catalog.stored.gone(one.narration)
    for one in decision.silenced:
        if catalog.stored.may_go(one.narration, heard_since) and narrations.removals.silence(one.narration):
            catalog.stored.gone(one.narration)


def shared_narrations(settings: Settings, catalog: Catalog) -> SharedNarrations:
    """Those of TTS_STORE, which is set."""
    narrations = store_of(settings, revisions_of=partial(revisions_of, catalog)).narrations
    assert isinstance(narrations, SharedNarrations)
    return narrations


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """One at a time, on whatever machine. Raises Pruning, Unavailable."""
    try:
        with RedisClaims(connect(settings)).claim("prune") as mine:
            if not mine:
                raise Pruning("The audio is being pruned already. Wait until that is done.")
            yield
    except ClaimsUnavailable as error:
        raise Unavailable("Redis is away, and without it nothing can be removed. Try again later.") from error
