"""The primary of a queue dies in the middle of rendering, and its replica takes over."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.broker.redis_fleet import Watched
from tests.running import Service, count_frames, wait_until

SENTENCES = 40


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with Watched(tmp_path_factory.mktemp("watched")) as servers:
        yield servers


@pytest.fixture(scope="module")
def service(watched: Watched, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(
        tmp_path_factory.mktemp("data"),
        engine_options="delay_s=0.15",
        workers="2",
        web_workers="1",
        redis_url=watched.url,
    )
    service.wait_until_up()
    yield service
    service.end()


def report(on: str) -> str:
    return "\n\n".join(f"Sentence {number} of the report on {on} was read." for number in range(SENTENCES))


def segments(service: Service) -> dict[Path, int]:
    """Each stored one, with the time it was written, in ns."""
    folder = service.data_dir / "audio" / "segments"
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.json")}


def test_nothing_is_lost_when_the_primary_dies(service: Service, watched: Watched) -> None:
    article = service.post({"text": report("the tide"), "title": "Tide"})["id"]
    heard: list[bytes] = []
    listener = threading.Thread(target=lambda: heard.append(_listen(service, article)))
    listener.start()
    wait_until(lambda: len(segments(service)) > 5, "some sentences")
    before = segments(service)
    gone = watched.primary()
    gone.process.kill()
    wait_until(lambda: watched.primary() is not gone, "another primary")
    done = service.wait_ready(article)
    assert before.items() <= segments(service).items(), "a stored segment was spoken again"
    assert len(segments(service)) == SENTENCES + 1
    listener.join(30)
    assert count_frames(heard[0]) == round(done["duration_s"] * 1000 / 24)
    again = service.post({"text": "A click after that."})["id"]
    service.wait_ready(again)


def _listen(service: Service, article_id: str) -> bytes:
    with service.stream(f"/audio/{article_id}.mp3") as answer:
        return answer.read()
