"""A batch through a running service: its workers speak, at batch priority, and its catalog knows every article."""

from __future__ import annotations

import time
from collections.abc import Sequence

from tts_service.backstage import Backstage, backstage
from tts_service.cli.display import Display
from tts_service.cli.gathering import Source
from tts_service.cli.here import Ask
from tts_service.cli.report import Item
from tts_service.errors import Problem, ServiceError, Unavailable
from tts_service.settings import Settings
from tts_service.status import Progress, Status

LOOK_S = 0.1
NOTHING = Progress(0, 0)
STALLED_S = 60.0
"""Without progress for so long, it is asked whether there is anybody at work."""


def speak_through(settings: Settings, sources: Sequence[Source], ask: Ask, display: Display, items: dict[int, Item]) -> None:
    """As ``speak_here``. Raises Unavailable when the service has gone away."""
    with backstage(settings) as parts:
        asking = _Asking(parts, sources, display, items, most=2 * max(1, parts.queue.workers()) + 2)
        for index, source in enumerate(sources):
            asking.ask(index, source, ask)
        asking.drain()


class _Asking:
    """Never more than ``most`` articles are under way: what a Ctrl-C leaves to the service is soon done."""

    def __init__(
        self, parts: Backstage, sources: Sequence[Source], display: Display, items: dict[int, Item], most: int
    ) -> None:
        self._parts = parts
        self._sources = sources
        self._display = display
        self._items = items
        self._most = most
        self._under_way: dict[int, str] = {}
        self._landed: dict[int, int] = {}
        self._first: dict[int, int] = {}
        self._moved_at = time.monotonic()

    def ask(self, index: int, source: Source, ask: Ask) -> None:
        if source.problem is not None:
            self._end(index, Item(source.name, "failed", error=source.problem))
            return
        try:
            self._under_way[index] = self._parts.listening.request(ask(source), queue="batch").id
        except Unavailable:
            raise
        except ServiceError as error:
            self._end(index, Item(source.name, "failed", error=error.problem))
        while len(self._under_way) >= self._most:
            self._look()

    def drain(self) -> None:
        while self._under_way:
            self._look()

    def _look(self) -> None:
        before = (len(self._items), sum(self._landed.values()))
        for index, article_id in list(self._under_way.items()):
            try:
                self._see(index, self._parts.listening.status(article_id))
            except Unavailable:
                raise
            except ServiceError as error:
                self._end(index, Item(self._sources[index].name, "failed", id=article_id, error=error.problem))
        if (len(self._items), sum(self._landed.values())) != before:
            self._moved_at = time.monotonic()
        else:
            self._check_that_somebody_works()
            time.sleep(LOOK_S)

    def _check_that_somebody_works(self) -> None:
        if time.monotonic() - self._moved_at < STALLED_S:
            return
        if not self._parts.queue.workers():
            raise Unavailable("The service's workers are gone. Start it, then start the batch again: it goes on where it was.")
        self._moved_at = time.monotonic()

    def _see(self, index: int, status: Status) -> None:
        progress = status.progress or NOTHING
        done, total = progress.segments_done, progress.segments_total
        if total and index not in self._first:
            self._first[index] = self._landed[index] = done
            self._display.begin(index, status.title or self._sources[index].name, total, done)
        if done > self._landed.get(index, done):
            self._display.spoken(index, done - self._landed[index])
            self._landed[index] = done
        if status.status in ("ready", "failed"):
            self._end(index, self._item(index, status))

    def _item(self, index: int, status: Status) -> Item:
        source = self._sources[index].name
        if status.status == "failed":
            return Item(source, "failed", status.id, error=_problem(status))
        path = self._parts.narrations.audio_path(status.id, status.revision or "")
        total = (status.progress or NOTHING).segments_total
        return Item(
            source=source,
            status="ready",
            id=status.id,
            revision=status.revision or "",
            title=status.title or "",
            voice=status.voice or "",
            audio=str(path),
            size=path.stat().st_size if path.exists() else 0,
            duration_s=status.duration_s or 0.0,
            segments=total,
            segments_spoken=total - self._first.get(index, total),
        )

    def _end(self, index: int, item: Item) -> None:
        for known in (self._under_way, self._landed, self._first):
            known.pop(index, None)
        self._items[index] = item
        self._display.end(index, item)


def _problem(status: Status) -> Problem:
    if status.error is None:
        return Problem("internal-error", "It failed", "It failed, and nothing is known of why.", 500)
    return Problem(status.error.kind, status.error.title, status.error.detail, status.error.status)
