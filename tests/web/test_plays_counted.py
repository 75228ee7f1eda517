"""Which reports of players are counted, and what they add up to."""

from __future__ import annotations

import pytest

from tts_service.formats.play_counts import SLACK_S, Counts, Event, Kind, believed, counted, total
from tts_service.web.limits.rate_limit import LocalRateLimit

pytestmark = pytest.mark.pure

LENGTH_S = 400.0


def told(*events: tuple[Kind, float]) -> list[Event]:
    return [Event(kind, seconds) for kind, seconds in events]


WHOLE = told(("start", 0), ("quarter", 100), ("half", 100), ("three-quarters", 100), ("end", 100))


@pytest.mark.parametrize(
    "events",
    [
        WHOLE,
        WHOLE[2:3],
        told(("start", 0)),
        told(("start", 0.3), ("quarter", 0.3), ("half", 0.3)),
        told(("start", 0), ("end", 1)),
        told(("end", 1200)),
    ],
)
def test_what_an_honest_player_tells_is_believed(events: list[Event]) -> None:
    assert believed(events, LENGTH_S)


@pytest.mark.parametrize(
    "events",
    [
        told(("half", 200), ("quarter", 100)),
        told(("start", 0), ("start", 0)),
        told(("quarter", 700), ("half", 700)),
        told(("start", 100)),
        told(("end", -1)),
        told(("end", 1206)),
        told(("end", float("nan"))),
        told(("end", float("inf"))),
        WHOLE * 2,
    ],
)
def test_what_cannot_be_is_not(events: list[Event]) -> None:
    assert not believed(events, LENGTH_S)


def test_a_whole_play_counts_the_same_told_at_once_or_one_by_one() -> None:
    at_once = counted(WHOLE)
    assert at_once == Counts(starts=1, quarters=1, halves=1, three_quarters=1, ends=1, seconds=400)
    assert total([counted([event]) for event in WHOLE]) == at_once


def test_an_estimate_of_the_length_may_be_a_little_short() -> None:
    assert believed(told(("end", SLACK_S)), 0.1)


# -- so much and no more -------------------------------------------------------------------------------------


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_each_client_has_its_own_limit_and_a_new_one_in_time() -> None:
    clock = Clock()
    limit = LocalRateLimit(2, 60, clock)
    assert [limit.take("a"), limit.take("a"), limit.take("a"), limit.take("b")] == [
        True,
        True,
        False,
        True,
    ]
    clock.now = 60
    assert limit.take("a")


def test_no_address_is_kept() -> None:
    limit = LocalRateLimit(2, 60, Clock())
    limit.take("203.0.113.7")
    assert "203.0.113.7" not in repr(vars(limit))
