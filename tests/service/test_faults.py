"""One service whose files are damaged while it runs: the queue's damaged, the audio's disk read-only,
the catalog torn."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.disks import HOW_TO_GET_IT, Disk, disk_at
from tests.running import Service, wait_until
from tests.service.test_nothing_lost import parts
from tests.service.test_queue_files import noise_for_the_log
from tts_service.broker.embedded_redis import redis_dir
from tts_service.broker.queue_files import FILES

STORY = "\n\n".join(f"Sentence {n} was read in the hall of the harbour office." for n in range(12))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="tts-"))
    (path / "audio").mkdir()
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def disk(folder: Path) -> Iterator[Disk | None]:
    with disk_at(folder / "audio") as disk:
        yield disk


@pytest.fixture(scope="module")
def faulty(folder: Path, disk: Disk | None) -> Iterator[Service]:
    given = {"workers": "1", "web_workers": "2", "read_limit_s": "5"}  # what fails is left alone so long
    service = Service(folder, engine_options="delay_s=0.1", **given)
    service.wait_until_up()
    yield service
    service.end()


def test_a_damaged_queue_loses_no_article(faulty: Service) -> None:
    articles = [
        faulty.post({"text": f"Report {n}.\n\n{STORY}", "title": f"Report {n}"})["id"] for n in range(4)
    ]
    (server,) = parts(faulty, "valkey-server")
    os.kill(server.pid, signal.SIGSTOP)
    noise_for_the_log(redis_dir(faulty.settings) / FILES)
    os.kill(server.pid, signal.SIGKILL)
    faulty.running.wait_for_line("The queue's files are damaged .* kept as")
    wait_until(faulty.is_up, "the service again")
    for article in articles:
        faulty.wait_ready(article)


def test_a_disk_that_takes_no_writing_stops_writing_only(faulty: Service, disk: Disk | None) -> None:
    if disk is None and os.environ.get("CI") == "true":
        pytest.fail(HOW_TO_GET_IT, pytrace=False)
    if disk is None:
        pytest.skip(HOW_TO_GET_IT)
    heard = faulty.wait_ready(faulty.post({"text": STORY, "title": "Heard before"})["id"])["id"]
    paths = (
        f"/audio/{heard}.mp3",
        f"/captions/{heard}.vtt",
        f"/chapters/{heard}.json",
        "/feed.xml",
        "/v1/articles",
        "/readyz",
    )
    lines = len(faulty.running.lines)
    wait_until(lambda: made_read_only(disk), "a moment without a writer")
    try:
        asked = faulty._client.post("/v1/articles", json={"text": f"While it cannot be written.\n\n{STORY}"})
        again = faulty._client.post("/v1/articles", json={"text": STORY, "title": "Heard before"})
        assert {path: faulty.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    finally:
        disk.take_writing(yes=True)
    assert (asked.status_code in (202, 503), again.status_code) == (True, 200), asked.text
    faulty.wait_ready(faulty.post({"text": f"While it cannot be written.\n\n{STORY}"})["id"])
    assert [line for line in faulty.running.lines[lines:] if "Traceback" in line] == []


def made_read_only(disk: Disk) -> bool:
    with contextlib.suppress(subprocess.CalledProcessError):
        disk.take_writing(yes=False)
        return True
    return False


def test_a_torn_catalog_is_told_in_every_answer(faulty: Service) -> None:
    lines = len(faulty.running.lines)
    path = faulty.data_dir / "catalog.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page_bytes = connection.execute("PRAGMA page_size").fetchone()[0]
    tear(path, page_bytes)
    for process in parts(faulty, "gunicorn")[1:]:  # what they hold in memory is still whole
        os.kill(process.pid, signal.SIGKILL)
    wait_until(lambda: answer(faulty, "/v1/articles") == (503, "catalog-damaged"), "the damage")
    assert answer(faulty, "/readyz") == (503, "not-ready")
    assert answer(faulty, "/healthz") == (200, "")
    assert "The catalog is damaged" in "\n".join(faulty.running.lines[lines:])
    assert "tts-service restore" in "\n".join(faulty.running.lines[lines:])
    assert [line for line in faulty.running.lines[lines:] if "Traceback" in line] == []


def tear(path: Path, page_bytes: int) -> None:
    """All pages but the first two: what each table's first page has become, only a look at it tells."""
    with path.open("r+b") as file:
        file.seek(2 * page_bytes)
        file.write(random.Random(1).randbytes(path.stat().st_size - 2 * page_bytes))


def answer(service: Service, path: str) -> tuple[int, str]:
    try:
        found = service.get(path)
    except httpx.HTTPError:
        return 0, ""
    return found.status_code, str(found.json()["type"]).removeprefix(
        "/docs#problem-"
    ) if found.status_code != 200 else ""
