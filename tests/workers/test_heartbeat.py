"""A process beats only while it gets on with its work."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

import pytest

from tests.running import wait_until
from tts_service.time_limit import OutOfTime, is_overdue, time_limit
from workers import heartbeat
from workers.heartbeat import Pulse, go_round


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


def test_it_does_not_beat_while_an_engine_is_stuck_past_its_limit(pulse: Pulse) -> None:
    go_on = threading.Event()
    began = threading.Event()

    def speak() -> None:
        with time_limit(0.05):
            began.set()
            while not go_on.is_set():
                with contextlib.suppress(OutOfTime):  # a library that does not let itself be interrupted
                    time.sleep(0.01)

    engine = threading.Thread(target=speak)
    engine.start()
    began.wait()
    wait_until(is_overdue, "the limit")
    assert not pulse.is_felt
    go_on.set()
    engine.join()
    assert pulse.is_felt
