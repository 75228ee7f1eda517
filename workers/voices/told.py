"""Web processes, which load no engine and no certificate, are told which voices there are, and what is wrong
with signing."""

from __future__ import annotations

import logging
import threading
import time

import msgspec
import redis

from tts_service.contracts.messages import SIGNING, VOICES
from tts_service.contracts.voices import KnownVoice
from tts_service.errors import ServiceError
from tts_service.settings import Settings
from workers.credentials import loading
from workers.engines.registry import all_voices

log = logging.getLogger(__name__)

TOLD_EVERY_S = 60
EXPIRES_S = 600
"""Longer than any pause of the workers: an old list is better than none."""
WARNED_S = 2 * TOLD_EVERY_S
"""A warning that nobody repeats no longer holds."""


def tell_voices(client: redis.Redis, settings: Settings) -> None:
    """Now, and from a thread of its own again and again: voices are installed while workers run."""
    tell(client, settings)
    threading.Thread(target=_go_on, args=(client, settings), name="voices", daemon=True).start()


def _go_on(client: redis.Redis, settings: Settings) -> None:
    while True:
        time.sleep(TOLD_EVERY_S)
        tell(client, settings)


def tell(client: redis.Redis, settings: Settings) -> None:
    """Once. A Redis that is away costs a log line."""
    try:
        known = [
            KnownVoice(voice.id, voice.name, voice.languages, voice.description, voice.licence)
            for voice in all_voices(settings)
        ]
        client.set(VOICES, msgspec.json.encode(known), ex=EXPIRES_S)
        _warn(client, settings)
    except (redis.RedisError, OSError, ValueError, ServiceError) as error:
        log.warning("web processes are not told what workers know: %s", error)


def _warn(client: redis.Redis, settings: Settings) -> None:
    if settings.signing_certificate is None:
        return
    if warning := loading.part("signing").warning(settings):
        client.set(SIGNING, warning, ex=WARNED_S)
