"""What keeps the service from doing all of its work, in sentences.

A web process without Redis or workers still plays what is finished, so they are reported, and do not make it
unready.
"""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Literal

import msgspec

from audio_cache.store_id import known_store_id, store_id
from tts_service.broker.queue import Queue
from tts_service.errors import Unavailable

log = logging.getLogger(__name__)

NO_WORKER = "No worker is warm yet."
NO_FETCHER = "Nobody fetches pages: start the part named fetch of the Procfile."
APART = "The workers write to another folder than this process reads: set TTS_DATA_DIR to the same folder."
SILENT = "The queue does not answer at the moment."
ANSWER_S = 0.5
"""How long a probe waits for Redis: Kubernetes gives up after a second."""
LOOK_S = 10.0


class Readiness(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """``degraded``: what is finished can be heard, but not everything can be read aloud now. ``detail`` says
    what is missing."""

    status: Literal["ready", "degraded"]
    detail: str = ""


class ReadinessCheck:
    """Looks for degradations whenever it is called, and answers soon even if Redis does not."""

    def __init__(self, queue: Queue, cache_dir: Path) -> None:
        self._queue = queue
        self._cache_dir = cache_dir
        self._lock = threading.Lock()
        self._looking = threading.Thread()
        self._found: list[str] = []

    def __call__(self) -> Readiness:
        with self._lock:
            if not self._looking.is_alive():
                self._looking = threading.Thread(target=self._look, name="readiness", daemon=True)
                self._looking.start()
            looking = self._looking
        looking.join(ANSWER_S)
        missing = [SILENT] if looking.is_alive() else self._found
        return Readiness(status="degraded" if missing else "ready", detail=" ".join(missing))

    def _look(self) -> None:
        self._found = degradations(self._queue, self._cache_dir)


class StoreWatch:
    """Tells the log when workers begin to write to another folder than this process reads, and when they no
    longer do."""

    def __init__(self, queue: Queue, cache_dir: Path) -> None:
        self._queue = queue
        self._cache_dir = cache_dir
        self._apart = False

    def start(self) -> None:
        store_id(self._cache_dir)
        threading.Thread(target=self._run, name="store-watch", daemon=True).start()

    def look(self) -> None:
        """Raises Unavailable when the queue is away."""
        apart = is_apart(self._queue, self._cache_dir)
        if apart and not self._apart:
            log.error("%s", APART)
        elif self._apart and not apart:
            log.info("The workers write to the folder that this process reads.")
        self._apart = apart

    def _run(self) -> None:
        while True:
            try:
                self.look()
            except Unavailable as error:
                log.debug("nobody knows where the workers write: %s", error.detail)
            time.sleep(LOOK_S)


def degradations(queue: Queue, cache_dir: Path) -> list[str]:
    """A sentence for each part that is away, or works where nobody looks."""
    try:
        missing = [] if queue.workers() else [NO_WORKER]
        missing += [] if queue.fetchers() else [NO_FETCHER]
        missing += [APART] if is_apart(queue, cache_dir) else []
    except Unavailable as error:
        return [error.detail]
    return missing


def is_apart(queue: Queue, cache_dir: Path) -> bool:
    """Some of those who write audio write it to another folder than ``cache_dir``. Raises Unavailable."""
    return bool(queue.stores() - {known_store_id(cache_dir)})
