"""What commands put into the audit log.

A command that changes something is marked with ``changes``: when it is done, the log has it, whether or not
the command has said more by ``about``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

import click
import msgspec

from tts_service import audit
from tts_service.errors import CatalogError, ServiceError
from tts_service.settings import Settings, load_settings

P = ParamSpec("P")
R = TypeVar("R")

CHANGES = "__changes__"
"""The attribute of a marked command's function: its action."""


class DoneByCommand(msgspec.Struct):
    """``about``: as in ``audit.note``. ``skipped``: nothing was changed."""

    what: str
    about: dict[str, str]
    skipped: bool = False


_running: ContextVar[list[DoneByCommand] | None] = ContextVar("changes of this command", default=None)


def changes(what: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """``what``: the action, such as lexicon.added. Failed commands are not recorded; those that have done a
    part of their work, and end with a status of their own, are."""

    def marked(command: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(command)
        def recording(*arguments: P.args, **options: P.kwargs) -> R:
            told: list[DoneByCommand] = []
            token = _running.set(told)
            try:
                result = command(*arguments, **options)
            except SystemExit:
                _record(told or [DoneByCommand(what, {})])
                raise
            finally:
                _running.reset(token)
            _record(told or [DoneByCommand(what, {})])
            return result

        setattr(recording, CHANGES, what)
        return recording

    return marked


def about(what: str, **more: str) -> None:
    """More about what the command that runs has changed; ``what`` in the place of the one that it is marked
    with."""
    _told().append(DoneByCommand(what, more))


def nothing_changed() -> None:
    """It was asked to change nothing, or there was nothing to change."""
    _told().append(DoneByCommand("", {}, skipped=True))


def _told() -> list[DoneByCommand]:
    told = _running.get()
    return [] if told is None else told


def _record(told: list[DoneByCommand]) -> None:
    """The change stands, so that it cannot be recorded is a warning."""
    done = [change for change in told if not change.skipped]
    if not done:
        return
    try:
        settings = load_settings()
        if _has_catalog(settings):
            _write(settings, done)
    except (ServiceError, CatalogError) as error:
        detail = error.detail if isinstance(error, ServiceError) else str(error)
        click.echo(f"tts-service: this is not in the audit log: {detail}", err=True)


def _write(settings: Settings, done: list[DoneByCommand]) -> None:
    from tts_service.catalog import Catalog  # most commands do without

    catalog = Catalog(settings.catalog_url)
    try:
        for change in done:
            catalog.audit.note(change.what, audit.command_line(), **change.about)
    finally:
        catalog.close()


def _has_catalog(settings: Settings) -> bool:
    """False on a machine where nobody has started the service yet: what is done there has no log."""
    return settings.database_url is not None or (settings.data_dir / "catalog.db").exists()
