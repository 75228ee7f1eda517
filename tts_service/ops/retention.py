"""What the cache must keep: by the limits in the settings, and by what the catalog knows to be published or
played."""

from __future__ import annotations

import datetime as dt
import logging
import subprocess
import sys
from collections.abc import Sequence

from audio_cache.claims import LocalClaims
from audio_cache.narration_id import NarrationId
from audio_cache.upkeep.pruning import DAY_S, Policy, Pruned, prune
from tts_service.catalog import Catalog
from tts_service.errors import Pruning
from tts_service.settings import Settings

log = logging.getLogger(__name__)

RECENTLY_DAYS = 30
"""What was played within this time is kept."""
FEED_EPISODES = 100
"""This many of the newest articles are kept whatever the limits say: the first page of the feed of all
articles."""
TTS_SERVICE = (sys.executable, "-c", "from tts_service.cli import main; main()")
PRUNE = (*TTS_SERVICE, "cache", "prune")
REMOVE_ORPHANS = (*TTS_SERVICE, "store", "orphans", "--remove")


def prune_cache(settings: Settings, catalog: Catalog, *, dry_run: bool = False) -> Pruned:
    """Raises Pruning while another process prunes this cache, Unavailable when the catalog is away, StoreAway
    when the bucket is."""
    policy = policy_of(settings, catalog)
    if settings.store is not None:
        from tts_service.ops.bucket_upkeep import prune_bucket  # web processes do this aside

        return prune_bucket(settings, catalog, policy, dry_run=dry_run)
    with LocalClaims(settings.cache_dir).claim("prune") as mine:
        if not mine:
            raise Pruning("The cache is being pruned already. Wait until that is done.")
        return prune(settings.cache_dir, policy, dry_run=dry_run)


def policy_of(settings: Settings, catalog: Catalog) -> Policy:
    """Raises Unavailable when the catalog is away: without it nothing may be removed."""
    known = catalog.keeping(FEED_EPISODES)
    since = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=RECENTLY_DAYS)
    heard_lately = {
        NarrationId(name, known.current[name])
        for name, day in known.heard.items()
        if day >= since and name in known.current
    }
    return Policy(
        max_bytes=settings.cache_max_bytes,
        max_age_s=settings.cache_max_age.total_seconds() if settings.cache_max_age else None,
        current=known.current,
        kept=known.published | heard_lately,
        busy=known.busy,
        heard={name: _end_of(day) for name, day in known.heard.items()},
    )


def _end_of(day: dt.date) -> float:
    return dt.datetime.combine(day, dt.time(tzinfo=dt.UTC)).timestamp() + DAY_S


def has_limits(settings: Settings) -> bool:
    return bool(settings.cache_max_bytes or settings.cache_max_age)


def prune_aside() -> None:
    """Prune in a process of its own: it looks at every file, and listeners of this process must not wait."""
    _run_aside(PRUNE)


def remove_orphans_aside() -> None:
    """In a process of its own: it looks at every object in the bucket."""
    _run_aside(REMOVE_ORPHANS)


def _run_aside(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    log.info("%s", done.stdout.strip() or done.stderr.strip())
