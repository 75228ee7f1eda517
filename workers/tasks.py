"""What Celery runs. Both tasks may run twice, at once or after a crash, without harm."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

import redis
from celery import Task

from audio_cache.claims import AllOf, LocalClaims, RedisClaims
from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from tts_service.article.request import decode_request
from tts_service.errors import ServiceError
from tts_service.wire import BODY_PRIORITY, PREPARE, RENDER, connect, to_read
from workers.celery_app import app, settings
from workers.notices import RedisAnnouncer
from workers.rendering import Rendering

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE_S = 45.0
"""Less than the queue's own, after which it gives the task to another worker."""


@functools.cache
def redis_client() -> redis.Redis:
    return connect(settings)


@functools.cache
def rendering() -> Rendering:
    """One for each worker process, on the shared cache."""
    client = redis_client()
    segments = LocalStore(settings.cache_dir)
    narrations = Narrations(settings.cache_dir, segments)
    claims = AllOf(LocalClaims(settings.cache_dir), RedisClaims(client))
    return Rendering(settings, segments, narrations, claims, RedisAnnouncer(client))


@app.task(name=PREPARE, bind=True)
def prepare(self: Task, article_id: str, digest: str) -> None:
    """Read the article, plan it, and speak its head at once. Then the other processes may join in."""
    try:
        revision = _planned(article_id, digest, live=_queue_of(self) == "interactive")
    except ServiceError as error:
        log.info("article %s cannot be read: %s", article_id, error)
        return
    if revision and rendering().render_next(article_id, revision).goes_on:
        for _ in range(settings.worker_processes):
            _send_token(_queue_of(self), article_id, revision)


def _planned(article_id: str, digest: str, *, live: bool) -> str:
    """The revision that comes of the request. What has been read is not there any more: then that of its outcome, or "".

    Raises ServiceError when it cannot be read.
    """
    name = to_read(article_id, digest)
    request = cast(bytes | None, _once_redis_answers(lambda: redis_client().get(name)))
    if request is None:
        return rendering().planned(article_id, digest)
    try:
        return rendering().prepare(article_id, decode_request(request), digest, live=live).revision
    finally:
        _once_redis_answers(lambda: redis_client().delete(name))


@app.task(name=RENDER, bind=True)
def render(self: Task, article_id: str, revision: str) -> None:
    """One segment; then to the back of the queue."""
    if rendering().render_next(article_id, revision).goes_on:
        _send_token(_queue_of(self), article_id, revision)


def _once_redis_answers(call: Callable[[], T]) -> T:
    """``call()``, again and again while Redis is away: a task that ends then cannot be acknowledged, and Celery takes no other
    in its place."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            return call()
        except redis.RedisError as error:
            log.warning("Redis does not answer: %s", error)
            time.sleep(0.5)
    return call()


def _queue_of(task: Task) -> str:
    info: dict[str, Any] = task.request.delivery_info or {}
    return str(info.get("routing_key", "interactive"))


def _send_token(queue: str, article_id: str, revision: str) -> None:
    render.apply_async((article_id, revision), queue=queue, priority=BODY_PRIORITY[queue])
