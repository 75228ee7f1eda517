"""Checks of what the service needs on this machine, each with what to do if it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from tts_service.ops.checks.address import address, port
from tts_service.ops.checks.aside import CheckAside
from tts_service.ops.checks.check import Check
from tts_service.ops.checks.login import login
from tts_service.ops.checks.machine import data_folder, ffmpeg, python
from tts_service.ops.checks.servers import catalog, foundations, queue, queue_folder, relay, store, workers
from tts_service.ops.checks.speaking import (
    choice,
    engines,
    gtts,
    lexicon,
    signing,
    speech,
    speech_server,
    voices,
)
from tts_service.settings import Settings

CHECKS: tuple[Callable[[Settings], Check], ...] = (
    python,
    data_folder,
    queue,
    store,
    relay,
    workers,
    catalog,
    port,
    engines,
    voices,
    speech,
    lexicon,
    ffmpeg,
    gtts,
    speech_server,
    signing,
    login,
)


def all_checks(settings: Settings) -> Iterator[Check]:
    """Each as soon as it is done: some take a second."""
    for check in CHECKS:
        yield _unbroken(check, settings)


def start_checks(settings: Settings) -> Iterator[Check]:
    """Checks of what would prevent the start. Quick, unless a server is still coming up. The last two take
    longest, and do so at the same time."""
    for check in (data_folder, queue_folder, address):
        yield _unbroken(check, settings)
    begun = [CheckAside(partial(_unbroken, check, settings)) for check in (foundations, choice)]
    for aside in begun:
        yield aside.result()


def _unbroken(check: Callable[[Settings], Check], settings: Settings) -> Check:
    """A broken installation may raise anything, such as an ImportError: that is the result of the check."""
    try:
        return check(settings)
    except Exception as error:
        name = check.__name__.replace("_", " ")
        return Check(
            name, "failed", f"{type(error).__name__}: {error}", "Install the service again: make run."
        )
