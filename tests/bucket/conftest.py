from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from audio_cache.opening import Store, open_shared_store
from tests.bucket.seaweed import Seaweed, seaweed_in
from tests.catalog.conftest import new_database, postgres

__all__ = ["postgres"]


@pytest.fixture(scope="module")
def database(postgres: str) -> str:
    """Address of one in PostgreSQL for each file."""
    return new_database(postgres)


@pytest.fixture(scope="session")
def seaweed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seaweed]:
    """Started once: it takes some seconds."""
    with pytest.MonkeyPatch.context() as patch, seaweed_in(tmp_path_factory.mktemp("seaweed")) as server:
        for name, value in server.environ.items():
            patch.setenv(name, value)
        yield server


@pytest.fixture(scope="session")
def bucket(seaweed: Seaweed) -> str:
    """Address of one for all tests; each has a prefix of its own in it."""
    return seaweed.new_bucket()


@pytest.fixture
def place(bucket: str, request: pytest.FixtureRequest) -> str:
    return f"{bucket}/{abs(hash(request.node.nodeid))}"


@pytest.fixture
def client(valkey: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(valkey) as client:
        client.flushdb()
        yield client


@pytest.fixture
def host(place: str, client: redis.Redis, tmp_path: Path) -> Callable[[str], Store]:
    """``host("a")`` is the store as a machine called a sees it."""
    return lambda name: open_shared_store(place, tmp_path / name, client)
