"""Where plays stopped, in seconds, and at which sentence that is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.articles.statistics.drop_off import DropOff, drop_off
from tts_service.formats.captions import Caption
from tts_service.formats.play_counts import AT_END, FurthestPlace, is_possible, stops

pytestmark = pytest.mark.pure

CAPTIONS = [
    Caption("0", 0.5, 2.2, "The river rose."),
    Caption("1", 2.6, 5.9, "The bridge held."),
    Caption("2", 6.3, 9.0, "It rained."),
]


def found(counted: dict[int, int]) -> DropOff:
    drop = drop_off("a", "r", CAPTIONS, counted)
    assert drop is not None
    return drop


def test_a_second_belongs_to_the_sentence_that_sounds_in_its_middle() -> None:
    drop = found({0: 1, 2: 1, 3: 4, 5: 1, 6: 2, 8: 1, AT_END: 10})
    assert [(s.sentence, s.reached, s.stopped) for s in drop.sentences] == [
        (1, 20, 2),
        (2, 18, 5),
        (3, 13, 3),
    ]
    assert (drop.plays, drop.finished, drop.most_lost) == (20, 10, 2)


def test_who_has_heard_the_last_sentence_has_finished() -> None:
    assert (found({8: 1}).finished, found({9: 1, 20: 1, AT_END: 1}).finished) == (0, 3)


def test_of_several_sentences_the_first_loses_most_and_of_none_none_does() -> None:
    assert found({0: 2, 3: 2}).most_lost == 1
    assert found({AT_END: 3}).most_lost is None
    assert (found({}).plays, found({}).most_lost) == (0, None)


def test_what_is_not_spoken_has_no_sentences() -> None:
    assert drop_off("a", "r", [], {3: 1}) is None


@given(st.dictionaries(st.integers(-1, 40), st.integers(-5, 100)))
def test_figures_add_up_and_never_grow_along_the_article(counted: dict[int, int]) -> None:
    drop = found(counted)
    reached = [sentence.reached for sentence in drop.sentences]
    assert reached == sorted(reached, reverse=True)
    assert all(0 <= sentence.stopped <= sentence.reached for sentence in drop.sentences)
    assert drop.plays == sum(sentence.stopped for sentence in drop.sentences) + drop.finished


@given(st.lists(st.integers(1, 60), min_size=1, max_size=20), st.booleans())
def test_moves_of_a_play_come_to_one_stop_where_it_got_furthest(steps: list[int], has_ended: bool) -> None:
    counted: dict[int, int] = {}
    before: int | None = None
    for number, step in enumerate(steps, 1):
        to = (before or 0) + step
        ended = has_ended and number == len(steps)
        for second, change in stops(FurthestPlace("r", to, before), has_ended=ended).items():
            counted[second] = counted.get(second, 0) + change
        before = to
    expected = AT_END if has_ended else sum(steps)
    assert {second: plays for second, plays in counted.items() if plays} == {expected: 1}


@pytest.mark.parametrize(
    ("place", "possible"),
    [
        (FurthestPlace("r", 30), True),
        (FurthestPlace("r", 30, 30), True),
        (FurthestPlace("r", 64, 10), True),
        (FurthestPlace("other", 30), False),
        (FurthestPlace("r", 66), False),
        (FurthestPlace("r", 10, 30), False),
        (FurthestPlace("r", -1), False),
        (FurthestPlace("r", 3, -1), False),
    ],
)
def test_what_cannot_be_is_not_counted(place: FurthestPlace, possible: bool) -> None:
    assert is_possible(place, "r", 60.0) == possible
