"""Where this installation keeps its audio."""

from __future__ import annotations

from audio_cache.opening import Store, open_store
from tts_service.broker.connection import connect, longest_task_s
from tts_service.settings import Settings


def store_of(settings: Settings) -> Store:
    """Connects when it is first used.

    The embedded server is reached by a socket of this machine only. So without TTS_REDIS_URL all workers are
    here, and need no claims in Redis.
    """
    client = connect(settings) if settings.redis_url else None
    return open_store(settings.cache_dir, client, longest_task_s(settings))
