"""A batch as it goes on: rows and figures on a terminal, a line for each article elsewhere."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from tts_service.cli.batch.report import BatchItem, line

MOST_ROWS = 12


class Display:
    """Bars go to standard error and only where that is a terminal; lines go to standard output unless
    ``quiet``."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._quiet = quiet
        self._started = time.monotonic()
        self._ready = self._failed = self._segments = 0
        self._audio_s = 0.0
        self._rows: dict[int, TaskID] = {}
        console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[figures]}"),
        )
        self._bar = Progress(
            *columns, TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal
        )
        self._all = self._bar.add_task("Articles", total=total, figures="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begin(self, index: int, title: str, total: int, done: int) -> None:
        """``done`` of ``total`` segments of the article ``index`` are there."""
        if len(self._rows) < MOST_ROWS:
            self._rows[index] = self._bar.add_task(f"  {title[:40]}", total=total, completed=done, figures="")

    def spoken(self, index: int, segments: int = 1) -> None:
        """``segments`` more of the article ``index`` have been stored."""
        self._segments += segments
        if index in self._rows:
            self._bar.advance(self._rows[index], segments)
        self._bar.update(self._all, figures=self._figures())

    def end(self, index: int, item: BatchItem) -> None:
        if index in self._rows:
            self._bar.remove_task(self._rows.pop(index))
        self._ready += item.status == "ready"
        self._failed += item.status == "failed"
        if item.segments:
            self._audio_s += item.duration_s * item.segments_spoken / item.segments
        self._bar.update(self._all, advance=1, figures=self._figures())
        if not self._quiet:
            click.echo(line(item))

    def _figures(self) -> str:
        took_s = max(time.monotonic() - self._started, 0.001)
        speed = f"{self._segments / took_s:.1f} segments/s, {self._audio_s / took_s:.0f} × real time"
        return f"{speed}, {self._failed} failed" if self._failed else speed
