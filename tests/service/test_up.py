"""The whole service, as `make run` starts it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from audio_cache.frames import FRAME_MS
from tests.running import TTS_SERVICE, Running, Service, clean_environ, is_alive, wait_until

STORY = "The clock in the harbour was late again on Monday. Nobody in the town could say why."


@pytest.fixture
def short_dir() -> Iterator[Path]:
    """A data folder whose path leaves room for a Unix socket's."""
    path = Path(tempfile.mkdtemp(prefix="tts-"))
    yield path
    shutil.rmtree(path)


def test_it_reads_an_article_aloud(service: Service) -> None:
    article = service.post({"text": STORY, "title": "The harbour clock"})
    status = service.wait_ready(article["id"])
    assert service.audio_frames(article["id"]) == round(status["duration_s"] * 1000 / FRAME_MS)


def test_the_address_it_prints_is_the_demo_page(service: Service) -> None:
    address = service.running.wait_for_line(r"ready\. Open (\S+) and press Listen")[1]
    page = service.get(address)
    assert page.status_code == 200
    assert "listen-button" in page.text


def test_it_leaves_nothing_behind_but_its_data(short_dir: Path) -> None:
    service = Service(short_dir)
    service.wait_until_up()
    everything = service.running.descendants()
    names = " ".join(" ".join(process.cmdline()) for process in everything)
    assert all(part in names for part in ("valkey-server", "celery", "gunicorn"))
    service.stop()
    assert service.process.returncode == 0
    wait_until(lambda: not any(map(is_alive, everything)), "the end of every process")
    assert not (short_dir / "redis" / "valkey.sock").exists()


def test_what_was_accepted_is_there_after_a_restart(short_dir: Path) -> None:
    first = Service(short_dir, engine_options="delay_s=0.3")
    first.wait_until_up()
    article = first.post({"text": STORY * 5})
    first.stop()

    second = Service(short_dir)
    second.wait_until_up()
    try:
        assert second.wait_ready(article["id"])["progress"]["segments_total"] > 1
    finally:
        second.stop()


def test_it_prunes_by_itself_and_says_what_it_did(short_dir: Path) -> None:
    environ = clean_environ(data_dir=str(short_dir), engine="tone", offline="1")
    (short_dir / "old.txt").write_text(STORY)
    assert Running(TTS_SERVICE, "speak", "old.txt", "-o", "old.mp3", environ=environ, cwd=short_dir).wait() == 0
    long_ago = time.time() - 100 * 86_400
    for path in (short_dir / "audio").rglob("*"):
        os.utime(path, (long_ago, long_ago))
    service = Service(short_dir, cache_max_bytes="1KB")
    try:
        service.running.wait_for_line("1 narrations removed, to be spoken again when asked for")
        service.running.wait_for_line(r"The cache takes .+ \(before: ")
        assert not list((short_dir / "audio").rglob("*.mp3"))
        service.wait_until_up()
        assert service.wait_ready(service.post({"text": STORY})["id"])["duration_s"] > 1
    finally:
        service.stop()
