"""The Celery application of the workers that read and speak: its queues, and what a worker process does
before its first task."""

from __future__ import annotations

import sys
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, worker_init, worker_process_init

from tts_service.broker.connection import connect
from tts_service.broker.embedded_redis import broker_url
from tts_service.contracts.messages import WORKERS
from tts_service.errors import ServiceError
from tts_service.settings import SettingsError, load_settings
from workers.celery_config import configure
from workers.credentials import loading
from workers.heartbeat import beat
from workers.voices.told import tell_voices

TASKS_OF_A_PROCESS = 20_000
"""Tasks after which a process is replaced. An archive has millions of sentences, and what a library leaks for
each adds up: with Piper's phonemizer some 5 KB, 100 MB until then."""

settings = load_settings()

app = Celery("workers", broker=broker_url(settings), include=["workers.tasks"])
configure(app, settings)
app.conf.update(
    worker_concurrency=settings.worker_processes,
    worker_max_tasks_per_child=TASKS_OF_A_PROCESS,
    task_default_queue="interactive",
    # Loading a model takes longer than the default of four seconds.
    worker_proc_alive_timeout=120,
)


@celeryd_init.connect
def check_signing(**_: Any) -> None:
    """A certificate that can never sign stops the start."""
    if settings.signing_certificate is None:
        return
    try:
        loading.part("signing").check_before_work(settings)
    except (SettingsError, ServiceError) as error:
        sys.exit(f"tts-service: {error}")


@worker_init.connect
def read_once(**_: Any) -> None:
    """Load what reads articles before the processes are forked: they share it, and one that is replaced
    is ready sooner. Voices they load for themselves, for networks bring threads."""
    from workers.reading import warm_readers

    warm_readers()


@worker_process_init.connect
def warm_up(**_: Any) -> None:
    """Load the model before the first task, then say that this process is ready."""
    from workers.tasks import rendering

    rendering().warm()
    tell_voices(connect(settings), settings)
    beat(connect(settings), WORKERS)
