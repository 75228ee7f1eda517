"""Limits interrupt what can be interrupted, and end the process where nothing can be."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time

import pytest

from tts_service.broker.connection import celery_options, longest_task_s
from tts_service.settings import load_settings
from tts_service.time_limit import AGAIN_S, LAST_RESORT_S, LastResort, OutOfTime, time_limit

PATIENCE_S = 60


def for_ever() -> None:
    while True:
        time.sleep(0.01)


def search_for_ever() -> None:
    """A search that never comes back to the interpreter by itself."""
    re.match(r"(a|a)*b", "a" * 60)


def swallow_for_ever() -> None:
    """As libraries do that catch whatever comes."""
    while True:
        try:
            time.sleep(0.01)
        except Exception:
            continue


@pytest.mark.parametrize(
    "work", [for_ever, search_for_ever, swallow_for_ever], ids=lambda work: work.__name__
)
def test_work_is_interrupted(work: object) -> None:
    assert callable(work)
    with pytest.raises(OutOfTime), time_limit(0.1):
        work()


@pytest.mark.parametrize("work", [for_ever, swallow_for_ever], ids=lambda work: work.__name__)
def test_work_of_another_thread_is_interrupted(work: object) -> None:
    ended: list[str] = []

    def run() -> None:
        assert callable(work)
        try:
            with time_limit(0.1):
                work()
        except OutOfTime:
            ended.append("out of time")

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(PATIENCE_S)
    assert ended == ["out of time"]


def test_an_interruption_that_was_lost_is_repeated() -> None:
    lost: list[OutOfTime] = []

    def lose_one() -> None:
        try:
            for_ever()
        except OutOfTime as error:
            lost.append(error)
        for_ever()

    with pytest.raises(OutOfTime), time_limit(0.05):
        lose_one()
    assert len(lost) == 1
    assert AGAIN_S < LAST_RESORT_S


def test_what_is_done_in_time_is_left_alone_and_so_are_others_timers() -> None:
    rang = threading.Event()
    before = signal.signal(signal.SIGALRM, lambda *_: rang.set())
    timer = signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with time_limit(0.2):
            pass
        with time_limit(60):
            pass
        assert rang.wait(PATIENCE_S)
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, before)


DEAF = """
import signal, sys, time
from tts_service import time_limit
time_limit.LAST_RESORT_S = 0.2
# As if a library did not come back to the interpreter:
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
with time_limit.time_limit(0.1, "Reading https://news.example/a", time_limit.LastResort[sys.argv[1]]):
    time.sleep(600)
"""


@pytest.mark.parametrize(
    ("last_resort", "said"),
    [
        (LastResort.WORKER, 'File "<string>", line 8 in <module>'),
        (LastResort.COMMAND, "Reading https://news.example/a took too long and could not be interrupted."),
    ],
)
def test_a_process_that_cannot_be_interrupted_ends_and_says_where(last_resort: LastResort, said: str) -> None:
    command = [sys.executable, "-c", DEAF, last_resort.name]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert ended.returncode == 1
    assert said in ended.stderr


def test_every_task_has_limits_and_is_not_sent_again_before_they_are_reached() -> None:
    from workers import fetch_app, tasks

    ours = [
        task
        for app in (tasks.render.app, fetch_app.app)
        for name, task in app.tasks.items()
        if name.startswith("tts.")
    ]
    names = {"tts.fetch", "tts.picture", "tts.prepare", "tts.record", "tts.render"}
    assert {task.name for task in ours} == names
    settings = load_settings({}, env_file=None)
    for task in ours:
        assert 0 < task.soft_time_limit < task.time_limit
        assert task.time_limit < celery_options(settings)["broker_transport_options"]["visibility_timeout"]
    assert longest_task_s(settings) > settings.read_limit_s + settings.speak_limit_s + 2 * LAST_RESORT_S
