"""How much is still to be spoken: what workers are scaled by."""

from __future__ import annotations

import datetime as dt

import msgspec

from audio_cache.narrations import Narrations
from tts_service.articles.facts import growth_of
from tts_service.catalog import Catalog, CatalogEntry

SAMPLE = 20
"""As many articles are looked at closely; the others are taken to be like them."""
TYPICAL_SENTENCES = 60
"""Of an article that has not been read yet."""


class Backlog(msgspec.Struct, frozen=True):
    """``oldest_s``: since when the article that has waited longest is wanted, in s; 0 if none is."""

    sentences: int
    oldest_s: float


def backlog_of(catalog: Catalog, narrations: Narrations) -> Backlog:
    """Raises Unavailable when the catalog is away."""
    number, since = catalog.unsettled_since()
    if since is None:
        return Backlog(0, 0.0)
    entries = catalog.unsettled(limit=SAMPLE)
    missing = [_missing(narrations, entry) for entry in entries]
    mean = sum(missing) / len(missing) if missing else TYPICAL_SENTENCES
    age_s = (dt.datetime.now(dt.UTC) - since).total_seconds()
    return Backlog(round(mean * number), max(age_s, 0.0))


def _missing(narrations: Narrations, entry: CatalogEntry) -> int:
    growth = growth_of(narrations, entry)
    if growth is None:
        return TYPICAL_SENTENCES
    return growth.progress.segments_total - growth.progress.segments_done
