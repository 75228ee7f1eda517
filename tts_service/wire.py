"""What web processes and workers must agree on when they talk through Redis: names, priorities, one kind of connection.

Both sides import this; it imports neither. The names are explained in docs/architecture.md.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tts_service.embedded_redis import client_url
from tts_service.settings import Settings

PREPARE = "tts.prepare"
RENDER = "tts.render"

PRIORITY_STEPS = (0, 3, 6, 9)
SEPARATOR = ":"
HEAD_PRIORITY = {"interactive": 0, "batch": 9}
BODY_PRIORITY = {"interactive": 3, "batch": 6}
"""A batch finishes what it has begun before it begins more."""

CHANNEL = "tts:events"
METRICS = "tts:metrics"
WORKERS = "tts:worker:"
TOUCHED_S = 10
TO_READ_S = 7 * 24 * 3600
"""The longest that a batch may wait in the queue. What waits longer is sent again by the sweeper."""

CONNECT_S = 1.0
ANSWER_S = 5.0
"""Time-outs: a Redis that is away is found out soon. What waits for it is sent again by the sweeper."""

Kind = Literal["prepared", "opened", "landed", "ready", "failed"]


class Notice(msgspec.Struct, frozen=True):
    """Something happened to a narration. ``index`` is the segment that landed, or can begin to be heard."""

    id: str
    revision: str
    kind: Kind
    index: int = -1


def touched(article_id: str) -> str:
    """The key that says for TOUCHED_S that somebody works on the article."""
    return f"tts:touched:{article_id}"


def to_read(article_id: str, digest: str) -> str:
    """The key that holds a request until it has been read: a page of a megabyte is copied a dozen times on its way through a
    queue."""
    return f"tts:to-read:{article_id}:{digest}"


def connect(settings: Settings) -> redis.Redis:
    """A client that tries once more, at once: a connection from before a restart is found dead only when it is used."""
    once_more = Retry(NoBackoff(), 1)
    return redis.Redis.from_url(
        client_url(settings), socket_timeout=ANSWER_S, socket_connect_timeout=CONNECT_S, retry=once_more
    )


def transport_options() -> dict[str, Any]:
    """Celery's, for the one that sends and the one that receives."""
    return {
        # Ordered: a click before a batch, whatever is in the queues.
        "queue_order_strategy": "priority",
        "priority_steps": list(PRIORITY_STEPS),
        "sep": SEPARATOR,
        # One task is one segment, seconds at most. What a dead worker held comes back after this.
        "visibility_timeout": 60,
    }
