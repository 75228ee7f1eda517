"""Charts are measured out rightly, whatever the figures are."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.web.admin.statistics.drawing import BOTTOM, TOP, Bar, Column, Drawing, draw
from tts_service.web.admin.statistics.scale import MOST_STEPS, marked, numbered, ticks
from tts_service.web.admin.statistics.sheets import number

pytestmark = pytest.mark.pure

DUST = 0.11
"""What rounding to a tenth of a pixel, or a thousandth of a percent, may cost."""
VALUES = st.none() | st.integers(0, 10**12) | st.floats(0, 1e12)
COLUMNS = st.lists(VALUES, min_size=1, max_size=200).map(
    lambda values: [Column(str(place), value) for place, value in enumerate(values)]
)


@given(st.floats(0, 1e15) | st.integers(0, 10**15), st.booleans())
def test_ticks_are_round_begin_at_nothing_and_cover(most: float, whole: bool) -> None:
    found = ticks(most, whole=whole)
    step = found[1]
    assert found[0] == 0
    assert found[-1] >= most * (1 - 1e-9)
    assert found[-1] - step <= most or len(found) == 2
    assert 2 <= len(found) <= MOST_STEPS + 1
    assert step / 10.0 ** math.floor(math.log10(step)) == pytest.approx(1) or round(
        step / 10.0 ** math.floor(math.log10(step))
    ) in (2, 5, 10)
    assert [found[n] for n in range(len(found))] == pytest.approx([step * n for n in range(len(found))])
    assert not whole or all(value == int(value) for value in found)


@pytest.mark.parametrize(
    ("most", "axis"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (3, (0, 1, 2, 3)),
        (4, (0, 1, 2, 3, 4)),
        (5, (0, 2, 4, 6)),
        (100, (0, 50, 100)),
        (1234, (0, 500, 1000, 1500)),
    ],
)
def test_an_axis_looks_as_one_would_draw_it(most: int, axis: tuple[int, ...]) -> None:
    assert ticks(most) == axis


def test_small_amounts_have_ticks_without_dust() -> None:
    assert ticks(0.3, whole=False) == (0, 0.1, 0.2, 0.3)


@given(st.integers(0, 1000), st.integers(1, 12))
def test_labels_are_few_evenly_apart_and_name_the_last(count: int, most: int) -> None:
    places = marked(count, max(most, 2))
    assert len(places) <= max(most, 2)
    assert places == tuple(sorted(set(places)))
    assert len({after - before for before, after in pairwise(places)}) <= 1
    assert (places[-1:] or (count - 1,)) == (count - 1,)


@pytest.mark.parametrize(("count", "places"), [(0, ()), (1, (0,)), (3, (0, 1, 2)), (91, (19, 39, 59, 79))])
def test_sentences_have_labels_at_round_numbers(count: int, places: tuple[int, ...]) -> None:
    assert numbered(count) == places


def beyond(drawing: Drawing) -> list[Bar]:
    return [
        bar
        for bar in drawing.bars
        if bar.x < -DUST
        or bar.x + bar.width > 100 + DUST
        or bar.y < TOP - DUST
        or bar.y + bar.height > BOTTOM + DUST
        or min(bar.width, bar.height) < 0
    ]


@given(COLUMNS)
def test_everything_stays_within_the_frame(columns: list[Column]) -> None:
    drawing = draw(columns, number)
    assert beyond(drawing) == []
    assert all(TOP - DUST <= tick.y <= BOTTOM + DUST for tick in drawing.ticks)
    assert all(0 <= label.x <= 100 for label in drawing.labels)


@given(COLUMNS)
def test_a_bar_stands_for_each_figure_and_is_as_high_as_it(columns: list[Column]) -> None:
    drawing = draw(columns, number)
    drawn = [column for column in columns if column.value]
    assert [bar.words for bar in drawing.bars] == [f"{c.label}: {number(c.value or 0)}" for c in drawn]
    top = ticks(max((column.value or 0 for column in columns), default=0))[-1]
    for bar, column in zip(drawing.bars, drawn, strict=True):
        assert bar.height == pytest.approx((column.value or 0) / top * (BOTTOM - TOP), abs=DUST)
        assert bar.y + bar.height == pytest.approx(BOTTOM, abs=DUST)


@given(COLUMNS)
def test_no_two_bars_overlap(columns: list[Column]) -> None:
    bars = draw(columns, number).bars
    assert all(before.x + before.width <= after.x + DUST for before, after in pairwise(bars))


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=60))
def test_the_parts_of_a_bar_add_up_to_it(amounts: list[tuple[int, int]]) -> None:
    columns = [Column(str(place), rest + part, part) for place, (rest, part) in enumerate(amounts)]
    drawing = draw(columns, number)
    top = ticks(max(rest + part for rest, part in amounts))[-1]
    assert beyond(drawing) == []
    for is_part, whole in ((False, sum(rest for rest, _ in amounts)), (True, sum(p for _, p in amounts))):
        heights = sum(bar.height for bar in drawing.bars if bar.is_part == is_part)
        assert heights == pytest.approx(whole / top * (BOTTOM - TOP), abs=DUST * len(amounts))


def test_one_figure_is_a_bar_in_the_middle_and_none_is_an_empty_frame() -> None:
    [bar] = draw([Column("1 Mar", 3)], number).bars
    assert bar.x + bar.width / 2 == pytest.approx(50)
    assert bar.width <= 12
    empty = draw([Column("1 Mar", 0), Column("2 Mar", None)], number)
    assert (empty.bars, [tick.label for tick in empty.ticks]) == ((), ["0", "1"])
