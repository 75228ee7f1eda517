"""While the bucket is away articles are asked for. Of a new one nothing is there yet, so it is not needed."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
import redis

from audio_cache.errors import StoreAway
from audio_cache.narrations import Narrations
from audio_cache.opening import open_shared_store
from tests.bucket.seaweed import CREDENTIALS
from tests.running import free_port
from tts_service.article.request import ArticleRequest
from tts_service.articles.service import ArticleService
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog, Facts
from tts_service.ops.stored_revisions import revisions_of
from tts_service.settings import Settings, load_settings
from workers.notices import RedisAnnouncer
from workers.render.outcomes import RenderStep
from workers.render.rendering import Rendering

STORY = ArticleRequest(text="The pilot boat left before dawn.", title="Harbour", language="en")

PAGE = ArticleRequest(url="https://news.example/harbour")


@pytest.fixture
def settings(tmp_path: Path, valkey: str) -> Settings:
    return Settings(data_dir=tmp_path, redis_url=valkey)


@pytest.fixture
def catalog(settings: Settings) -> Iterator[Catalog]:
    with closing(Catalog(settings.catalog_url)) as catalog:
        yield catalog


@pytest.fixture
def narrations(
    catalog: Catalog, client: redis.Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Narrations:
    """As a web process sees them: of a bucket that nobody serves."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    known = functools.partial(revisions_of, catalog)
    return open_shared_store("s3://away/tts", tmp_path, client, revisions_of=known).narrations


@pytest.fixture
def listening(settings: Settings, catalog: Catalog, narrations: Narrations) -> Iterator[ArticleService]:
    with closing(Queue(settings)) as queue:
        yield ArticleService(settings, catalog, narrations, queue, patience_s=0)


@pytest.fixture
def worker(narrations: Narrations, client: redis.Redis, tmp_path: Path) -> Rendering:
    """On another host, without the catalog."""
    store = open_shared_store("s3://away/tts", tmp_path / "worker", client)
    settings = load_settings(
        {"TTS_DATA_DIR": str(tmp_path / "worker"), "TTS_ENGINE": "tone", "TTS_OFFLINE": "1"}, env_file=None
    )
    return Rendering(settings, *store, RedisAnnouncer(client), wait_s=0)


def test_a_new_article_is_accepted(listening: ArticleService, catalog: Catalog, client: redis.Redis) -> None:
    status = listening.request(STORY, queue="batch")
    assert status.status == "queued"
    assert catalog.source(status.id) is not None
    assert client.keys(f"tts:to-read:{status.id}:*")
    assert listening.request(STORY, queue="batch").status == "queued", "and again"
    client.flushdb()
    assert listening.request(STORY, queue="batch").status == "queued", "also when Redis has forgotten it"


def test_it_is_spoken_and_the_file_waits(
    listening: ArticleService, worker: Rendering, catalog: Catalog
) -> None:
    name = listening.request(STORY, queue="batch").id
    plan = worker.prepare(name, STORY, digest_of(catalog, name))
    assert worker.render_for(plan.narration, 60) is RenderStep.WAITED
    assert worker.missing(plan.narration) == 0
    status = listening.status(name)
    assert (status.status, status.revision, status.error) == ("rendering", plan.revision, None)


def test_when_redis_has_forgotten_it_too_it_is_read_later_and_does_not_fail(
    listening: ArticleService, worker: Rendering, catalog: Catalog, client: redis.Redis
) -> None:
    name = listening.request(STORY, queue="batch").id
    client.flushdb()
    with pytest.raises(StoreAway):
        worker.prepare(name, STORY, digest_of(catalog, name))
    assert listening.status(name).status == "queued"


def test_what_is_ready_is_said_to_be_ready(
    listening: ArticleService, catalog: Catalog, client: redis.Redis
) -> None:
    name = listening.request(PAGE, queue="batch").id
    ready = Facts(status="ready", revision="r1", duration_s=2.0, size=16_000)
    catalog.record(name, digest_of(catalog, name), ready)
    client.flushdb()
    for status in (listening.click(PAGE), listening.status(name)):
        assert (status.id, status.status, status.revision, status.progress) == (name, "ready", "r1", None)
    with pytest.raises(StoreAway):
        listening.request(msgspec.structs.replace(PAGE, title="An edit"))
    assert catalog.source(name) == PAGE, "what cannot be looked at is not changed"


def digest_of(catalog: Catalog, article_id: str) -> str:
    entry = catalog.get(article_id)
    assert entry is not None
    return entry.digest
