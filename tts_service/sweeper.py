"""Nothing is lost: whatever became of a message, a worker or Redis, what is unsettled is sent again.

Every web process runs a sweeper; a key in Redis makes one of them work.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import threading
from collections.abc import Callable

from tts_service.catalog import Catalog, Entry, QueueName
from tts_service.errors import NotFound, ServiceError
from tts_service.hooks import deliver
from tts_service.narration import Listening
from tts_service.queue import QUEUES, Queue

log = logging.getLogger(__name__)

EVERY_S = 1.0
SLICE = 100
"""Articles looked at in one sweep."""
GRACE_S = 3.0
"""A worker that took a message out of the queue has this long to give a sign of life."""
HOLDER = "tts:sweeper"
HELD_S = 10
TIDY_EVERY = 3_600
"""Sweeps."""
PRUNER = "tts:pruned"
PRUNE_EVERY_S = 6 * 3_600
"""Kept in Redis, so that a service that is started often does not prune each time."""


class Sweeper:
    """``start`` it in each web process, after the fork. Under gevent its thread is a greenlet."""

    def __init__(
        self,
        catalog: Catalog,
        listening: Listening,
        queue: Queue,
        *,
        grace_s: float = GRACE_S,
        prune: Callable[[], object] | None = None,
    ) -> None:
        """``prune`` is called every few hours, in a thread of its own; None: never."""
        self._catalog = catalog
        self._listening = listening
        self._queue = queue
        self._grace_s = grace_s
        self._name = secrets.token_hex(8)
        self._after = ""
        self._prune = prune
        self._stopped = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="sweeper", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def sweep(self) -> int:
        """Look at the next slice of unsettled articles; returns how many were sent again.

        Raises Unavailable when the catalog or the queue is away.
        """
        if not self._queue.hold(HOLDER, self._name, HELD_S):
            return 0
        self._listening.follow_shows()
        deliver(self._catalog.hooks, self._listening)
        idle = {queue for queue in QUEUES if self._queue.depth(queue) == 0}
        entries = self._catalog.unsettled(self._after, SLICE)
        self._after = entries[-1].id if len(entries) == SLICE else ""
        return sum(self._send_again(entry, idle) for entry in map(self._listening.settle, entries))

    def _send_again(self, entry: Entry, idle: set[QueueName]) -> bool:
        waiting = not entry.settled and entry.queue in idle and _age_s(entry) >= self._grace_s
        if not waiting or self._queue.touched(entry.id):
            return False
        log.info("article %s is sent again", entry.id)
        self._queue.touch(entry.id)
        try:
            self._listening.resume(entry)
        except NotFound:
            return False  # deleted just now
        return True

    def prune_now_and_then(self) -> None:
        """Raises Unavailable when the queue is away."""
        if self._prune is not None and self._queue.hold(PRUNER, secrets.token_hex(8), PRUNE_EVERY_S):
            threading.Thread(target=self._prune, name="pruning", daemon=True).start()

    def _run(self) -> None:
        sweeps = 0
        while not self._stopped.wait(EVERY_S):
            try:
                if sweeps % TIDY_EVERY == 0:
                    self._listening.tidy()
                    self.prune_now_and_then()
                self.sweep()
                sweeps += 1
            except ServiceError as error:
                log.warning("no sweep: %s", error.detail)
            except Exception:
                log.exception("a sweep failed")


def _age_s(entry: Entry) -> float:
    return (dt.datetime.now(dt.UTC) - entry.updated_at).total_seconds()
