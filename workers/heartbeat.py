"""A process reports that it is alive, as long as it is not stuck."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time

import redis

log = logging.getLogger(__name__)

HEARTBEAT_S = 5
HEARTBEAT_EXPIRES_S = 15


def beat(client: redis.Redis, kind: str) -> None:
    """In a thread of its own, from now on; ``kind`` begins the key."""
    threading.Thread(
        target=_beat,
        args=(client, f"{kind}{socket.gethostname()}:{os.getpid()}"),
        name="heartbeat",
        daemon=True,
    ).start()


def _beat(client: redis.Redis, name: str) -> None:
    while True:
        try:
            client.set(name, 1, ex=HEARTBEAT_EXPIRES_S)
        except redis.RedisError as error:
            log.warning("no heartbeat: %s", error)
        time.sleep(HEARTBEAT_S)
