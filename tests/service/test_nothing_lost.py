"""Whatever dies in the middle of rendering, the narration completes, and nothing that was stored is spoken
again."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

SENTENCES = 40


def long_report(on: str) -> str:
    """Sentences that no other report has, so that none of them is in the cache."""
    said = (
        f"Sentence {n} of the report on {on} was read in the hall of the harbour office."
        for n in range(SENTENCES)
    )
    return "\n\n".join(said)


def parts(service: Any, *names: str) -> list[psutil.Process]:
    """Processes of the running service whose command line holds one of ``names``."""
    found = []
    for process in psutil.Process(service.process.pid).children(recursive=True):
        try:
            line = " ".join(process.cmdline())
        except psutil.Error:
            continue
        if any(name in line for name in names):
            found.append(process)
    return found


def one_worker_child(service: Any) -> list[psutil.Process]:
    return parts(service, "celery")[-1:]


def every_worker(service: Any) -> list[psutil.Process]:
    return parts(service, "celery")


def web(service: Any) -> list[psutil.Process]:
    return parts(service, "gunicorn")


def redis_server(service: Any) -> list[psutil.Process]:
    return parts(service, "valkey-server")


def everything(service: Any) -> list[psutil.Process]:
    return [*every_worker(service), *web(service), *redis_server(service)]


def stored_segments(service: Any) -> dict[Path, int]:
    """Every committed segment with the time it was written, in ns."""
    folder = Path(service.data_dir) / "audio" / "segments"
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.json")}


def wait_for(condition: Callable[[], Any], seconds: float = 60) -> Any:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("it never came")


@pytest.mark.parametrize(
    "victims", [one_worker_child, every_worker, web, redis_server, everything], ids=lambda f: f.__name__
)
def test_killed_in_the_middle(slow_tone_service: Any, victims: Callable[[Any], list[psutil.Process]]) -> None:
    service = slow_tone_service
    old = len(stored_segments(service))
    article = service.post({"text": long_report(victims.__name__), "title": f"Report on {victims.__name__}"})
    wait_for(lambda: len(stored_segments(service)) >= old + 5)
    before = stored_segments(service)
    assert service.status(article["id"])["status"] != "ready"

    doomed = victims(service)
    assert doomed
    for process in doomed:
        os.kill(process.pid, signal.SIGKILL)

    wait_for(lambda: service.is_up() and service.status(article["id"])["status"] == "ready", 110)
    after = stored_segments(service)
    assert before.items() <= after.items(), "a stored segment was spoken again"
    finished = service.status(article["id"])
    assert finished["progress"]["segments_done"] == finished["progress"]["segments_total"] == SENTENCES + 1
    assert service.audio_frames(article["id"]) == round(finished["duration_s"] * 1000 / 24)
