"""The whole service, as `make run` starts it."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import psutil
import pytest

from audio_cache.mp3.frames import FRAME_MS
from audio_cache.store_id import known_store_id
from tests.running import TTS_SERVICE, Running, Service, clean_environ, is_alive, wait_until
from tts_service.broker.embedded_redis import client_url
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.ops.checks import servers
from tts_service.ops.checks.address import missing
from tts_service.ops.readiness import APART

ONE_OF_EACH = {"workers": "1", "web_workers": "1"}
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


def test_all_that_write_audio_say_where(service: Service, tmp_path: Path) -> None:
    assert missing(service.settings) == ""
    queue = Queue(service.settings)
    alive = [*queue._workers.alive(), *queue._fetchers.alive()]
    assert {beat.store for beat in alive} == {known_store_id(service.settings.cache_dir)} != {""}
    queue.close()
    assert servers.workers(service.settings).state == "ok"
    apart = msgspec.structs.replace(
        service.settings, data_dir=tmp_path, redis_url=client_url(service.settings)
    )
    # A machine that does too much at once makes them silent for a moment.
    wait_until(lambda: servers.workers(apart).sentence == APART, "they write to another folder")


def test_the_address_it_prints_is_the_demo_page(service: Service) -> None:
    address = service.running.wait_for_line(r"ready\. Open (\S+) and press Listen")[1]
    page = service.get(address)
    assert page.status_code == 200
    assert "listen-button" in page.text


class Stopped(NamedTuple):
    """A service that was stopped while it spoke an article, and every process that it had."""

    service: Service
    article_id: str
    processes: list[psutil.Process]
    scheduled_id: str


@pytest.fixture(scope="module")
def stopped() -> Iterator[Stopped]:
    folder = Path(tempfile.mkdtemp(prefix="tts-"))
    service = Service(folder, engine_options="delay_s=0.3", **ONE_OF_EACH)
    service.wait_until_up()
    article = service.post({"text": STORY * 5})
    scheduled = service.post({"text": STORY, "publish_at": "2199-12-24T06:00:00Z"})
    everything = service.running.descendants()
    names = " ".join(" ".join(process.cmdline()) for process in everything)
    assert all(part in names for part in ("valkey-server", "celery", "gunicorn"))
    service.stop()
    yield Stopped(service, article["id"], everything, scheduled["id"])
    shutil.rmtree(folder)


def test_it_leaves_nothing_behind_but_its_data(stopped: Stopped) -> None:
    assert stopped.service.process.returncode == 0
    wait_until(lambda: not any(map(is_alive, stopped.processes)), "the end of every process")
    assert not (stopped.service.data_dir / "redis" / "valkey.sock").exists()


def test_what_was_accepted_is_there_after_a_restart_and_what_was_scheduled_comes_out(
    stopped: Stopped,
) -> None:
    second = Service(stopped.service.data_dir, **ONE_OF_EACH)
    catalog = Catalog(second.settings.catalog_url)
    try:
        second.wait_until_up()
        assert second.wait_ready(stopped.article_id)["progress"]["segments_total"] > 1
        audio = f"/audio/{stopped.scheduled_id}.mp3"
        assert second.get(audio).status_code == 404
        assert catalog.publication.wish(stopped.scheduled_id, dt.datetime.now(dt.UTC))
        wait_until(lambda: second.get(audio).status_code == 200, "what was scheduled")
        wait_until(lambda: stopped.scheduled_id in second.get("/feed.xml").text, "its episode")
    finally:
        catalog.close()
        second.end()


def test_it_prunes_by_itself_and_says_what_it_did(short_dir: Path) -> None:
    environ = clean_environ(data_dir=str(short_dir), engine="tone", offline="1")
    (short_dir / "old.txt").write_text(STORY)
    assert (
        Running(TTS_SERVICE, "speak", "old.txt", "-o", "old.mp3", environ=environ, cwd=short_dir).wait() == 0
    )
    long_ago = time.time() - 100 * 86_400
    for path in (short_dir / "audio").rglob("*"):
        os.utime(path, (long_ago, long_ago))
    service = Service(short_dir, cache_max_bytes="1KB", **ONE_OF_EACH)
    try:
        service.running.wait_for_line("1 narrations removed, to be spoken again when asked for")
        service.running.wait_for_line(r"The cache takes .+ \(before: ")
        assert not list((short_dir / "audio").rglob("*.mp3"))
        service.wait_until_up()
        assert service.wait_ready(service.post({"text": STORY})["id"])["duration_s"] > 1
    finally:
        service.end()
