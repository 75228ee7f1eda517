"""A bar chart, measured out. Pure.

Across, places are in percent of the chart's width, so that one drawing fits a phone and a desk, and letters
keep their size; down, in pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tts_service.web.admin.statistics.scale import marked, ticks

HEIGHT = 208.0
TOP, BOTTOM = 12.0, 180.0
"""Of the bars, in pixels from the top of the chart."""
FILLED = 0.8
"""Share of its room that a bar takes."""
CROWDED = 60
"""More bars than this stand without gaps, which nobody could see."""
ROOMY = 7
"""Up to so many bars are wide enough for their labels; of more, the outermost would stick out."""
WIDEST = 12.0
"""A bar that is alone would otherwise be a wall, in percent."""


class Column(NamedTuple):
    """One bar: ``label`` says what of, and ``value`` how high it is; None: not known, and
    not drawn, but its place is shaded.
    ``part``, at most as much, is its upper end, in another color."""

    label: str
    value: float | None
    part: float = 0


class Tick(NamedTuple):
    """A line across, at ``y``."""

    label: str
    y: float


class Bar(NamedTuple):
    """``words`` appear under the mouse. ``is_part``: it stands on another one."""

    x: float
    y: float
    width: float
    height: float
    words: str
    is_part: bool = False


class Label(NamedTuple):
    """Under a bar. ``anchor`` as in SVG."""

    text: str
    x: float
    anchor: str


class Shade(NamedTuple):
    """Behind the place of a bar whose height is not known."""

    x: float
    width: float


class Drawing(NamedTuple):
    ticks: tuple[Tick, ...]
    shades: tuple[Shade, ...]
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]


Wording = Callable[[float], str]
"""A value, as it is written."""


def draw(
    columns: Sequence[Column], wording: Wording, *, whole: bool = True, labels: Sequence[int] | None = None
) -> Drawing:
    """Bars from left to right. ``labels``: which of them are labelled; None: a few. ``whole``: see
    ``ticks``."""
    axis = ticks(max((column.value or 0 for column in columns), default=0), whole=whole)
    bars = [
        bar
        for index, column in enumerate(columns)
        for bar in _bars(column, index, len(columns), axis[-1], wording)
    ]
    return Drawing(
        ticks=tuple(Tick(wording(value), _y(value, axis[-1])) for value in axis),
        shades=tuple(_shades(columns)),
        bars=tuple(bars),
        labels=tuple(
            _label(columns[index].label, index, len(columns))
            for index in (marked(len(columns)) if labels is None else labels)
        ),
    )


def _bars(column: Column, index: int, count: int, most: float, wording: Wording) -> list[Bar]:
    if not column.value:
        return []
    width = _x(min(100 / count * (FILLED if count <= CROWDED else 1), WIDEST))
    x = _x(_middle(index, count) - width / 2)
    words = f"{column.label}: {wording(column.value)}"
    top, joint = _y(column.value, most), _y(column.value - column.part, most)
    whole = [Bar(x, joint, width, _px(BOTTOM - joint), words)] if column.part < column.value else []
    part = [Bar(x, top, width, _px(joint - top), words, is_part=True)] if column.part else []
    return whole + part


def _shades(columns: Sequence[Column]) -> list[Shade]:
    width = 100 / len(columns)
    return [Shade(_x(n * width), _x(width)) for n, column in enumerate(columns) if column.value is None]


def _middle(index: int, count: int) -> float:
    return (index + 0.5) * 100 / count


def _label(text: str, index: int, count: int) -> Label:
    if count > ROOMY and index in (0, count - 1):
        return Label(text, 0, "start") if index == 0 else Label(text, 100, "end")
    return Label(text, _x(_middle(index, count)), "middle")


def _y(value: float, most: float) -> float:
    return _px(BOTTOM - value / most * (BOTTOM - TOP))


def _px(pixels: float) -> float:
    return round(pixels, 1)


def _x(percent: float) -> float:
    return round(percent, 3)
