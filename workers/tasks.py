"""What Celery runs. Both tasks may run twice, at once or after a crash, without harm."""

from __future__ import annotations

import functools
import logging
from typing import Any

from celery import Task

from audio_cache.claims import AllOf, LocalClaims, RedisClaims
from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from tts_service.article.request import decode_request
from tts_service.errors import ServiceError
from tts_service.wire import BODY_PRIORITY, PREPARE, RENDER, connect
from workers.celery_app import app, settings
from workers.notices import RedisAnnouncer
from workers.rendering import Rendering

log = logging.getLogger(__name__)


@functools.cache
def rendering() -> Rendering:
    """One for each worker process, on the shared cache."""
    client = connect(settings)
    segments = LocalStore(settings.cache_dir)
    narrations = Narrations(settings.cache_dir, segments)
    claims = AllOf(LocalClaims(settings.cache_dir), RedisClaims(client))
    return Rendering(settings, segments, narrations, claims, RedisAnnouncer(client))


@app.task(name=PREPARE, bind=True)
def prepare(self: Task, article_id: str, request: str, digest: str = "") -> None:
    """Read the article, plan it, and speak its head at once. Then the other processes may join in."""
    try:
        live = _queue_of(self) == "interactive"
        plan = rendering().prepare(article_id, decode_request(request.encode()), digest, live=live)
    except ServiceError as error:
        log.info("article %s cannot be read: %s", article_id, error)
        return
    if rendering().render_next(article_id, plan.revision).goes_on:
        for _ in range(settings.worker_processes):
            _send_token(_queue_of(self), article_id, plan.revision)


@app.task(name=RENDER, bind=True)
def render(self: Task, article_id: str, revision: str) -> None:
    """One segment, then to the back of the queue."""
    if rendering().render_next(article_id, revision).goes_on:
        _send_token(_queue_of(self), article_id, revision)


def _queue_of(task: Task) -> str:
    info: dict[str, Any] = task.request.delivery_info or {}
    return str(info.get("routing_key", "interactive"))


def _send_token(queue: str, article_id: str, revision: str) -> None:
    render.apply_async((article_id, revision), queue=queue, priority=BODY_PRIORITY[queue])
