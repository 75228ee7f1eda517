"""How every process of the service connects to Redis: one kind of client, and Celery's options."""

from __future__ import annotations

from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tts_service.broker.embedded_redis import client_url
from tts_service.contracts.messages import PRIORITY_STEPS, SEPARATOR, TASK_SPARE_S
from tts_service.settings import Settings

CONNECT_S = 1.0
ANSWER_S = 5.0
"""Timeouts: a Redis that is down is noticed soon. The sweeper sends again what could not be sent."""


def connect(settings: Settings) -> redis.Redis:
    """A client that retries once, immediately: a connection from before a restart is found dead only when it
    is used."""
    once_more = Retry(NoBackoff(), 1)
    return redis.Redis.from_url(
        client_url(settings), socket_timeout=ANSWER_S, socket_connect_timeout=CONNECT_S, retry=once_more
    )


def longest_task_s(settings: Settings) -> int:
    """After this time a task is killed with its process. The limits of reading and speaking are reached
    earlier."""
    return settings.read_limit_s + settings.speak_limit_s + TASK_SPARE_S


def transport_options(settings: Settings) -> dict[str, Any]:
    """Celery's options, for senders and receivers."""
    return {
        # A click goes before a batch, whatever is in the queues.
        "queue_order_strategy": "priority",
        "priority_steps": list(PRIORITY_STEPS),
        "sep": SEPARATOR,
        # Longer than any task, so that none is delivered twice while a worker runs it. The task of a worker
        # that died with its parent returns after this time; the sweeper is usually quicker.
        "visibility_timeout": longest_task_s(settings) + TASK_SPARE_S,
    }
