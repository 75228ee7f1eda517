"""The Celery application of the process that fetches: light, with many threads, no engine and no reader."""

from __future__ import annotations

import contextlib
import functools
import logging
from typing import Any

import redis
from celery import Celery
from celery.signals import worker_ready, worker_shutdown

from audio_cache.narrations import Narrations
from tts_service.broker.connection import connect, longest_task_s
from tts_service.broker.heartbeats import Heartbeats
from tts_service.broker.publisher_files import kept_up_to_date
from tts_service.broker.store import id_of_store, store_of
from tts_service.contracts.messages import FETCH, FETCH_QUEUE, HEAD_PRIORITY, PICTURE, PREPARE
from tts_service.settings import load_settings
from tts_service.traces import send_to
from workers.celery_config import configure
from workers.heartbeat import NODE, Pulse, Rounds, beat, said_by
from workers.notices import RedisAnnouncer
from workers.timed_network import tls_context
from workers.web.fetching import Fetching
from workers.web.pictures import fetch_for

log = logging.getLogger(__name__)

settings = load_settings()

LIMITS = {"time_limit": longest_task_s(settings), "soft_time_limit": longest_task_s(settings) - 10}
"""In s. Threads do not keep them: a fetch has a deadline of its own, much shorter."""

app = Celery("fetching")
configure(app, settings)
app.steps["consumer"].add(Rounds)


@functools.cache
def client() -> redis.Redis:
    return connect(settings)


@functools.cache
def narrations() -> Narrations:
    return store_of(settings).narrations


@functools.cache
def fetching() -> Fetching:
    return Fetching(
        settings,
        client(),
        narrations(),
        RedisAnnouncer(client()),
        read=_read,
        again=_again,
        files=kept_up_to_date(settings, client()),
    )


@app.task(name=FETCH, **LIMITS)  # type: ignore[untyped-decorator]
def fetch(article_id: str, digest: str, queue: str, anew: bool = False) -> None:
    """Get a page, then have it read."""
    fetching().run(article_id, digest, queue, anew=anew)


@app.task(name=PICTURE, **LIMITS)  # type: ignore[untyped-decorator]
def picture(article_id: str, source: str) -> None:
    """Get a picture that a worker has asked for."""
    fetch_for(settings, narrations(), client(), article_id, source)


def _read(article_id: str, digest: str, queue: str) -> None:
    app.send_task(PREPARE, (article_id, digest), queue=queue, priority=HEAD_PRIORITY[queue])


def _again(article_id: str, digest: str, queue: str) -> None:
    app.send_task(FETCH, (article_id, digest, queue), queue=FETCH_QUEUE, priority=HEAD_PRIORITY[queue])


@worker_ready.connect  # type: ignore[untyped-decorator]
def say_so(**_: Any) -> None:
    send_to(settings.traces_url, "fetch")
    fetching()
    tls_context()
    beat(client(), "fetchers", lambda: said_by(app, store=id_of_store(settings)), Pulse())


@worker_shutdown.connect  # type: ignore[untyped-decorator]
def leave(**_: Any) -> None:
    with contextlib.suppress(redis.RedisError):
        Heartbeats(client(), "fetchers").leave(NODE)
