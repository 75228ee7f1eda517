"""What is shown of statistics: a chart, the table of the same figures, and their file. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from tts_service.articles.statistics.drop_off import DropOff
from tts_service.articles.statistics.figures import OperationFigures, PlayedMost, PlayedShow, Statistics
from tts_service.formats.play_counts import Counts, Day
from tts_service.web.admin.statistics.drawing import Column, Drawing, Wording, draw
from tts_service.web.admin.statistics.scale import numbered
from tts_service.web.admin.statistics.sheets import Sheet, number, size

LABELLED_WAITS_S = (0.1, 0.3, 1.0, 3.0)


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """``name`` is that of its file and its place on the page. ``words``: what the chart shows.
    ``note``: what is to be seen in it. Without a ``drawing`` there is nothing to be drawn, and
    ``empty`` says why."""

    name: str
    heading: str
    words: str
    sheet: Sheet
    drawing: Drawing | None = None
    note: str = ""
    empty: str = "Nobody listened in this period."


def panels_of(statistics: Statistics) -> tuple[Panel, ...]:
    listening = (plays(statistics.days), minutes(statistics.days), completion(statistics.total))
    return listening if statistics.operation is None else (*listening, *operation(statistics.operation))


def sheets_of(statistics: Statistics) -> dict[str, Sheet]:
    """All files, by name."""
    return {panel.name: panel.sheet for panel in panels_of(statistics)} | {
        "shows": shows_sheet(statistics.shows),
        "articles": articles_sheet(statistics.articles),
    }


def plays(days: Sequence[Day]) -> Panel:
    sheet = Sheet(("Day", "Plays", "To the end"), tuple((day.day, day.starts, day.ends) for day in days))
    columns = [Column(_short(day.day), day.starts) for day in days]
    return _listened("plays", "Plays", "Plays that began on each day.", sheet, columns)


def minutes(days: Sequence[Day]) -> Panel:
    heard = [_minutes(day) for day in days]
    sheet = Sheet(("Day", "Minutes"), tuple((day.day, m) for day, m in zip(days, heard, strict=True)))
    columns = [Column(_short(day.day), m) for day, m in zip(days, heard, strict=True)]
    words = "In all plays, on each day."
    return _listened("minutes", "Minutes heard", words, sheet, columns)


def minutes_in_all(days: Sequence[Day]) -> float:
    """What the chart's figures add up to."""
    return round(sum(map(_minutes, days)), 1)


def completion(total: Counts) -> Panel:
    points = (
        ("Start", total.starts),
        ("¼", total.quarters),
        ("½", total.halves),
        ("¾", total.three_quarters),
        ("End", total.ends),
    )
    rows = tuple((point, count, share(count, total.starts)) for point, count in points)
    return Panel(
        name="completion",
        heading="How far plays got",
        words="Plays that got to each quarter of their article, and to its end.",
        note=f"{_percent(total.ends, total.starts)} of plays got to the end." if total.starts else "",
        sheet=Sheet(("Point", "Plays", "% of starts"), rows),
        drawing=_drawn([Column(point, count) for point, count in points], number),
    )


def operation(figures: OperationFigures) -> tuple[Panel, ...]:
    peaks = (
        _peaks("reader-queue", "Reader queue", ((day.day, day.interactive) for day in figures.queues)),
        _peaks("batch-queue", "Batch queue", ((day.day, day.batch) for day in figures.queues)),
        _peaks("fetch-queue", "Pages to fetch", ((day.day, day.fetch) for day in figures.queues)),
    )
    return (first_sound(figures), *peaks, _stored(figures))


def first_sound(figures: OperationFigures) -> Panel:
    bounds = [f"{wait.seconds:g} s" if wait.seconds is not None else "longer" for wait in figures.waits]
    columns = [Column(bound, wait.listeners) for bound, wait in zip(bounds, figures.waits, strict=True)]
    waited = sum(wait.listeners for wait in figures.waits)
    within = sum(w.listeners for w in figures.waits if w.seconds is not None and w.seconds <= 1)
    return Panel(
        name="first-sound",
        heading="First sound",
        words="Listeners by how long they waited for speech, where the article was still being rendered.",
        note=f"{_percent(within, waited)} waited at most a second; "
        f"{figures.waited_s / waited:.2f} s on average."
        if waited
        else "",
        sheet=Sheet(("At most", "Listeners"), tuple((c.label, c.value) for c in columns)),
        drawing=_drawn(columns, number, _labelled_waits(figures)),
        empty="Nobody listened to an unfinished article in this period.",
    )


def _labelled_waits(figures: OperationFigures) -> list[int]:
    """Every other would not fit."""
    return [
        index
        for index, wait in enumerate(figures.waits)
        if wait.seconds is None or wait.seconds in LABELLED_WAITS_S
    ]


def _stored(figures: OperationFigures) -> Panel:
    rows = tuple((day.day, day.narrations, day.bytes) for day in figures.stored)
    return _measured(
        "storage",
        "Storage",
        Sheet(("Day", "Narrations", "Bytes"), rows),
        [Column(_short(day.day), day.bytes) for day in figures.stored],
        "The size of all finished narrations on each day.",
        size,
    )


def _peaks(name: str, heading: str, peaks: Iterable[tuple[str, int | None]]) -> Panel:
    rows = tuple(peaks)
    return _measured(
        name,
        heading,
        Sheet(("Day", "Most tasks"), rows),
        [Column(_short(day), most) for day, most in rows],
        "The most tasks that waited at the same time on each day.",
        number,
    )


def _measured(
    name: str, heading: str, sheet: Sheet, columns: Sequence[Column], words: str, wording: Wording
) -> Panel:
    """Zero is a figure here, and no day without one is drawn."""
    missing = sum(column.value is None for column in columns)
    is_known = missing < len(columns)
    return Panel(
        name=name,
        heading=heading,
        words=words,
        note=f"Not measured on {missing} of these days, which are shaded." if missing else "",
        sheet=sheet,
        drawing=draw(columns, wording) if is_known else None,
        empty="Nothing has been measured yet.",
    )


def drop_off_panel(found: DropOff) -> Panel:
    rows = tuple((s.sentence, s.text, s.reached, s.stopped) for s in found.sentences)
    columns = [Column(str(s.sentence), s.reached, s.stopped) for s in found.sentences]
    return Panel(
        name="drop-off",
        heading="Where listeners stop",
        words="",  # the key says it
        sheet=Sheet(("Number", "Sentence", "Got there", "Stopped there"), rows),
        drawing=_drawn(columns, number, numbered(len(columns))),
        empty="No play of this revision has reported how far it got.",
    )


def shows_sheet(shows: Sequence[PlayedShow]) -> Sheet:
    return Sheet(("Show", "Title", *_COUNTED), tuple((s.show, s.title, *_counted(s)) for s in shows))


def articles_sheet(articles: Sequence[PlayedMost]) -> Sheet:
    rows = tuple((a.article, a.title, a.url, *_counted(a)) for a in articles)
    return Sheet(("Article", "Title", "Address", *_COUNTED), rows)


_COUNTED = ("Plays", "Minutes", "To the end", "% to the end")


def _counted(counts: Counts) -> tuple[int, float, int, float | None]:
    return (
        counts.starts,
        _minutes(counts),
        counts.ends,
        share(counts.ends, counts.starts),
    )


def share(part: int, whole: int) -> float | None:
    """In percent; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def _percent(part: int, whole: int) -> str:
    return f"{share(part, whole) or 0:g}%"


def _minutes(counts: Counts) -> float:
    return round(counts.seconds / 60, 1)


def _listened(name: str, heading: str, words: str, sheet: Sheet, columns: Sequence[Column]) -> Panel:
    return Panel(name=name, heading=heading, words=words, sheet=sheet, drawing=_drawn(columns, number))


def _drawn(
    columns: Sequence[Column], wording: Wording, labels: Sequence[int] | None = None
) -> Drawing | None:
    return draw(columns, wording, labels=labels) if any(column.value for column in columns) else None


def _short(day: str) -> str:
    """3 Nov"""
    return dt.date.fromisoformat(day).strftime("%-d %b")
