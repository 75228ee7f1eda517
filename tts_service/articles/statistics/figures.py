"""What is told of a span of days: the figures that pages, the API and spreadsheets share."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tts_service.broker.figures import BEYOND, WAIT_BOUNDS_S, DayFigures
from tts_service.formats.play_counts import Counts, Day


class PlayedShow(Counts, frozen=True, kw_only=True):
    """``title`` as in the publisher's files; the name where it has none there."""

    show: str
    title: str


class PlayedMost(Counts, frozen=True, kw_only=True):
    """``title`` or, without one, ``url`` may be empty."""

    article: str
    title: str
    url: str


class Wait(msgspec.Struct, frozen=True):
    """So many listeners waited at most ``seconds``, and longer than the bound before; null: longer than the
    last bound."""

    seconds: float | None
    listeners: int


class QueuePeak(msgspec.Struct, frozen=True):
    """The most tasks that waited in each queue on ``day`` (UTC), of the times when the service looked, every
    twenty seconds. Null: it did not look on that day."""

    day: str
    interactive: int | None
    batch: int | None
    fetch: int | None


class Stored(msgspec.Struct, frozen=True):
    """Finished ``narrations`` and their ``bytes`` on ``day`` (UTC), when the service looked last. Null: it
    did not look on that day."""

    day: str
    narrations: int | None
    bytes: int | None


class OperationFigures(msgspec.Struct, frozen=True):
    """``waits``: how long listeners waited for the first speech of what was not finished, and ``waited_s``
    all of them together."""

    waits: tuple[Wait, ...]
    waited_s: float
    queues: tuple[QueuePeak, ...]
    stored: tuple[Stored, ...]


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    """From ``first`` to ``last``, days in UTC, both included. ``show``: only of its articles; null: of all.
    ``days``: each of them, oldest first. ``shows`` with the most plays first; ``articles``: the twenty that
    were played most. ``operation`` is null while Redis does not answer, and for a show."""

    first: str
    last: str
    show: str | None
    total: Counts
    days: tuple[Day, ...]
    shows: tuple[PlayedShow, ...]
    articles: tuple[PlayedMost, ...]
    operation: OperationFigures | None


def operation_of(days: Sequence[DayFigures]) -> OperationFigures:
    return OperationFigures(
        waits=_waits(days),
        waited_s=round(sum(day.waited_s for day in days), 1),
        queues=tuple(map(_peaks, days)),
        stored=tuple(Stored(day.day.isoformat(), day.narrations, day.size) for day in days),
    )


def _waits(days: Sequence[DayFigures]) -> tuple[Wait, ...]:
    bounds = {str(bound): bound for bound in WAIT_BOUNDS_S} | {BEYOND: None}
    return tuple(Wait(bound, sum(day.waits.get(label, 0) for day in days)) for label, bound in bounds.items())


def _peaks(day: DayFigures) -> QueuePeak:
    interactive, batch, fetch = (day.queues.get(queue) for queue in ("interactive", "batch", "fetch"))
    return QueuePeak(day.day.isoformat(), interactive, batch, fetch)
