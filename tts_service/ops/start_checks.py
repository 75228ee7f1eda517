"""Checks before the service starts: the catalog, the bucket if there is one, and the queue's server unless
it is the embedded one.

``python -m tts_service.ops.start_checks`` runs them in a process of its own, for callers that must not load a
database driver yet.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import time

import sqlalchemy as sa

from tts_service.broker.queue_server import LOOK_S, PATIENCE_S, Fault, wait_for_server
from tts_service.catalog.database import REMEDY, Database
from tts_service.errors import CatalogError, NotStartable, Unavailable
from tts_service.private import tighten
from tts_service.settings import Settings, SettingsError, load_settings
from tts_service.traces import check_sending

QUICKLY_S = 3.0
"""How long the start may spend checking a large catalog. ``doctor`` takes its time."""
THOROUGHLY_S = 60.0
_COMING_UP = ("starting up", "shutting down", "recovery", "too many clients", "remaining connection slots")
"""Messages of PostgreSQL about conditions that pass by themselves."""


def check_foundations(settings: Settings, patience_s: float = PATIENCE_S) -> str:
    """Raises NotStartable, with one line that says what to do. Returns a one-line warning about anything
    that does not prevent the start, or ""."""
    warning = wait_for_server(settings, patience_s)
    if settings.store is not None:
        from tts_service.broker.store import check_store  # loads the client of Redis

        check_store(settings)
    check_sending(settings.traces_url)
    return " ".join(filter(None, (warning, wait_for_catalog(settings, patience_s))))


def wait_for_catalog(settings: Settings, patience_s: float = PATIENCE_S) -> str:
    """As ``check_foundations``. A few damaged pages are only a warning: what can still be heard stays
    available, while the health check reports the damage."""
    until = time.monotonic() + patience_s
    while (fault := catalog_fault(settings.catalog_url, QUICKLY_S)) is not None:
        if fault.bearable:
            return fault.sentence
        if fault.lasting or time.monotonic() >= until:
            raise NotStartable(fault.sentence)
        time.sleep(LOOK_S)
    return ""


def catalog_fault(url: str, look_s: float) -> Fault | None:
    """Opens the catalog, creates its tables if there are none, and checks its pages for ``look_s`` seconds at
    most. None when it is in order."""
    try:
        database = Database(url)
    except CatalogError as error:
        return Fault(str(error), lasting=True)
    except Unavailable as error:
        return _away(error)
    except Exception as error:  # what else a driver raises: a missing privilege, somebody else's table
        remedy = "Correct TTS_DATABASE_URL, or the rights of its user."
        return Fault(f"The catalog cannot be used: {_message(error)}. {remedy}", lasting=True)
    with contextlib.closing(database):
        problem = database.look_through(look_s)
        database.found(problem)
    where = sa.make_url(url).database
    return (
        Fault(f"The catalog {where} is damaged: {problem}. {REMEDY}", lasting=True, bearable=True)
        if problem
        else None
    )


def _away(error: Unavailable) -> Fault:
    message = _message(error)
    if "connection" not in message:  # SQLite has no server to start
        remedy = "Correct TTS_DATABASE_URL or TTS_DATA_DIR, or the owner and mode of file and folder."
        return Fault(f"The catalog cannot be opened: {message}. {remedy}", lasting="locked" not in message)
    refused = "FATAL" in message and not any(word in message for word in _COMING_UP)
    remedy = "Correct TTS_DATABASE_URL." if refused else "Start its server, or correct TTS_DATABASE_URL."
    return Fault(f"The catalog cannot be opened: {message}. {remedy}", lasting=refused)


def _message(error: Exception) -> str:
    """The driver's message, on one line and without links to SQLAlchemy's documentation."""
    cause = error.__cause__ or error
    return " ".join(str(getattr(cause, "orig", None) or cause).split()).rstrip(".?")


def main() -> None:
    logging.getLogger().addHandler(logging.NullHandler())  # our own single line is enough
    try:
        settings = load_settings()
        tighten(settings.data_dir)
        warning = check_foundations(settings)
    except (SettingsError, NotStartable) as error:
        sys.exit(f"tts-service: {error}")
    if warning:
        sys.stderr.write(f"tts-service: {warning}\n")


if __name__ == "__main__":
    main()
