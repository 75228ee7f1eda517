"""What all our Celery applications have in common."""

from __future__ import annotations

import functools
import logging
import sys
from collections.abc import Sequence
from typing import Any

from celery import Celery, Task
from celery.signals import (
    after_setup_logger,
    after_setup_task_logger,
    before_task_publish,
    celeryd_init,
    task_postrun,
    task_prerun,
)

from tts_service import traces
from tts_service.broker.connection import celery_options
from tts_service.broker.queue_server import wait_for_server
from tts_service.errors import NotStartable
from tts_service.log_lines import ARTICLE, HEADER, write_json
from tts_service.private import keep_private, tighten
from tts_service.settings import Settings
from workers.acknowledging import SureRequest


def configure(app: Celery, settings: Settings) -> None:
    """Options of ``app``, and what its worker does before anything else."""
    keep_private()
    celeryd_init.connect(functools.partial(_begin, settings), weak=False)
    if settings.log_format == "json":
        after_setup_logger.connect(_write_json)
        after_setup_task_logger.connect(_write_json)
    task_prerun.connect(_begin_trace)
    task_postrun.connect(_end_trace)
    before_task_publish.connect(_carry_trace)
    app.Task.Request = SureRequest
    app.conf.update(
        task_ignore_result=True,
        result_backend_thread_safe=True,  # see ``tts_service.broker.queue``
        task_serializer="json",
        accept_content=["json"],
        # A task is acknowledged when it is done: a killed worker's task is delivered again. Tasks are
        # idempotent.
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        # Hold no task that is not running: what waits stays in the queue, where a click can overtake it.
        worker_prefetch_multiplier=1,
        **celery_options(settings),
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        worker_enable_remote_control=False,
    )


def _write_json(logger: logging.Logger, **_: Any) -> None:
    write_json((logger,))


def _begin_trace(task: Task, args: Sequence[object], **_: Any) -> None:
    """All our tasks are about the article that they name first."""
    ARTICLE.set(str(args[0]) if args else "")
    parent = task.request.get(HEADER) or (task.request.headers or {}).get(HEADER)
    traces.begin(str(parent or ""), task.name, {"tts.article": ARTICLE.get()})


def _end_trace(state: str | None, **_: Any) -> None:
    traces.end(failure="" if state == "SUCCESS" else str(state))


def _carry_trace(headers: dict[str, Any], **_: Any) -> None:
    """What a task sends belongs to its trace."""
    if parent := traces.carried():
        headers[HEADER] = parent


def _begin(settings: Settings, **_: Any) -> None:
    """Check the connection first: Celery would retry for ever with a server that refuses us."""
    tighten(settings.data_dir)
    try:
        wait_for_server(settings)
        traces.check_sending(settings.traces_url)
    except NotStartable as error:
        sys.exit(f"tts-service: {error.detail}")
