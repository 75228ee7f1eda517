"""The web side on real parts: SQLite, a Valkey server, narration folders; ``hands`` are those of a worker."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from tests.web.hands import Hands
from tts_service.articles.service import ArticleService
from tts_service.background.feed_uses import FeedUseCounter
from tts_service.background.plays import PlayCounter
from tts_service.background.sweeper import Sweeper
from tts_service.background.webhooks.editor import WebhookEditor
from tts_service.background.webhooks.sender import WebhookSender
from tts_service.broker.channels import Channels
from tts_service.broker.feed_uses import PendingFeedUses
from tts_service.broker.notices import Notices
from tts_service.broker.plays import PendingPlays
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.ops.context import AppContext
from tts_service.ops.workers_port import webhook_poster
from tts_service.publisher.files import FolderFiles
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings
from tts_service.web import create_app


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
def narrations(settings: Settings) -> FolderNarrations:
    return FolderNarrations(settings.cache_dir, LocalStore(settings.cache_dir))


@pytest.fixture
def hands(queue: Queue, narrations: FolderNarrations) -> Hands:
    hands = Hands(queue, narrations)
    hands.warm()
    return hands


@pytest.fixture(scope="session")
def fresh_catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a catalog that holds nothing. Copied where a test needs one: its tables are made once."""
    path = tmp_path_factory.mktemp("catalog") / "catalog.db"
    Catalog(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def catalog(settings: Settings, fresh_catalog: Path) -> Iterator[Catalog]:
    shutil.copy(fresh_catalog, settings.data_dir / "catalog.db")
    catalog = Catalog(settings.catalog_url)
    yield catalog
    catalog.close()


@pytest.fixture
def listening(
    settings: Settings, catalog: Catalog, narrations: FolderNarrations, queue: Queue, hands: Hands
) -> ArticleService:
    return ArticleService(settings, catalog, narrations, queue, wait=hands.wait)


@pytest.fixture
def app_with(
    settings: Settings, catalog: Catalog, narrations: FolderNarrations, queue: Queue, hands: Hands
) -> Iterator[Callable[..., Flask]]:
    """``app_with(api_keys=("k",))``: the application with other settings."""

    notices = Notices(Channels(settings))

    def make(**changes: Any) -> Flask:
        other = Settings(**{name: getattr(settings, name) for name in settings.__struct_fields__} | changes)
        files = FolderFiles(other)
        rules = PublisherRules(other, files)
        articles = ArticleService(other, catalog, narrations, queue, rules=rules, wait=hands.wait)
        context = AppContext(
            settings=other,
            catalog=catalog,
            narrations=narrations,
            queue=queue,
            files=files,
            rules=rules,
            articles=articles,
            notices=notices,
            plays=PlayCounter(PendingPlays(queue.redis), catalog.plays),
            feed_uses=FeedUseCounter(PendingFeedUses(queue.redis), catalog.members),
            sweeper=Sweeper(catalog, articles, queue),
            webhooks=WebhookEditor(catalog, lambda: webhook_poster(other)),
            webhook_sender=WebhookSender(
                catalog.deliveries, lambda: webhook_poster(other), other.base_url, count=queue.count
            ),
        )
        return create_app(context=context)

    yield make
    notices.close()


@pytest.fixture
def client(app_with: Callable[..., Flask]) -> FlaskClient:
    return app_with().test_client()
