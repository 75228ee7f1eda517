"""Keeps the catalog up to date with what workers have made, and sends lost work again: whatever happened to a
message, a worker or Redis, nothing is lost.

Every web process runs a sweeper; a key in Redis lets only one of them work.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import logging
import math
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from audio_cache.errors import CacheError
from tts_service.articles.service import ArticleService
from tts_service.background.hooks import deliver
from tts_service.broker.queue import QUEUES, Queue
from tts_service.catalog import Catalog, CatalogEntry
from tts_service.contracts.messages import FETCH_QUEUE, SETTLING_KINDS, Notice
from tts_service.errors import NotFound, ServiceError

log = logging.getLogger(__name__)

EVERY_S = 1.0
SLICE = 100
"""Articles looked at in one sweep, beside those that workers gave notice of."""
MOST_NOTED = 1_000
GRACE_S = 3.0
"""A worker that took a message out of the queue has this long to give a sign of life."""
MOST_WAITING = 20
"""No articles are sent to follow new rules while more tasks than this wait in the queue of the batch."""
HOLDER = "tts:sweeper"
HELD_S = 10
HELD_ANEW_EVERY_S = 5.0
"""How often Redis is asked which process works. When that one dies, the next begins within both times."""
FLUSH_EVERY = 5
TIDY_EVERY = 3_600
"""Sweeps."""
WEBHOOKS_KEPT = dt.timedelta(days=90)
"""How long the log says what became of webhooks."""
PRUNER = "tts:pruned"
PRUNE_EVERY_S = 6 * 3_600
"""Kept in Redis, so that a service that is started often does not prune each time."""
NIGHTLY = "tts:orphans"
NIGHT = range(1, 5)
"""Hours of this machine's clock."""
ONCE_A_NIGHT_S = 20 * 3_600


class NoticeSource(Protocol):
    def follow(self, on_notice: Callable[[Notice], None]) -> Callable[[], None]:
        """Until what is returned is called."""


class Sweeper:
    """``start`` it in each web process, after the fork. Under gevent its thread is a greenlet."""

    def __init__(
        self,
        catalog: Catalog,
        articles: ArticleService,
        queue: Queue,
        *,
        grace_s: float = GRACE_S,
        prune: Callable[[], object] | None = None,
        remove_orphans: Callable[[], object] | None = None,
        notices: NoticeSource | None = None,
        flush_counts: Callable[[], object] | None = None,
        make_briefings: Callable[[], object] | None = None,
        make_messages: Callable[[], object] | None = None,
        audit_kept: dt.timedelta | None = None,
    ) -> None:
        """``prune`` is called every few hours, ``remove_orphans`` once a night, each in a thread of its own;
        None: never. Articles that ``notices`` name are looked at in the next sweep, however many others are
        unsettled. ``flush_counts`` is called each FLUSH_EVERY sweeps, ``make_briefings`` and
        ``make_messages`` in each. ``audit_kept``: how long the audit log is; None: for ever."""
        self._catalog = catalog
        self._articles = articles
        self._queue = queue
        self._grace_s = grace_s
        self._name = secrets.token_hex(8)
        self._after = ""
        self._prune = prune
        self._remove_orphans = remove_orphans
        self._notices = notices
        self._unfollow: Callable[[], None] | None = None
        self._is_holder = False
        self._ask_again_at = -math.inf
        self._flush_counts = flush_counts
        self._make = [make for make in (make_briefings, make_messages) if make is not None]
        self._audit_kept = audit_kept
        self._held = 0
        self._noted: set[str] = set()
        self._stopped = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="sweeper", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def note(self, notice: Notice) -> None:
        """An article has got somewhere."""
        if notice.kind in SETTLING_KINDS and len(self._noted) < MOST_NOTED:
            self._noted.add(notice.id)

    def sweep(self) -> int:
        """Bring the next slice of unsettled articles up to date; returns how many were sent again.

        Raises Unavailable when the catalog or the queue is away.
        """
        if not self._holds():
            return 0
        noted, self._noted = self._noted, set()
        self._reconcile(noted)
        sent = self._send_lost_again()  # before all else, which may fail each time
        self._flush_now_and_then()
        self._articles.publication.release_due()
        self._articles.follow_shows()
        self._catalog.index.fill()
        for make in self._make:
            make()
        deliver(self._catalog.hooks, self._articles)
        if self._articles.rules_are_new() and self._waiting() <= MOST_WAITING:
            self._articles.follow_all_rules()
        return sent

    def _send_lost_again(self) -> int:
        """Of the next slice; returns how many."""
        depths = functools.cache(lambda: self._queue.depths(*QUEUES, FETCH_QUEUE))
        entries = self._catalog.unsettled(self._after, SLICE)
        self._after = entries[-1].id if len(entries) == SLICE else ""
        return sum(self._send_again(entry, depths) for entry in map(self._articles.reconcile, entries))

    def _waiting(self) -> int:
        """Tasks of the batch, in the longer of its queues."""
        depths = self._queue.depths("batch", FETCH_QUEUE)
        return max(depths.values())

    def _holds(self) -> bool:
        """Whether this process is the one that works: only it needs the notices. Raises Unavailable."""
        if (now := time.monotonic()) < self._ask_again_at:
            return self._is_holder
        self._is_holder = self._queue.hold(HOLDER, self._name, HELD_S)
        self._ask_again_at = now + HELD_ANEW_EVERY_S
        if self._is_holder and self._unfollow is None and self._notices is not None:
            self._unfollow = self._notices.follow(self.note)
        elif not self._is_holder and self._unfollow is not None:
            self._unfollow()
            self._unfollow = None
        return self._is_holder

    def _flush_now_and_then(self) -> None:
        if self._flush_counts is not None and self._held % FLUSH_EVERY == 0:
            self._flush_counts()
        self._held += 1

    def _reconcile(self, noted: set[str]) -> None:
        for article_id in noted:
            with contextlib.suppress(NotFound):  # deleted in the meantime
                self._articles.refresh(article_id)

    def _send_again(self, entry: CatalogEntry, depths: Callable[[], Mapping[str, int]]) -> bool:
        if entry.settled or _age_s(entry) < self._grace_s:
            return False
        idle = {queue for queue, depth in depths().items() if depth == 0}
        if entry.queue not in idle or self._queue.touched(entry.id):
            return False
        if not self._articles.waits_in(entry) <= idle:
            return False
        log.info("article %s is sent again", entry.id)
        self._queue.touch(entry.id)
        try:
            self._articles.resend(entry)
        except NotFound:
            return False  # just deleted
        return True

    def tidy(self, now: dt.datetime) -> None:
        """Remove what nobody needs any more. Raises Unavailable when the catalog is away."""
        self._articles.tidy()
        self._catalog.deliveries.prune(now - WEBHOOKS_KEPT)
        if self._audit_kept is not None:
            self._catalog.audit.prune(now - self._audit_kept)

    def prune_now_and_then(self) -> None:
        """Raises Unavailable when the queue is away."""
        if self._prune is not None and self._queue.hold(PRUNER, secrets.token_hex(8), PRUNE_EVERY_S):
            threading.Thread(target=self._prune, name="pruning", daemon=True).start()

    def remove_orphans_at_night(self, hour: int) -> None:
        """On one of all machines. ``hour`` of the day: 0 to 23. Raises Unavailable when the queue is away."""
        if self._remove_orphans is None or hour not in NIGHT:
            return
        if self._queue.hold(NIGHTLY, secrets.token_hex(8), ONCE_A_NIGHT_S):
            threading.Thread(target=self._remove_orphans, name="orphans", daemon=True).start()

    def _run(self) -> None:
        sweeps = 0
        while not self._stopped.wait(EVERY_S):
            try:
                if sweeps % TIDY_EVERY == 0:
                    self.tidy(dt.datetime.now(dt.UTC))
                    self.prune_now_and_then()
                    self.remove_orphans_at_night(dt.datetime.now().astimezone().hour)
                self.sweep()
                sweeps += 1
            except ServiceError as error:
                log.warning("no sweep: %s", error.detail)
            except CacheError as error:
                log.warning("no sweep: %s", error)
            except Exception:
                log.exception("a sweep failed")


def _age_s(entry: CatalogEntry) -> float:
    return (dt.datetime.now(dt.UTC) - entry.updated_at).total_seconds()
