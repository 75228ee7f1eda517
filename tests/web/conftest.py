"""The web side on real parts: SQLite, a Valkey server, narration folders; ``hands`` are those of a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from tests.web.hands import Hands
from tts_service.catalog import Catalog
from tts_service.embedded_redis import client_url
from tts_service.narration import Listening
from tts_service.queue import Queue
from tts_service.settings import Settings
from tts_service.sweeper import Sweeper
from tts_service.web import create_app
from tts_service.web.notices import Notices
from tts_service.web.parts import Parts


@pytest.fixture
def settings(tmp_path: Path, valkey: str) -> Settings:
    return Settings(data_dir=tmp_path, redis_url=valkey, workers=2)


@pytest.fixture
def queue(settings: Settings) -> Iterator[Queue]:
    queue = Queue(settings)
    queue.redis.flushall()
    yield queue
    queue.close()


@pytest.fixture
def narrations(settings: Settings) -> Narrations:
    return Narrations(settings.cache_dir, LocalStore(settings.cache_dir))


@pytest.fixture
def hands(queue: Queue, narrations: Narrations) -> Hands:
    hands = Hands(queue, narrations)
    hands.warm()
    return hands


@pytest.fixture
def catalog(settings: Settings) -> Iterator[Catalog]:
    catalog = Catalog(settings.catalog_url)
    yield catalog
    catalog.close()


@pytest.fixture
def listening(settings: Settings, catalog: Catalog, narrations: Narrations, queue: Queue, hands: Hands) -> Listening:
    return Listening(settings, catalog, narrations, queue, wait=hands.wait)


@pytest.fixture
def app_with(settings: Settings, catalog: Catalog, narrations: Narrations, queue: Queue, hands: Hands) -> Callable[..., Flask]:
    """``app_with(api_keys=("k",))``: the application with other settings."""

    notices = Notices(client_url(settings))

    def make(**changes: Any) -> Flask:
        other = Settings(**{name: getattr(settings, name) for name in settings.__struct_fields__} | changes)
        listening = Listening(other, catalog, narrations, queue, wait=hands.wait)
        sweeper = Sweeper(catalog, listening, queue)
        return create_app(other, Parts(other, catalog, narrations, queue, listening, sweeper, notices))

    yield make
    notices.close()


@pytest.fixture
def client(app_with: Callable[..., Flask]) -> FlaskClient:
    return app_with().test_client()
