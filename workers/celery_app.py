"""The Celery application: everything about queues, and what a worker process does before its first task."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from typing import Any

import redis
from celery import Celery
from celery.signals import worker_process_init

from tts_service.embedded_redis import broker_url
from tts_service.settings import load_settings
from tts_service.wire import WORKERS, connect, transport_options

log = logging.getLogger(__name__)

HEARTBEAT_S = 5
HEARTBEAT_EXPIRES_S = 15
TASKS_OF_A_PROCESS = 20_000
"""Then another takes its place. An archive is millions of sentences, and what a library leaks for each adds up: with Piper's
phonemizer some 5 KB, 100 MB until then."""

settings = load_settings()

app = Celery("workers", broker=broker_url(settings), include=["workers.tasks"])
app.conf.update(
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    # A task is acknowledged when it is done: a killed worker's task is delivered again. Running one twice is harmless.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # Hold no task that is not running: what waits stays in the queue, where a click can overtake it.
    worker_prefetch_multiplier=1,
    worker_concurrency=settings.worker_processes,
    worker_max_tasks_per_child=TASKS_OF_A_PROCESS,
    task_default_queue="interactive",
    broker_transport_options={
        **transport_options(),
        "socket_keepalive": True,
        "health_check_interval": 10,
    },
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # Loading a model takes longer than the four seconds that are usual.
    worker_proc_alive_timeout=120,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    worker_enable_remote_control=False,
)


@worker_process_init.connect
def warm_up(**_: Any) -> None:
    """Load the model before the first task, then say that this process is ready."""
    from workers.tasks import rendering

    rendering().warm()
    threading.Thread(target=_beat, args=(connect(settings),), name="heartbeat", daemon=True).start()


def _beat(client: redis.Redis) -> None:
    name = f"{WORKERS}{socket.gethostname()}:{os.getpid()}"
    while True:
        try:
            client.set(name, 1, ex=HEARTBEAT_EXPIRES_S)
        except redis.RedisError as error:
            log.warning("no heartbeat: %s", error)
        time.sleep(HEARTBEAT_S)
