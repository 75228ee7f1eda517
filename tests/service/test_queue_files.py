"""A queue file that the server cannot read is put aside: the service goes on with an empty queue."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from audio_cache.narration_id import NarrationId
from tests.running import Running, clean_environ, wait_until
from tests.service.test_embedded_redis import COMMAND, answers
from tts_service.broker.embedded_redis import client_url, redis_dir
from tts_service.broker.queue import Queue
from tts_service.broker.queue_files import FILES, MOST_ASIDE
from tts_service.settings import Settings

MESSAGES = 40
Damage = Callable[[Path], object]


def inverted(folder: Path) -> None:
    """In the middle of the records, as a bad block would leave it."""
    (log,) = folder.glob("*.incr.aof")
    data = bytearray(log.read_bytes())
    data[1000:1200] = bytes(byte ^ 0xFF for byte in data[1000:1200])
    log.write_bytes(data)


def noise_for_the_log(folder: Path) -> None:
    (log,) = folder.glob("*.incr.aof")
    log.write_bytes(random.Random(1).randbytes(4000))


def cut_base(folder: Path) -> None:
    (base,) = folder.glob("*.base.rdb")
    os.truncate(base, base.stat().st_size // 2)


def noise_for_the_manifest(folder: Path) -> None:
    (manifest,) = folder.glob("*.manifest")
    manifest.write_bytes(random.Random(2).randbytes(200))


def missing_log(folder: Path) -> None:
    (log,) = folder.glob("*.incr.aof")
    log.unlink()


def inverted_in_a_message(folder: Path) -> None:
    """The server reads it: the record's frame is whole."""
    (log,) = folder.glob("*.incr.aof")
    data = bytearray(log.read_bytes())
    at = data.index(b'"body"') + 20
    data[at : at + 8] = bytes(byte ^ 0xFF for byte in data[at : at + 8])
    log.write_bytes(data)


def another_letter_in_a_message(folder: Path) -> None:
    (log,) = folder.glob("*.incr.aof")
    log.write_bytes(log.read_bytes().replace(b'"body": "', b'"body": !', 1))


DAMAGES = (
    inverted,
    inverted_in_a_message,
    another_letter_in_a_message,
    noise_for_the_log,
    cut_base,
    noise_for_the_manifest,
    missing_log,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def start(tmp_path: Path, settings: Settings) -> Iterator[Callable[[], Running]]:
    started: list[Running] = []

    def one() -> Running:
        started.append(
            Running(*COMMAND, environ=clean_environ(data_dir=str(settings.data_dir)), cwd=tmp_path)
        )
        wait_until(lambda: answers(settings), "an answer of the server")
        return started[-1]

    yield one
    for running in started:
        running.stop()


def fill(settings: Settings) -> None:
    """As the service does."""
    queue = Queue(settings)
    for n in range(MESSAGES):
        queue.render(NarrationId(f"article{n}", "revision"), "interactive")
    queue.close()


def aside(settings: Settings) -> list[Path]:
    return sorted(redis_dir(settings).glob("damaged-*"))


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_it_is_put_aside_and_begun_empty(
    settings: Settings, start: Callable[[], Running], damage: Damage
) -> None:
    server = start()
    fill(settings)
    assert server.stop() == 0
    damage(redis_dir(settings) / FILES)
    server = start()
    with redis.Redis.from_url(client_url(settings)) as client:
        assert client.dbsize() == 0
        client.set("new", "work")
    (kept,) = aside(settings)
    assert [line for line in server.lines if "They are kept as" in line] == [server.lines[0]]
    assert str(kept) in server.lines[0]
    assert server.stop() == 0
    start()
    with redis.Redis.from_url(client_url(settings)) as client:
        assert client.get("new") == b"work"
    assert aside(settings) == [kept]


def test_few_are_kept(settings: Settings, start: Callable[[], Running]) -> None:
    server = start()
    fill(settings)
    assert server.stop() == 0
    for day in range(1, MOST_ASIDE + 3):
        (redis_dir(settings) / f"damaged-2025-01-0{day}T00-00-00.000000").mkdir()
    inverted(redis_dir(settings) / FILES)
    start()
    assert len(aside(settings)) == MOST_ASIDE
    assert list(aside(settings)[-1].glob("*.manifest")), "the newest is among them"


def test_files_stay_where_they_are_not_to_blame(
    settings: Settings, start: Callable[[], Running], tmp_path: Path
) -> None:
    """Nothing starts here: a folder stands in the place of the server's socket."""
    server = start()
    fill(settings)
    assert server.stop() == 0
    for name in ("valkey.sock", "trial.sock"):
        (redis_dir(settings) / name).mkdir()
    running = Running(*COMMAND, environ=clean_environ(data_dir=str(settings.data_dir)), cwd=tmp_path)
    assert running.wait() != 0
    assert not aside(settings)
    for name in ("valkey.sock", "trial.sock"):
        (redis_dir(settings) / name).rmdir()
    start()
    with redis.Redis.from_url(client_url(settings)) as client:
        assert client.llen("interactive:3") == MESSAGES
