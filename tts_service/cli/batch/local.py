"""A batch in this process: on all cores, without a server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from audio_cache.plan import Finished
from tts_service.article.request import ArticleRequest
from tts_service.cli.batch.display import Display
from tts_service.cli.batch.gather import Source
from tts_service.cli.batch.report import BatchItem
from tts_service.contracts.rendering import Prepared, Runner
from tts_service.errors import ServiceError, from_problem
from tts_service.ops import workers_port
from tts_service.settings import Settings

Ask = Callable[[Source], ArticleRequest]
"""Raises ServiceError."""


def speak_here(
    settings: Settings, sources: Sequence[Source], ask: Ask, display: Display, items: dict[int, BatchItem]
) -> None:
    """What becomes of each goes into ``items``, by its place in ``sources``. Raises SettingsError for a
    voice not there."""
    runner = workers_port.speaker(settings)
    watching = _Watching(runner, sources, display, items)
    runner.render_many((partial(_asked, source, ask) for source in sources), watching)


def _asked(source: Source, ask: Ask) -> ArticleRequest:
    if source.problem is not None:
        raise from_problem(source.problem)
    return ask(source)


class _Watching:
    """See ``contracts.rendering.BatchObserver``."""

    def __init__(
        self, runner: Runner, sources: Sequence[Source], display: Display, items: dict[int, BatchItem]
    ) -> None:
        self._runner = runner
        self._sources = sources
        self._display = display
        self._items = items
        self._spoken: dict[int, int] = {}

    def prepared(self, index: int, prepared: Prepared, done: int) -> None:
        title = prepared.script.title or self._sources[index].name
        self._display.begin(index, title, len(prepared.plan.segments), done)

    def stored(self, index: int, spoken: int) -> None:
        self._display.spoken(index, spoken - self._spoken.get(index, 0))
        self._spoken[index] = spoken

    def finished(self, index: int, prepared: Prepared, finished: Finished, spoken: int) -> None:
        self.stored(index, spoken)
        self._end(
            index,
            BatchItem(
                source=self._sources[index].name,
                status="ready",
                id=finished.article_id,
                revision=finished.revision,
                title=prepared.script.title,
                voice=finished.voice,
                audio=str(self._runner.audio_path(finished)),
                size=finished.size,
                duration_s=finished.duration_s,
                segments=len(prepared.plan.segments),
                segments_spoken=spoken,
            ),
        )

    def failed(self, index: int, error: ServiceError) -> None:
        self._end(index, BatchItem(self._sources[index].name, "failed", error=error.problem))

    def _end(self, index: int, item: BatchItem) -> None:
        self._spoken.pop(index, None)
        self._items[index] = item
        self._display.end(index, item)
