"""What is in a bucket that nobody asks for: found by a list of everything, once a night.

It is left by a process that died between two objects of a file, by a removal that was cut short, and by a
deletion that Redis forgot.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from audio_cache.narration_id import NarrationId
from audio_cache.shared.bucket import Bucket, StoredObject
from audio_cache.shared.narrations import SharedNarrations
from audio_cache.shared.objects import AUDIO, CREDENTIALS, MARKERS, QUIET, narration_of

AT_ONCE = 500
"""So many narrations are looked up at once."""

Wanted = Callable[[Iterable[NarrationId]], frozenset[NarrationId]]
"""Those of some narrations that somebody may hear, or that are being worked on."""


class Kept(NamedTuple):
    """The objects of one narration."""

    narration: NarrationId
    objects: tuple[StoredObject, ...]

    @property
    def is_whole(self) -> bool:
        """It has its commit marker."""
        return any(one.name.startswith(f"{MARKERS}/") for one in self.objects)

    @property
    def audio(self) -> tuple[StoredObject, ...]:
        return tuple(one for one in self.objects if one.name.startswith(f"{AUDIO}/"))


class Orphans(NamedTuple):
    """``is_unknown``: nothing of the narration is wanted; else only the files ``objects`` are not."""

    narration: NarrationId
    objects: tuple[StoredObject, ...]
    is_unknown: bool


def kept_narrations(bucket: Bucket) -> Iterator[Kept]:
    """All, sorted. What is put while it is read may be seen in part."""
    streams = [
        _with_narrations(bucket.objects(f"{folder}/")) for folder in (AUDIO, CREDENTIALS, MARKERS, QUIET)
    ]
    merged = heapq.merge(*streams, key=lambda pair: _order(pair[0]))
    for narration, group in itertools.groupby(merged, key=lambda pair: pair[0]):
        yield Kept(narration, tuple(one for _, one in group))


def find_orphans(
    narrations: SharedNarrations, wanted: Wanted, before: float
) -> Iterator[tuple[Kept, Orphans | None]]:
    """All narrations in the bucket, and what of each is not wanted. One of which anything was put since
    ``before`` (s since 1970) stays as it is: somebody may be writing it."""
    everything = kept_narrations(narrations.bucket)
    while some := list(itertools.islice(everything, AT_ONCE)):
        known = wanted([kept.narration for kept in some])
        for kept in some:
            is_new = any(one.at >= before for one in kept.objects)
            yield kept, None if is_new else _orphans_of(narrations, kept, kept.narration in known)


def remove_orphans(narrations: SharedNarrations, orphans: Orphans) -> bool:
    """False if somebody else is at it."""
    names = [one.name for one in orphans.objects]
    if orphans.is_unknown:
        return narrations.removals.remove(orphans.narration, names)
    return narrations.removals.remove_strays(orphans.narration, names)


def _orphans_of(narrations: SharedNarrations, kept: Kept, is_wanted: bool) -> Orphans | None:
    if not is_wanted:
        return Orphans(kept.narration, kept.objects, is_unknown=True)
    strays: Sequence[StoredObject] = kept.audio
    if kept.is_whole:
        if len(strays) < 2:
            return None
        named = narrations.audio_named(kept.narration)
        strays = [one for one in strays if named is not None and one.name != named]
    return Orphans(kept.narration, tuple(strays), is_unknown=False) if strays else None


def _with_narrations(objects: Iterable[StoredObject]) -> Iterator[tuple[NarrationId, StoredObject]]:
    for one in objects:
        if (narration := narration_of(one.name)) is not None:
            yield narration, one


def _order(narration: NarrationId) -> tuple[str, str]:
    return narration.article_id, narration.revision
