"""A batch through a running service: its workers speak, at batch priority, and its catalog knows every
article."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing

from audio_cache.narration_id import NarrationId
from tts_service.articles.status import Progress, Status
from tts_service.broker.notices import Notices
from tts_service.cli.batch.display import Display
from tts_service.cli.batch.gather import Source
from tts_service.cli.batch.local import Ask
from tts_service.cli.batch.report import BatchItem
from tts_service.contracts.messages import Notice
from tts_service.errors import Problem, ServiceError, Unavailable, problem_of
from tts_service.ops.context import AppContext, make_context
from tts_service.settings import Settings

LOOK_S = 0.1
NOTHING = Progress(0, 0)
SUBSCRIBED_WITHIN_S = 5.0
"""In s: how long the first article waits for the notices of workers to come in."""
MOST_HEARD_OF = 5_000
"""Narrations, of a batch and of others; a batch has far fewer under way."""
STALLED_S = 60.0
"""After so long without progress, check that the service still has workers."""


def speak_through(
    settings: Settings, sources: Sequence[Source], ask: Ask, display: Display, items: dict[int, BatchItem]
) -> None:
    """As ``speak_here``. Raises Unavailable when the service has gone away."""
    with closing(make_context(settings)) as context:
        asking = _Asking(context, sources, display, items, most=2 * max(1, context.queue.workers()) + 2)
        for index, source in enumerate(sources):
            asking.ask(index, source, ask)
        asking.drain()


class SpokenSegments:
    """Which segments workers have stored since then, as their notices say, of any article: the first notice
    may come before the answer that names it. The progress does not tell: when an article is first seen, many
    may have been spoken already."""

    def __init__(self, notices: Notices) -> None:
        self._stored: dict[NarrationId, set[int]] = {}
        notices.follow_all(self._note)
        until = time.monotonic() + SUBSCRIBED_WITHIN_S
        while not notices.connected and time.monotonic() < until:
            time.sleep(0.01)
        self.is_known = notices.connected
        """Without notices, whoever asks has to go by the progress."""

    def _note(self, notice: Notice) -> None:
        if notice.kind == "stored":
            self._stored.setdefault(NarrationId(notice.id, notice.revision), set()).add(notice.index)
            if len(self._stored) > MOST_HEARD_OF:  # others are asked for, too: the oldest is one of those
                del self._stored[next(iter(self._stored))]

    def take(self, narration: NarrationId) -> int:
        """How many of ``narration``, which is finished."""
        return len(self._stored.pop(narration, ()))


class _Asking:
    """Never more than ``most`` articles are under way: what a Ctrl-C leaves to the service is soon done."""

    def __init__(
        self,
        context: AppContext,
        sources: Sequence[Source],
        display: Display,
        items: dict[int, BatchItem],
        most: int,
    ) -> None:
        self._context = context
        self._sources = sources
        self._display = display
        self._items = items
        self._most = most
        self._under_way: dict[int, str] = {}
        self._stored: dict[int, int] = {}
        self._first: dict[int, int] = {}
        self._seen_ready: set[int] = set()
        self._spoken = SpokenSegments(context.notices)
        self._moved_at = time.monotonic()

    def ask(self, index: int, source: Source, ask: Ask) -> None:
        if source.problem is not None:
            self._end(index, BatchItem(source.name, "failed", error=source.problem))
            return
        try:
            asked = self._context.articles.request(ask(source), queue="batch", origin="command")
            self._under_way[index] = asked.id
            if asked.status == "ready":
                self._seen_ready.add(index)  # and nothing is on its way
        except Unavailable:
            raise
        except ServiceError as error:
            self._end(index, BatchItem(source.name, "failed", error=error.problem))
        while len(self._under_way) >= self._most:
            self._look()

    def drain(self) -> None:
        while self._under_way:
            self._look()

    def _look(self) -> None:
        before = (len(self._items), sum(self._stored.values()))
        for index, article_id in list(self._under_way.items()):
            try:
                self._see(index, self._context.articles.status(article_id))
            except Unavailable:
                raise
            except ServiceError as error:
                self._end(
                    index, BatchItem(self._sources[index].name, "failed", id=article_id, error=error.problem)
                )
        if (len(self._items), sum(self._stored.values())) != before:
            self._moved_at = time.monotonic()
        else:
            self._check_that_workers_live()
            time.sleep(LOOK_S)

    def _check_that_workers_live(self) -> None:
        if time.monotonic() - self._moved_at < STALLED_S:
            return
        if not self._context.queue.workers():
            raise Unavailable(
                "The service's workers are gone. Start it, then start the batch again: it goes on where it "
                "was."
            )
        self._moved_at = time.monotonic()

    def _see(self, index: int, status: Status) -> None:
        progress = status.progress or NOTHING
        done, total = progress.segments_done, progress.segments_total
        if total and index not in self._first:
            self._first[index] = self._stored[index] = done
            self._display.begin(index, status.title or self._sources[index].name, total, done)
        if done > self._stored.get(index, done):
            self._display.spoken(index, done - self._stored[index])
            self._stored[index] = done
        if status.status == "failed" or (status.status == "ready" and index in self._seen_ready):
            self._end(index, self._item(index, status))
        elif status.status == "ready":
            self._seen_ready.add(index)  # the notices of its last segments may be a moment behind

    def _item(self, index: int, status: Status) -> BatchItem:
        source = self._sources[index].name
        if status.status == "failed":
            return BatchItem(source, "failed", status.id, error=_problem(status))
        narration = NarrationId(status.id, status.revision or "")
        whole = self._context.narrations.audio(narration)
        total = (status.progress or NOTHING).segments_total
        spoken = (
            self._spoken.take(narration) if self._spoken.is_known else total - self._first.get(index, total)
        )
        return BatchItem(
            source=source,
            status="ready",
            id=status.id,
            revision=status.revision or "",
            title=status.title or "",
            voice=status.voice or "",
            audio=whole.place if whole else "",
            size=whole.finished.size if whole else 0,
            duration_s=status.duration_s or 0.0,
            segments=total,
            segments_spoken=spoken,
        )

    def _end(self, index: int, item: BatchItem) -> None:
        for known in (self._under_way, self._stored, self._first):
            known.pop(index, None)
        self._items[index] = item
        self._display.end(index, item)


def _problem(status: Status) -> Problem:
    if status.error is None:
        return ServiceError("It failed, and it is not known why.").problem
    return problem_of(status.error)
