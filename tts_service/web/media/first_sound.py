"""``tts_first_sound_seconds``: how long listeners wait for the first speech of a narration that is not
ready yet."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator

import redis

from tts_service.broker.figures import WAIT_BOUNDS_S, FigureBook
from tts_service.contracts.messages import METRICS
from tts_service.traces import note

log = logging.getLogger(__name__)

NAME = "tts_first_sound_seconds"


class FirstSound:
    """A Prometheus histogram in the counters that all processes share, and the same by day for the newsroom.
    Call it with each wait in seconds."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._book = FigureBook(client)

    def __call__(self, seconds: float) -> None:
        """Returns at once: the listener is being sent their first bytes."""
        note("first sound")
        threading.Thread(target=self._add, args=(seconds,), name="first-sound", daemon=True).start()

    def _add(self, seconds: float) -> None:
        try:
            with self._client.pipeline(transaction=False) as pipe:
                for sample, amount in samples(seconds):
                    pipe.hincrbyfloat(METRICS, sample, amount)
                pipe.execute()
            self._book.add_wait(seconds, dt.datetime.now(dt.UTC))
        except redis.RedisError as error:
            log.warning("first sound after %.3f s was not counted: %s", seconds, error)


def samples(seconds: float) -> Iterator[tuple[str, float]]:
    """What one observation adds to each sample; buckets are cumulative, as Prometheus reads them."""
    for bound in WAIT_BOUNDS_S:
        yield f'{NAME}_bucket{{le="{bound}"}}', float(seconds <= bound)
    yield f'{NAME}_bucket{{le="+Inf"}}', 1.0
    yield f"{NAME}_sum", seconds
    yield f"{NAME}_count", 1.0
