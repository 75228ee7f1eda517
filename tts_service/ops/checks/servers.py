"""What keeps and passes on: queue, store, catalog, and the workers behind them."""

from __future__ import annotations

import contextlib
import subprocess
from pathlib import Path

from tts_service.broker import embedded_redis
from tts_service.broker.queue_server import Fault, named_servers, server_fault
from tts_service.errors import NotStartable
from tts_service.ops.checks.check import Check
from tts_service.ops.running import is_running
from tts_service.settings import Settings


def queue_folder(settings: Settings) -> Check:
    """No other service uses this data folder. Checked with the embedded server only."""
    if not settings.redis_url:
        try:
            embedded_redis.check_free(settings)
        except (embedded_redis.AlreadyRunning, embedded_redis.NotUsable) as error:
            return Check("queue folder", "failed", str(error), "")
    return Check("queue folder", "ok", "free")


def queue(settings: Settings) -> Check:
    if settings.redis_url:
        return _server("queue", "TTS_REDIS_URL", server_fault(settings))
    binary = embedded_redis.binary_path()
    answer = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True, timeout=30)
    return Check("queue", "ok", answer.stdout.split(" sha=")[0])


def store(settings: Settings) -> Check:
    """The bucket can be written, and of two who create an object one is refused."""
    if settings.store is None:
        return Check("store", "ok", f"{settings.cache_dir}")
    from tts_service.broker.store import check_store  # loads the client of Redis

    try:
        check_store(settings)
    except NotStartable as error:
        return Check("store", "failed", error.detail)
    return Check("store", "ok", f"{settings.store} keeps to conditional writes")


def relay(settings: Settings) -> Check:
    if "TTS_RELAY_URL" not in named_servers(settings):
        return Check("relay", "ok", "none of its own (TTS_RELAY_URL is not set)")
    return _server("relay", "TTS_RELAY_URL", server_fault(settings, "TTS_RELAY_URL"))


def _server(check: str, name: str, fault: Fault | None) -> Check:
    if fault is None:
        return Check(check, "ok", f"{name} answers")
    return Check(check, "warning" if fault.bearable else "failed", fault.sentence)


def workers(settings: Settings) -> Check:
    """Those that are running write where this machine reads."""
    if not is_running(settings):
        return Check("workers", "ok", "none are running")
    from tts_service.broker.queue import Queue  # loads Celery
    from tts_service.ops.readiness import apart_sentence, is_apart

    with contextlib.closing(Queue(settings)) as queue:
        if is_apart(queue, settings):
            return Check("workers", "failed", apart_sentence(settings))
        return Check("workers", "ok", f"{queue.workers()} are running")


def catalog(settings: Settings) -> Check:
    """All of SQLite's pages, as far as a minute allows. A missing catalog is not created."""
    import sqlalchemy as sa

    from tts_service.ops.start_checks import THOROUGHLY_S, catalog_fault

    file = sa.make_url(settings.catalog_url).database if settings.catalog_url.startswith("sqlite") else None
    if file is not None and not Path(file).exists():
        return Check("catalog", "ok", f"{file} will be made")
    fault = catalog_fault(settings.catalog_url, THOROUGHLY_S)
    return (
        Check("catalog", "failed", fault.sentence)
        if fault
        else Check("catalog", "ok", file or "the database answers")
    )


def foundations(settings: Settings) -> Check:
    """Catalog and queue as the start needs them."""
    from tts_service.ops.start_checks import check_foundations

    try:
        warning = check_foundations(settings)
    except NotStartable as error:
        return Check("foundations", "failed", error.detail)
    if warning:
        return Check("foundations", "warning", warning)
    return Check("foundations", "ok", "the catalog can be used")
