"""What is believed of what players tell, and what it adds up to."""

from __future__ import annotations

import pytest

from tts_service.plays import SLACK_S, Counts, Event, Kind, believed, counted, total
from tts_service.web.allowance import Allowance, client_address

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


# -- so much and no more --------------------------------------------------------------------------------------------


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_each_client_has_its_own_allowance_and_a_new_one_in_time() -> None:
    clock = Clock()
    allowance = Allowance(2, 60, clock)
    assert [allowance.take("a"), allowance.take("a"), allowance.take("a"), allowance.take("b")] == [True, True, False, True]
    clock.now = 60
    assert allowance.take("a")


def test_no_address_is_kept() -> None:
    allowance = Allowance(2, 60, Clock())
    allowance.take("203.0.113.7")
    assert "203.0.113.7" not in repr(vars(allowance))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("127.0.0.1", "198.51.100.2", "198.51.100.2"),
        ("10.1.2.3", "forged, 198.51.100.2", "198.51.100.2"),
        ("", "198.51.100.2", "198.51.100.2"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("8.8.8.8", "198.51.100.2", "8.8.8.8"),
    ],
)
def test_the_word_of_a_proxy_is_taken_only_from_near(peer: str, forwarded: str | None, client: str) -> None:
    environ = {"REMOTE_ADDR": peer} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {})
    assert client_address(environ) == client
