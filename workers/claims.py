"""Who works on what: which claims a worker takes."""

from __future__ import annotations

import redis

from audio_cache.claims import AllOf, LocalClaims, RedisClaims
from audio_cache.store import Claims
from tts_service.broker.connection import longest_task_s
from tts_service.settings import Settings


def claims_of(settings: Settings, client: redis.Redis) -> Claims:
    """The embedded server is reached by a socket of this machine only. So without TTS_REDIS_URL all workers
    are here, and locked files are enough."""
    longest_s = longest_task_s(settings)
    here = LocalClaims(settings.cache_dir, longest_s=longest_s)
    return AllOf(here, RedisClaims(client, longest_s=longest_s)) if settings.redis_url else here
