"""TTS_AUDIO_URL=signed: listeners are sent to the bucket, and only they, and only at the moving address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import redis
from flask.testing import FlaskClient

from audio_cache.opening import open_shared_store
from tts_service.article.request import ArticleRequest
from tts_service.ops.context import AppContext, make_context
from tts_service.settings import Settings, load_settings
from tts_service.web.app import create_app
from workers.notices import RedisAnnouncer
from workers.render.outcomes import RenderStep
from workers.render.rendering import Rendering

STORY = ArticleRequest(text="The pilot boat left before dawn.", title="Harbour", language="en")


@pytest.fixture
def context(place: str, client: redis.Redis, valkey: str, tmp_path: Path) -> Iterator[AppContext]:
    settings = Settings(data_dir=tmp_path / "web", redis_url=valkey, store=place, audio_url="signed")
    with closing(make_context(settings)) as context:
        yield context


@pytest.fixture
def article(context: AppContext, place: str, client: redis.Redis, tmp_path: Path) -> str:
    """Ready: its name."""
    name = context.articles.request(STORY, queue="batch").id
    folder = tmp_path / "worker"
    settings = load_settings({"TTS_DATA_DIR": str(folder), "TTS_ENGINE": "tone"}, env_file=None)
    worker = Rendering(settings, *open_shared_store(place, folder, client), RedisAnnouncer(client), wait_s=0)
    entry = context.catalog.get(name)
    assert entry is not None
    plan = worker.prepare(name, STORY, entry.digest)
    assert worker.render_for(plan.narration, 60) is RenderStep.READY
    return f"{name}/{plan.revision}"


@pytest.fixture
def web(context: AppContext) -> FlaskClient:
    return create_app(context=context).test_client()


def test_listeners_are_sent_to_the_bucket(web: FlaskClient, article: str) -> None:
    name = article.partition("/")[0]
    whole = web.get(f"/audio/{article}.mp3")
    assert whole.status_code == 200, "the fixed address is served from here"
    sent = web.get(f"/audio/{name}.mp3")
    assert sent.status_code == 302
    assert sent.headers["Cache-Control"] == "no-cache"
    answer = httpx.get(sent.headers["Location"], headers={"Range": "bytes=0-9"}, trust_env=False)
    assert (answer.status_code, answer.content) == (206, whole.data[:10])
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_whoever_downloads_gets_it_from_here_and_no_page_names_the_bucket(
    web: FlaskClient, article: str, place: str
) -> None:
    name = article.partition("/")[0]
    assert web.get(f"/audio/{name}.mp3?download=1").status_code == 200
    for path in (f"/v1/articles/{name}", f"/listen/{name}"):
        page = web.get(path)
        assert page.status_code == 200
        assert f"/audio/{name}" in page.text
        assert "X-Amz-Signature" not in page.text
