"""Web processes, which load no certificate, are told what is wrong with signing."""

from __future__ import annotations

import logging
import threading
import time

import redis

from tts_service.contracts.messages import SIGNING
from tts_service.errors import ServiceError
from tts_service.settings import Settings
from workers.credentials import loading

log = logging.getLogger(__name__)

TOLD_EVERY_S = 60
LASTS_S = 2 * TOLD_EVERY_S
"""A warning that nobody repeats no longer holds."""


def warn_when_needed(client: redis.Redis, settings: Settings) -> None:
    """Now, and from a thread of its own again and again: certificates expire while workers run."""
    if settings.signing_certificate is not None:
        warn(client, settings)
        threading.Thread(target=_go_on, args=(client, settings), name="signing", daemon=True).start()


def _go_on(client: redis.Redis, settings: Settings) -> None:
    while True:
        time.sleep(TOLD_EVERY_S)
        warn(client, settings)


def warn(client: redis.Redis, settings: Settings) -> None:
    """Once. A Redis that is away costs a log line."""
    if settings.signing_certificate is None:
        return
    try:
        if warning := loading.part("signing").warning(settings):
            client.set(SIGNING, warning, ex=LASTS_S)
    except (redis.RedisError, OSError, ServiceError) as error:
        log.warning("web processes are not told what is wrong with signing: %s", error)
