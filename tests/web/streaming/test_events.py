"""Progress as a browser's EventSource reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from audio_cache.plan import Failure
from tests.web.streaming.narrator import SENTENCES, Narrator


class Event(dict[str, Any]):
    @property
    def status(self) -> dict[str, Any]:
        return dict(json.loads(self["data"]))


def events(lines: Iterator[str]) -> Iterator[Event]:
    """After the WHATWG's rules: fields until a blank line; what has no data is no event."""
    event = Event()
    for line in lines:
        if line == "":
            if "data" in event:
                yield event
            event = Event()
        elif not line.startswith(":"):
            name, _, value = line.partition(": ")
            event[name] = value


def test_progress_until_it_is_ready(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("Told about")
    with get.stream("GET", f"/v1/articles/{narration.article_id}/events") as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Accel-Buffering"] == "no"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        told = events(response.iter_lines())
        first = next(told)
        assert first["event"] == "progress"
        assert first.status["progress"] == {"segments_done": 0, "segments_total": len(SENTENCES)}
        narrator.land(narration, 0)
        second = next(told)
        assert second.status["progress"]["segments_done"] == 1
        assert second["id"] != first["id"]
        assert second.status["duration_s"] > 0
        narrator.finish(narration)
        *_, last = told  # it ends by itself
    assert last["event"] == "ready"
    assert last.status["status"] == "ready"
    assert last.status["revision"] == narration.revision


def test_an_article_that_is_not_read_yet_is_followed_too(get: httpx.Client, narrator: Narrator) -> None:
    article_id = narrator.accept("Not read yet")
    with get.stream("GET", f"/v1/articles/{article_id}/events") as response:
        told = events(response.iter_lines())
        assert next(told).status["revision"] is None
        narration = narrator.prepare("Not read yet", accepted=True)
        narrator.finish(narration)
        assert list(told)[-1]["event"] == "ready"


def test_failure_is_told(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("Told of failure")
    with get.stream("GET", f"/v1/articles/{narration.article_id}/events") as response:
        told = events(response.iter_lines())
        next(told)
        narrator.fail(narration, Failure("engine-failed", "The engine failed", "It did.", 502))
        *_, last = told
    assert last["event"] == "failed"
    assert last.status["error"]["kind"] == "engine-failed"


def test_a_browser_that_has_heard_the_end_stops_asking(get: httpx.Client, narrator: Narrator) -> None:
    address = f"/v1/articles/{narrator.ready('Heard the end').article_id}/events"
    (only,) = events(iter(get.get(address).text.split("\n")))
    assert only["event"] == "ready"
    assert get.get(address, headers={"Last-Event-ID": only["id"]}).status_code == 204


@pytest.mark.parametrize("last", ["0", "nonsense-17-ready", "ü", "x" * 2000])
def test_any_last_event_id_is_harmless(get: httpx.Client, narrator: Narrator, last: str) -> None:
    narration = narrator.ready("Any last event")
    response = get.get(
        f"/v1/articles/{narration.article_id}/events", headers={b"Last-Event-ID": last.encode()}
    )
    assert [event["event"] for event in events(iter(response.text.split("\n")))] == ["ready"]


def test_an_unknown_article_has_no_events(get: httpx.Client) -> None:
    response = get.get("/v1/articles/nobody/events")
    assert (response.status_code, response.json()["kind"]) == (404, "no-such-article")


def test_deletion_ends_the_events(get: httpx.Client, narrator: Narrator) -> None:
    article_id = narrator.accept("Deleted while told")
    with get.stream("GET", f"/v1/articles/{article_id}/events") as response:
        told = events(response.iter_lines())
        next(told)
        narrator.catalog.delete(article_id)
        assert list(told) == []
