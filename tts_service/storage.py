"""What the cache is to keep: the limits of the settings, and what the catalog knows to be published or heard."""

from __future__ import annotations

import datetime as dt
import logging
import subprocess
import sys

from audio_cache.claims import LocalClaims
from audio_cache.pruning import DAY_S, Policy, Pruned, prune
from tts_service.catalog import Catalog
from tts_service.errors import ServiceError
from tts_service.limits import parse_age, parse_bytes
from tts_service.settings import Settings

log = logging.getLogger(__name__)

RECENTLY_DAYS = 30
"""What was heard within this time is kept."""
FEED_EPISODES = 100
"""So many of the newest articles are kept whatever the limits say: the first page of the feed of everything."""
COMMAND = (sys.executable, "-c", "from tts_service.cli import main; main()", "cache", "prune")


class Pruning(ServiceError):
    status, kind, title = 409, "pruning", "The cache is being pruned"


def prune_cache(settings: Settings, catalog: Catalog, *, dry_run: bool = False) -> Pruned:
    """Raises Pruning when another process prunes this cache just now, Unavailable when the catalog is away."""
    with LocalClaims(settings.cache_dir).claim("prune") as mine:
        if not mine:
            raise Pruning("The cache is being pruned already. Wait until that is done.")
        return prune(settings.cache_dir, policy_of(settings, catalog), dry_run=dry_run)


def policy_of(settings: Settings, catalog: Catalog) -> Policy:
    """Raises Unavailable when the catalog is away: without it nothing may be removed."""
    known = catalog.keeping(FEED_EPISODES)
    since = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=RECENTLY_DAYS)
    heard_lately = {(name, known.current[name]) for name, day in known.heard.items() if day >= since and name in known.current}
    return Policy(
        max_bytes=parse_bytes(settings.cache_max_bytes),
        max_age_s=parse_age(settings.cache_max_age),
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
    """In a process of its own, which looks at every file: listeners of this one do not wait meanwhile."""
    done = subprocess.run(COMMAND, capture_output=True, text=True, check=False)
    log.info("%s", done.stdout.strip() or done.stderr.strip())
