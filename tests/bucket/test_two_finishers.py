"""Two hosts speak and finish one narration, each as if the other were not there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis

from audio_cache.claims import LocalClaims
from audio_cache.narrations import Narrations
from audio_cache.opening import Store
from audio_cache.plan import Plan
from audio_cache.store import StoredSegment
from tests.bucket.seaweed import Seaweed
from tts_service.article.request import ArticleRequest
from tts_service.settings import load_settings
from workers.notices import RedisAnnouncer
from workers.render.outcomes import RenderStep
from workers.render.rendering import Rendering

Host = Callable[[str], Store]
STORY = ArticleRequest(
    title="Harbour",
    language="en",
    text="The pilot boat left before dawn. Its lamp was seen from the pier.\n\nBy noon it was back.",
)


class Worker:
    """Of one host; its claims keep nobody else from anything."""

    def __init__(self, store: Store, client: redis.Redis, root: Path, engine: str) -> None:
        self.narrations: Narrations = store.narrations
        settings = load_settings(
            {"TTS_DATA_DIR": str(root), "TTS_ENGINE": engine, "TTS_OFFLINE": "1"}, env_file=None
        )
        given = (store.segments, store.narrations, LocalClaims(root), RedisAnnouncer(client))
        self.rendering = Rendering(settings, *given)

    def speak(self, plan: Plan, but: int = 0) -> list[StoredSegment | None]:
        """All of it, or ``but`` the last sentences."""
        while len(self.narrations.missing(plan)) > but:
            assert self.rendering.render_next(plan.narration) in (RenderStep.STORED, RenderStep.READY)
        return [self.narrations.segments.get(segment.key) for segment in plan.segments]


@pytest.fixture
def workers(host: Host, client: redis.Redis, tmp_path: Path, request: pytest.FixtureRequest) -> list[Worker]:
    engine = getattr(request, "param", "tone")
    return [Worker(host(name), client, tmp_path / name, engine) for name in "ab"]


@pytest.mark.parametrize("workers", ["tone", "hibari"], indirect=True)
def test_a_sentence_spoken_twice_is_the_same_bytes(workers: list[Worker], client: redis.Redis) -> None:
    spoken = []
    for name, worker in zip("ab", workers, strict=True):
        client.flushdb()
        plan = worker.rendering.prepare(name, STORY)
        spoken.append(worker.speak(plan))
    assert None not in spoken[0]
    assert len(spoken[0]) > 2
    assert spoken[0] == spoken[1]


def test_two_finishers_of_one_narration_make_one_object_and_no_error(
    workers: list[Worker], seaweed: Seaweed, place: str, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = workers
    plan = one.rendering.prepare("harbour", STORY)
    one.speak(plan, but=1)
    assert other.rendering.prepare("harbour", STORY) == plan
    at_once = threading.Barrier(2)

    def finish(worker: Worker) -> RenderStep:
        commit = worker.narrations._commit  # type: ignore[attr-defined]

        def both_have_put_their_file(record: object) -> object:
            at_once.wait(30)
            return commit(record)

        worker.narrations._commit = both_have_put_their_file  # type: ignore[attr-defined]
        return worker.rendering.render_next(plan.narration)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(finish, workers)) == [RenderStep.READY, RenderStep.READY]
    finished = one.narrations.finished(plan.narration)
    assert finished is not None
    assert other.narrations.finished(plan.narration) == finished
    names = [f"v1/a/{plan.narration}/{finished.etag}.mp3", f"v1/n/{plan.narration}"]
    assert sorted(seaweed.names(place)) == names
    assert [record.message for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []
