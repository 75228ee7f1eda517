"""The Celery application of the workers that read and speak: its queues, and what a worker process does
before its first task."""

from __future__ import annotations

import contextlib
import gc
import sys
from typing import Any

import redis
from celery import Celery
from celery.signals import (
    celeryd_init,
    import_modules,
    task_postrun,
    task_prerun,
    worker_init,
    worker_process_init,
    worker_shutdown,
    worker_shutting_down,
)

from tts_service import traces
from tts_service.broker.connection import connect, longest_task_s
from tts_service.broker.heartbeats import Heartbeats
from tts_service.broker.store import check_store_aside, id_of_store
from tts_service.contracts.heartbeats import Heartbeat
from tts_service.errors import ServiceError
from tts_service.settings import SettingsError, load_settings
from workers.celery_config import configure
from workers.credentials import loading
from workers.credentials.warning import warn_when_needed
from workers.heartbeat import (
    NODE,
    Pulse,
    Rounds,
    beat,
    begin_stopping,
    said_by,
    take_what_is_directed,
)

TASKS_OF_A_PROCESS = 20_000
"""Tasks after which a process is replaced. An archive has millions of sentences, and what a library leaks for
each adds up: with Piper's phonemizer some 5 KB, 100 MB until then."""

settings = load_settings()
pulse = Pulse()

app = Celery("workers", include=["workers.tasks"])
configure(app, settings)
app.steps["consumer"].add(Rounds)
app.conf.update(
    worker_concurrency=settings.worker_processes,
    worker_max_tasks_per_child=TASKS_OF_A_PROCESS,
    task_default_queue="interactive",
    # Loading a model takes longer than the default of four seconds.
    worker_proc_alive_timeout=120,
)


@import_modules.connect(sender=app)
def before_the_tasks_are_loaded(**_: Any) -> None:
    """Modules leave no garbage: looking for it takes an eighth of the time."""
    gc.disable()


@celeryd_init.connect
def check_bucket(**_: Any) -> None:
    """A bucket that cannot be used stops the start."""
    try:
        check_store_aside(settings)
    except ServiceError as error:
        sys.exit(f"tts-service: {error.detail}")


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
def before_the_fork(**_: Any) -> None:
    """Load what reads articles before the processes are forked: they share it, and one that is replaced
    is ready sooner. Voices they load for themselves, for networks bring threads."""
    from workers.reading import warm_readers

    take_what_is_directed(app)
    warm_readers()
    gc.freeze()  # a collection in one of the processes would copy all that is shared
    gc.enable()


@worker_process_init.connect
def warm_up(**_: Any) -> None:
    """Load the model before the first task, then say that this process is ready."""
    from workers.tasks import fleet, rendering

    traces.send_to(settings.traces_url, "worker")
    rendering().warm()
    fleet().introduce()
    warn_when_needed(connect(settings), settings)
    beat(connect(settings), "workers", _said, pulse, fleet().seen)


def _said() -> Heartbeat:
    from workers.tasks import fleet

    return said_by(app, fleet().recipe, id_of_store(settings))


@task_prerun.connect
def begin(**_: Any) -> None:
    pulse.begin(longest_task_s(settings))


@task_postrun.connect
def end(**_: Any) -> None:
    pulse.end()


@worker_shutting_down.connect
def stop(**_: Any) -> None:
    """Turns end early."""
    begin_stopping()


@worker_shutdown.connect
def leave(**_: Any) -> None:
    """The other workers need not wait for the end of the heartbeats."""
    with contextlib.suppress(redis.RedisError):
        Heartbeats(connect(settings), "workers").leave(NODE)
