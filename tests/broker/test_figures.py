"""Figures of operation by day, in a real server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import redis

from tts_service.broker.figures import BEYOND, KEPT, DayFigures, FigureBook, bound_of

NOON = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
TODAY = NOON.date()


@pytest.fixture
def client(valkey: str) -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(valkey)
    client.flushall()
    yield client
    client.close()


@pytest.fixture
def book(client: redis.Redis) -> FigureBook:
    return FigureBook(client)


def test_waits_are_counted_by_the_bound_that_they_keep(book: FigureBook) -> None:
    for seconds in (0.04, 0.05, 0.06, 0.9, 31.0):
        book.add_wait(seconds, NOON)
    [day] = book.of_days(TODAY, TODAY)
    assert day.waits == {"0.05": 2, "0.1": 1, "1.0": 1, BEYOND: 1}
    assert day.waited_s == pytest.approx(32.05)


def test_a_queue_is_remembered_by_its_longest_of_the_day(book: FigureBook) -> None:
    for minute, depth in ((0, 3), (10, 12), (20, 4)):
        book.note_queues({"interactive": depth, "batch": 0}, NOON.replace(minute=minute))
    book.note_queues({"interactive": 1}, NOON.replace(hour=13))
    [day] = book.of_days(TODAY, TODAY)
    assert day.queues == {"interactive": 12, "batch": 0}


def test_what_is_stored_is_as_it_was_seen_last(book: FigureBook) -> None:
    for size in (10, 30, 20):
        book.note_stored(2, size, NOON)
    [day] = book.of_days(TODAY, TODAY)
    assert (day.narrations, day.size) == (2, 20)


def test_days_are_those_of_utc_and_those_without_figures_say_so(book: FigureBook) -> None:
    east = dt.timezone(dt.timedelta(hours=9))
    book.note_stored(1, 2, dt.datetime(2026, 3, 10, 8, tzinfo=east))  # still the ninth
    before, day, after = book.of_days(TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1))
    assert (before, after) == tuple(DayFigures(day=TODAY + dt.timedelta(days=n)) for n in (-1, 1))
    assert day.size == 2


def test_every_day_is_forgotten_in_time(book: FigureBook, client: redis.Redis) -> None:
    book.add_wait(1, NOON)
    book.note_queues({"batch": 1}, NOON + dt.timedelta(days=1))
    book.note_stored(1, 1, NOON + dt.timedelta(days=2))
    names = list(client.scan_iter())
    assert len(names) == 3
    assert all(0 < client.ttl(name) <= KEPT.total_seconds() for name in names)


def test_whatever_else_a_newer_release_writes_is_passed_over(book: FigureBook, client: redis.Redis) -> None:
    book.note_stored(1, 1, NOON)
    client.hset(f"tts:figures:{TODAY}", "of tomorrow", "much")
    assert book.of_days(TODAY, TODAY)[0].size == 1


def test_bounds_hold_what_is_equal_to_them() -> None:
    assert [bound_of(seconds) for seconds in (0, 0.05, 30, 30.001)] == ["0.05", "0.05", "30.0", BEYOND]
