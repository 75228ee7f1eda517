"""Whether a service is running with the same settings."""

from __future__ import annotations

from tts_service.broker.embedded_redis import socket_path
from tts_service.errors import Unavailable
from tts_service.settings import Settings


def is_running(settings: Settings) -> bool:
    """The queue answers, and a worker is ready."""
    if not settings.redis_url and not socket_path(settings).exists():
        return False
    from tts_service.broker.queue import Queue  # loads Celery

    queue = Queue(settings)
    try:
        return queue.alive() and queue.workers() > 0
    except Unavailable:
        return False
    finally:
        queue.close()
