"""``/v1/plays`` over HTTP: sent by players on pages, read by publishers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.running import wait_until
from tests.web.hands import Hands
from tts_service.broker.queue import Queue
from tts_service.web.api.plays import MOST_REQUESTS
from tts_service.web.context import context_of

STORY = {"text": "The river rose. The bridge held.", "title": "The river", "show": "daily"}
START = {"kind": "start", "seconds": 0}
END = {"kind": "end", "seconds": 2}


@pytest.fixture
def heard(client: FlaskClient, hands: Hands) -> str:
    """The id of an article that is ready, of some two and a half seconds."""
    status = client.post("/v1/articles", json=STORY).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    return str(status["id"])


def tell(client: FlaskClient, article: str, *events: dict[str, Any], **headers: str) -> TestResponse:
    body = json.dumps({"article": article, "events": events})
    return client.post("/v1/plays", data=body, content_type="text/plain;charset=UTF-8", headers=headers)


def plays(client: FlaskClient, article: str) -> dict[str, Any]:
    context_of(client.application).plays.flush()
    answer = client.get(f"/v1/articles/{article}/plays").json
    assert answer is not None
    return dict(answer)


def starts(client: FlaskClient, article: str) -> int:
    return int(plays(client, article)["total"]["starts"])


def test_plays_add_up_by_day(client: FlaskClient, heard: str) -> None:
    assert tell(client, heard, START, {"kind": "half", "seconds": 1}).status_code == 204
    assert tell(client, heard, START, END).status_code == 204
    counts = {"starts": 2, "quarters": 0, "halves": 1, "three_quarters": 0, "ends": 1, "seconds": 3.0}
    today = dt.datetime.now(dt.UTC).date().isoformat()
    assert plays(client, heard) == {"article": heard, "total": counts, "days": [{**counts, "day": today}]}


def test_the_show_has_the_plays_of_its_articles(client: FlaskClient, heard: str, hands: Hands) -> None:
    other = client.post("/v1/articles", json={"text": "It rained.", "show": "daily"}).json
    alien = client.post("/v1/articles", json={"text": "It snowed.", "show": "weekly"}).json
    assert other
    assert alien
    for status in (other, alien):
        hands.finish(status["id"], status["revision"])
    for article in (heard, other["id"], alien["id"]):
        tell(client, article, START)
    context_of(client.application).plays.flush()
    answer = client.get("/v1/shows/daily/plays").json
    assert answer is not None
    assert (answer["show"], answer["total"]["starts"], answer["days"][0]["starts"]) == ("daily", 2, 2)
    assert client.get("/v1/shows/none/plays").json == {"show": "none", "total": plays_of_nobody(), "days": []}


def plays_of_nobody() -> dict[str, float]:
    return {"starts": 0, "quarters": 0, "halves": 0, "three_quarters": 0, "ends": 0, "seconds": 0.0}


def test_json_is_taken_too(client: FlaskClient, heard: str) -> None:
    assert client.post("/v1/plays", json={"article": heard, "events": [START]}).status_code == 204
    assert starts(client, heard) == 1


def test_absurd_events_are_dropped_without_a_word(client: FlaskClient, heard: str) -> None:
    assert tell(client, heard, END, START).status_code == 204
    assert tell(client, heard, {"kind": "end", "seconds": 1e9}).status_code == 204
    assert tell(client, heard).status_code == 204
    assert starts(client, heard) == 0


@pytest.mark.parametrize("header", ["Sec-GPC", "DNT"])
def test_who_does_not_want_to_be_counted_is_not(client: FlaskClient, heard: str, header: str) -> None:
    assert tell(client, heard, START, **{header: "1"}).status_code == 204
    assert starts(client, heard) == 0
    tell(client, heard, START, **{header: "0"})
    assert starts(client, heard) == 1


def test_an_unknown_article_is_not_counted(client: FlaskClient) -> None:
    assert tell(client, "nobody", START).status_code == 404
    assert client.get("/v1/articles/nobody/plays").status_code == 404


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", "bad-json"),
        ("{", "bad-json"),
        (b"\xff", "bad-json"),
        ("[]", "wrong-type"),
        ('{"article": "a"}', "wrong-type"),
        ('{"article": "a", "events": [{"kind": "begin", "seconds": 0}]}', "wrong-type"),
        ('{"article": "a", "events": [{"kind": "start", "seconds": "0"}]}', "wrong-type"),
        ('{"article": "a", "events": [], "listener": "b"}', "wrong-type"),
    ],
)
def test_what_is_malformed_is_told(client: FlaskClient, body: str | bytes, kind: str) -> None:
    answer = client.post("/v1/plays", data=body, content_type="text/plain")
    assert answer.json
    assert (answer.status_code, answer.json["kind"]) == (400, kind)
    assert "start" in answer.json["detail"]


def test_other_bodies_are_refused(client: FlaskClient) -> None:
    assert (
        client.post("/v1/plays", data="a", content_type="application/x-www-form-urlencoded").status_code
        == 415
    )
    assert client.post("/v1/plays", data="x" * 3000, content_type="text/plain").status_code == 413


def test_too_many_from_one_address_are_refused(client: FlaskClient, heard: str) -> None:
    for _ in range(MOST_REQUESTS):
        tell(client, heard)
    answer = tell(client, heard, START)
    assert answer.json
    assert (answer.status_code, answer.json["kind"]) == (429, "too-many-requests")
    assert "Retry-After" in answer.headers
    # Says who is no proxy.
    assert tell(client, heard, START, **{"X-Forwarded-For": "198.51.100.2"}).status_code == 429


def test_pages_of_foreign_sites_are_not_counted(app_with: Callable[..., Flask], hands: Hands) -> None:
    client = app_with(api_keys=("k",), allowed_sites=("https://news.example",)).test_client()
    article = {
        "html": '<link rel="canonical" href="https://paper.example/a">The river rose.',
        "title": "River",
    }
    status = client.post("/v1/articles", json=article, headers={"Authorization": "Bearer k"}).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    origins = {
        "https://news.example": 204,
        "https://paper.example": 204,
        "https://other.example": 403,
        "null": 403,
    }
    assert {
        origin: tell(client, status["id"], START, Origin=origin).status_code for origin in origins
    } == origins


def test_figures_are_for_those_with_a_key(app_with: Callable[..., Flask], heard: str) -> None:
    client = app_with(api_keys=("k",)).test_client()
    for path in (f"/v1/articles/{heard}/plays", "/v1/shows/daily/plays"):
        assert client.get(path).status_code == 401
        assert client.get(path, headers={"Authorization": "Bearer k"}).status_code == 200


def test_plays_are_a_metric(client: FlaskClient, heard: str, queue: Queue) -> None:
    tell(client, heard, START)
    tell(client, heard, END)
    tell(client, heard, END, START)
    expected = {"tts_plays_total": 1.0, "tts_plays_dropped_total": 1.0}
    wait_until(lambda: expected.items() <= queue.counters().items(), "the counters")
    assert "tts_plays_total 1.0" in client.get("/metrics").text


def test_a_program_that_names_no_page_needs_a_key(
    app_with: Callable[..., Flask], heard: str, queue: Queue
) -> None:
    """Browsers name theirs with every POST."""
    client = app_with(api_keys=("k",), allowed_sites=("https://news.example",)).test_client()
    key = {"Authorization": "Bearer k"}

    def counted() -> int:
        context_of(client.application).plays.flush()
        return int(client.get(f"/v1/articles/{heard}/plays", headers=key).json["total"]["starts"])  # type: ignore[index]

    assert (
        tell(client, heard, START).status_code
        == tell(client, heard, START, Authorization="Bearer x").status_code
        == 204
    )
    assert counted() == 0
    tell(client, heard, START, Origin="https://news.example")
    tell(client, heard, START, **key)
    assert counted() == 2
    assert queue.counters()["tts_plays_dropped_total"] == 2


def test_so_many_plays_of_one_article_are_believed_from_one_client(
    client: FlaskClient, heard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts_service.web.api.plays.MOST_OF_ONE", 3)
    client.environ_base = client.environ_base | {"REMOTE_ADDR": "2001:db8:2:3::1"}
    neighbour = {"REMOTE_ADDR": "2001:db8:2:3:ffff::2"}
    assert {tell(client, heard, START).status_code for _ in range(5)} == {204}
    client.environ_base = client.environ_base | neighbour
    assert tell(client, heard, START).status_code == 204
    assert starts(client, heard) == 3
    client.environ_base = client.environ_base | {"REMOTE_ADDR": "203.0.113.7"}
    tell(client, heard, START)
    assert starts(client, heard) == 4
