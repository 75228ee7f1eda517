"""Who works on what: which claims a worker takes."""

from __future__ import annotations

import redis

from audio_cache.claims import AllOf, LocalClaims, RedisClaims
from audio_cache.store import Claims
from tts_service.settings import Settings


def claims_of(settings: Settings, client: redis.Redis) -> Claims:
    """The embedded server is reached by a socket of this machine only. So without TTS_REDIS_URL all workers
    are here, and locked files are enough."""
    here = LocalClaims(settings.cache_dir)
    return AllOf(here, RedisClaims(client)) if settings.redis_url else here
