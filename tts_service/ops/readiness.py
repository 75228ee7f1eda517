"""What keeps the service from doing all of its work, in sentences.

A web process without Redis or workers still plays what is finished, so they are reported, and do not make it
unready.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Literal

import msgspec

from tts_service.broker.queue import Queue
from tts_service.broker.store import id_of_store, known_id_of_store
from tts_service.errors import Unavailable
from tts_service.settings import Settings

log = logging.getLogger(__name__)

NO_WORKER = "No worker is warm yet."
NO_FETCHER = "Nobody fetches pages: start the part named fetch of the Procfile."
APART = "The workers write to another folder than this process reads: set TTS_DATA_DIR to the same folder."
APART_BUCKETS = (
    "The workers use another store than this process: set TTS_STORE, and the endpoint of the provider, to "
    "the same."
)
SILENT = "The queue does not answer at the moment."
ANSWER_S = 0.5
"""How long a probe waits for Redis: Kubernetes gives up after a second."""
LOOK_S = 30.0
"""Between two looks of ``StoreWatch``."""


class Readiness(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """``degraded``: what is finished can be heard, but not everything can be read aloud now. ``detail`` says
    what is missing."""

    status: Literal["ready", "degraded"]
    detail: str = ""


class ReadinessCheck:
    """Looks for degradations whenever it is called, and answers soon even if Redis does not."""

    def __init__(self, queue: Queue, settings: Settings) -> None:
        self._queue = queue
        self._settings = settings
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
        self._found = degradations(self._queue, self._settings)


class StoreWatch:
    """Tells the log when workers begin to write to another folder than this process reads, and when they no
    longer do."""

    def __init__(self, queue: Queue, settings: Settings) -> None:
        self._queue = queue
        self._settings = settings
        self._apart = False

    def start(self) -> None:
        id_of_store(self._settings)
        threading.Thread(target=self._run, name="store-watch", daemon=True).start()

    def look(self) -> None:
        """Raises Unavailable when the queue is away."""
        apart = is_apart(self._queue, self._settings)
        if apart and not self._apart:
            log.error("%s", apart_sentence(self._settings))
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


def degradations(queue: Queue, settings: Settings) -> list[str]:
    """A sentence for each part that is away, or works where nobody looks."""
    try:
        missing = [] if queue.workers() else [NO_WORKER]
        missing += [] if queue.fetchers() else [NO_FETCHER]
        missing += [apart_sentence(settings)] if is_apart(queue, settings) else []
    except Unavailable as error:
        return [error.detail]
    return missing


def is_apart(queue: Queue, settings: Settings) -> bool:
    """Some of those who write audio write it to another store than this process reads. Raises Unavailable."""
    known = known_id_of_store(settings)
    is_silent = settings.store is not None and not known  # a bucket that does not answer
    return not is_silent and bool(queue.stores() - {known})


def apart_sentence(settings: Settings) -> str:
    return APART_BUCKETS if settings.store else APART
