"""How the commands put things: durations, sizes and progress."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TransferSpeedColumn,
)


def duration(seconds: float) -> str:
    """61 s is "1:01", an hour "1:00:00"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def size(count: int) -> str:
    """Decimal units, as disks are sold."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count} bytes"


def progress_bar() -> Progress:
    """On standard error, and only where that is a terminal."""
    return _progress(MofNCompleteColumn(), TimeElapsedColumn())


def _progress(*columns: ProgressColumn) -> Progress:
    console = Console(stderr=True)
    shown = (TextColumn("{task.description}"), BarColumn(), *columns)
    return Progress(*shown, console=console, transient=True, disable=not console.is_terminal)


@contextlib.contextmanager
def segment_progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yields a callback for ``render``: ``(done, total)``."""
    with progress_bar() as bar:
        task = bar.add_task(what, total=None)

        def on_segment(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield on_segment


@contextlib.contextmanager
def download_progress() -> Iterator[Callable[[str, int, int], None]]:
    """Yields a callback for ``install``: ``(file, bytes here, all bytes)``."""
    with _progress(DownloadColumn(), TransferSpeedColumn()) as bar:
        tasks: dict[str, TaskID] = {}

        def on_download(name: str, have: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total)
            bar.update(tasks[name], completed=have)

        yield on_download
