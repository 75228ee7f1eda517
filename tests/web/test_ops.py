"""Health, readiness, metrics."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from audio_cache.store_id import store_id
from tests.running import wait_until
from tests.web.hands import Hands
from tts_service.articles.backlog import SAMPLE, TYPICAL_SENTENCES
from tts_service.broker.heartbeats import Heartbeats
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.contracts.heartbeats import Heartbeat, HeartbeatKind
from tts_service.contracts.messages import METRICS
from tts_service.ops.readiness import APART, SILENT, StoreWatch
from tts_service.settings import Settings
from tts_service.web import create_app
from tts_service.web.context import context_of
from tts_service.web.http import stopping
from tts_service.web.media.first_sound import samples
from tts_service.web.metrics import exposition


@pytest.fixture
def lonely(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A service whose Redis is away."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("lonely"), redis_url="redis://127.0.0.1:1/0")
    app = create_app(settings)
    yield app.test_client()
    context_of(app).close()


def figures(client: FlaskClient) -> dict[tuple[str, str], float]:
    """(sample, its label values) → value."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.text)
    return {(s.name, ",".join(s.labels.values())): s.value for family in families for s in family.samples}


def test_ready_with_a_warm_worker(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ready"}


NO_FETCHER = "Nobody fetches pages: start the part named fetch of the Procfile."


def degraded(client: FlaskClient) -> str:
    """What is missing, for a process that should get requests all the same."""
    answer = client.get("/readyz")
    assert answer.json is not None
    assert (answer.status_code, answer.json["status"]) == (200, "degraded")
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.json["detail"])


def test_degraded_without_a_worker(client: FlaskClient, queue: Queue) -> None:
    queue.redis.flushall()
    assert degraded(client) == f"No worker is warm yet. {NO_FETCHER}"
    assert client.get("/healthz").status_code == 200


def test_degraded_without_a_process_that_fetches(client: FlaskClient, queue: Queue) -> None:
    Heartbeats(queue.redis, "fetchers").leave("fetchers")
    assert degraded(client) == NO_FETCHER


def test_degraded_without_redis(lonely: FlaskClient) -> None:
    assert degraded(lonely) == "The queue does not answer at the moment. Try again shortly."


def test_a_redis_that_hangs_holds_no_probe_up(tmp_path: Path) -> None:
    """It takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        app = create_app(Settings(data_dir=tmp_path, redis_url=f"redis://127.0.0.1:{port}/0"))
        assert [degraded(app.test_client()) for _ in range(2)] == [SILENT] * 2
    wait_until(lambda: "readiness" not in {thread.name for thread in threading.enumerate()}, "its end")
    context_of(app).close()


@pytest.mark.parametrize("kind", ["workers", "fetchers"])
def test_degraded_when_workers_write_to_another_folder(
    client: FlaskClient, queue: Queue, settings: Settings, kind: HeartbeatKind
) -> None:
    beats = Heartbeats(queue.redis, kind)
    beats.beat(Heartbeat(host="here", pid=2, node="here", store=store_id(settings.cache_dir)))
    assert client.get("/readyz").json == {"status": "ready"}
    beats.beat(Heartbeat(host="there", pid=3, node="there", store="another"))
    assert degraded(client) == APART
    beats.leave("there")
    assert client.get("/readyz").json == {"status": "ready"}


def test_the_log_tells_once_that_workers_write_to_another_folder(
    queue: Queue, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    watch, beats = StoreWatch(queue, settings), Heartbeats(queue.redis, "workers")
    beats.beat(Heartbeat(host="there", pid=3, node="there", store="another"))
    watch.look()
    watch.look()
    assert caplog.messages == [APART]
    beats.leave("there")
    watch.look()
    watch.look()
    assert caplog.messages == [APART, "The workers write to the folder that this process reads."]


def wanted(client: FlaskClient) -> tuple[float, float]:
    """Sentences, and the age of the oldest."""
    found = figures(client)
    return found["tts_sentences_wanted", ""], found["tts_oldest_wanted_seconds", ""]


def test_what_is_wanted_is_told_for_scaling(client: FlaskClient) -> None:
    assert wanted(client) == (0, 0)
    for number in range(SAMPLE + 5):
        client.post("/v1/articles", json={"text": f"Nobody has spoken number {number}."})
    sentences, age_s = wanted(client)
    assert sentences == SAMPLE + 5, "the rest is like those that were looked at"
    assert age_s > 0


def test_an_article_that_nobody_has_read_is_taken_for_a_typical_one(
    client: FlaskClient, hands: Hands
) -> None:
    hands.work_while_waiting = False
    client.post("/v1/articles", json={"text": "Short, but who knows?"})
    assert wanted(client)[0] == TYPICAL_SENTENCES


def test_not_ready_while_it_stops(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "_stopping", True)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.json is not None
    assert (answer.json["kind"], answer.json["detail"]) == ("not-ready", "This web process is stopping.")
    assert client.get("/healthz").status_code == 200


def test_not_ready_without_the_catalog(
    app_with: Callable[..., Flask], catalog: Catalog, settings: Settings
) -> None:
    client = app_with().test_client()
    catalog.close()
    for file in settings.data_dir.glob("catalog.db*"):
        file.unlink()
    settings.data_dir.joinpath("catalog.db").mkdir()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert "catalog" in answer.json["detail"]
    assert client.get("/v1/articles").status_code == 503


def test_asking_without_redis_is_accepted(lonely: FlaskClient) -> None:
    assert lonely.post("/v1/articles", json={"text": "The river rose."}).status_code == 202


def test_metrics_are_those_of_all_processes(client: FlaskClient, queue: Queue, hands: Hands) -> None:
    hands.work_while_waiting = False
    queue.redis.hincrbyfloat(METRICS, 'tts_segments_synthesized_total{engine="piper"}', 3)
    queue.redis.hincrbyfloat(METRICS, 'tts_segments_synthesized_total{engine="gtts"}', 1)
    client.post("/v1/articles", json={"text": "The river rose."})
    found = figures(client)
    assert found["tts_segments_synthesized_total", "piper"] == 3
    assert found["tts_segments_synthesized_total", "gtts"] == 1
    assert found["tts_segment_cache_hits_total", ""] == 0
    assert found["tts_queue_depth", "interactive"] == 1
    assert found["tts_queue_depth", "batch"] == 0
    assert found["tts_workers", ""] == found["tts_fetchers", ""] == 1
    assert found["tts_processes", "here,workers"] == found["tts_processes", "here,fetchers"] == 1
    assert found["tts_redis_up", ""] == 1


def test_metrics_without_redis(lonely: FlaskClient) -> None:
    assert figures(lonely)["tts_redis_up", ""] == 0


@pytest.mark.pure
def test_first_sounds_are_a_histogram() -> None:
    total: dict[str, float] = {}
    for seconds in (0.07, 0.4, 99.0):
        for name, amount in samples(seconds):
            total[name] = total.get(name, 0) + amount
    families = {f.name: f for f in text_string_to_metric_families(exposition(total).decode())}
    histogram = families["tts_first_sound_seconds"]
    assert histogram.type == "histogram"
    found = {s.labels.get("le", s.name): s.value for s in histogram.samples}
    assert (found["0.05"], found["0.1"], found["0.5"], found["30.0"], found["+Inf"]) == (0, 1, 2, 2, 3)
    assert found["tts_first_sound_seconds_count"] == 3


@pytest.mark.pure
def test_figures_that_nobody_knows_are_left_out() -> None:
    assert b"other_total" not in exposition({'other_total{engine="x"}': 1.0})
