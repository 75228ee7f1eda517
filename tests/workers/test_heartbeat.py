"""A process beats only while it gets on with its work."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import redis

from tests.running import wait_until
from tts_service.contracts.messages import touched
from tts_service.time_limit import OutOfTime, is_overdue, time_limit
from workers import heartbeat
from workers.heartbeat import Pulse, go_round
from workers.notices import RedisAnnouncer


@pytest.fixture
def pulse() -> Iterator[Pulse]:
    go_round()
    yield Pulse()
    heartbeat._went_round.value = 0.0


def test_it_beats_while_its_celery_worker_goes_round(pulse: Pulse, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pulse.is_felt
    monkeypatch.setattr(heartbeat, "STANDS_STILL_S", 0.0)
    assert not pulse.is_felt


def test_it_does_not_beat_during_a_task_that_takes_longer_than_any_may(pulse: Pulse) -> None:
    pulse.begin(60)
    assert pulse.is_felt
    pulse.begin(0)
    assert not pulse.is_felt
    pulse.end()
    assert pulse.is_felt


@contextmanager
def stuck_engine() -> Iterator[None]:
    """It has passed its limit, and does not let itself be interrupted while the block lasts."""
    go_on = threading.Event()

    def speak() -> None:
        with time_limit(0.05):
            while not go_on.is_set():
                with suppress(OutOfTime):
                    time.sleep(0.01)

    engine = threading.Thread(target=speak)
    engine.start()
    wait_until(is_overdue, "the limit")
    try:
        yield
    finally:
        go_on.set()
        engine.join()


def test_it_does_not_beat_while_an_engine_is_stuck_past_its_limit(pulse: Pulse) -> None:
    with stuck_engine():
        assert not pulse.is_felt
    assert pulse.is_felt


def test_an_article_does_not_count_as_worked_on_while_the_engine_is_stuck(
    valkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.notices.RENEWED_S", 0.01)
    with redis.Redis.from_url(valkey) as client, RedisAnnouncer(client).working("tide"):
        with stuck_engine():
            time.sleep(0.1)  # for what was under way
            client.delete(touched("tide"))
            time.sleep(0.2)
            assert not client.exists(touched("tide"))
        wait_until(lambda: client.exists(touched("tide")), "the next sign of work")
