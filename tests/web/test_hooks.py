"""Signed hooks: from the request to one task in the batch queue."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.hands import Hands
from tts_service.article.request import ArticleRequest, article_id
from tts_service.articles.service import ArticleService
from tts_service.background.hooks import LATEST, WINDOW_S, deliver, signature
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog

SECRET = "a secret of more than 16"
PAGE = "https://news.example/story"


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


LATER = dt.timedelta(seconds=60)


@pytest.fixture
def client(app_with: Callable[..., Flask]) -> FlaskClient:
    return app_with(hook_secret=SECRET, api_keys=("key",)).test_client()


def send(
    client: FlaskClient, body: dict[str, Any] | bytes, *, secret: str = SECRET, age_s: float = 0
) -> TestResponse:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    timestamp = str(int(now().timestamp() - age_s))
    headers = {"X-Timestamp": timestamp, "X-Signature-256": signature(secret, timestamp, data)}
    return client.post("/v1/hooks/articles", data=data, headers=headers, content_type="application/json")


def test_what_is_signed_is_documented_with_an_example() -> None:
    assert signature(
        "It's a secret to everybody", "1733817600", b'{"url": "https://news.example/story"}'
    ) == ("sha256=c72287310b33fb60bc0803b53d767db9f7be406cf673b5652c1fbd70d10afb96")


def test_a_hundred_hooks_make_one_request(
    client: FlaskClient, catalog: Catalog, listening: ArticleService, queue: Queue
) -> None:
    for n in range(100):
        assert send(client, {"url": f"{PAGE}?utm_source={n}", "event": "updated"}).status_code == 202
    assert deliver(catalog.hooks, listening, now() - LATER) == 0
    assert deliver(catalog.hooks, listening, now() + LATER) == 1
    assert queue.depth("fetch") == 1
    assert queue.depth("interactive") == queue.depth("batch") == 0
    assert deliver(catalog.hooks, listening, now() + LATER) == 0


@pytest.mark.parametrize("events", [("updated", "deleted"), ("deleted", "published")])
def test_the_last_word_counts(
    client: FlaskClient,
    catalog: Catalog,
    listening: ArticleService,
    hands: Hands,
    queue: Queue,
    events: tuple[str, str],
) -> None:
    ready(listening, hands)
    for number, event in enumerate(events):
        send(client, {"url": PAGE, "event": event, "version": str(number)})
    assert deliver(catalog.hooks, listening, now() + LATER) == 1
    is_there = catalog.get(article_id(ArticleRequest(url=PAGE))) is not None
    assert (is_there, queue.depth("fetch")) == ((False, 0) if events[-1] == "deleted" else (True, 1))


def test_a_page_told_of_without_end_is_read_all_the_same(client: FlaskClient, catalog: Catalog) -> None:
    send(client, {"url": PAGE})
    first = catalog.hooks.due(now() + LATER, 1)[0]
    send(client, {"url": PAGE})
    again = catalog.hooks.due(now() + LATER, 1)[0]
    assert again.first_at == first.first_at
    assert first.due_at <= again.due_at <= first.first_at + LATEST


def test_an_update_has_the_page_read_again_and_a_click_does_not(
    client: FlaskClient, catalog: Catalog, listening: ArticleService, hands: Hands, queue: Queue
) -> None:
    ready(listening, hands)
    send(client, {"url": PAGE, "version": "2"})
    deliver(catalog.hooks, listening, now() + LATER)
    task = hands.take("fetch")
    assert task is not None
    assert hands.read(task).version == "2"
    listening.request(ArticleRequest(url=PAGE))
    assert queue.depth("fetch") <= 1  # a click raises what is under way, and no more
    hands.work()
    send(client, {"url": PAGE, "version": "2"})
    deliver(catalog.hooks, listening, now() + LATER)
    assert queue.depth("fetch") == 0


def ready(listening: ArticleService, hands: Hands) -> None:
    status = listening.request(ArticleRequest(url=PAGE))
    hands.finish(status.id, str(status.revision))
    hands.work()
    assert listening.status(status.id).status == "ready"


def test_a_deleted_article_is_withdrawn(
    client: FlaskClient, catalog: Catalog, listening: ArticleService, hands: Hands
) -> None:
    ready(listening, hands)
    in_a_voice = ArticleRequest(url=PAGE, voice="tone/low")
    listening.request(in_a_voice)
    send(client, {"url": PAGE, "event": "deleted"})
    deliver(catalog.hooks, listening, now() + LATER)
    assert catalog.get(article_id(ArticleRequest(url=PAGE))) is None
    assert catalog.get(article_id(in_a_voice)) is None, "it goes on to be heard in another voice"
    send(client, {"url": PAGE, "event": "deleted"})
    assert deliver(catalog.hooks, listening, now() + LATER) == 1


@pytest.mark.parametrize(
    ("body", "options", "status", "kind"),
    [
        ({"url": PAGE}, {"secret": "another secret, as long"}, 401, "bad-signature"),
        ({"url": PAGE}, {"age_s": WINDOW_S + 60}, 401, "bad-timestamp"),
        ({"url": PAGE}, {"age_s": -WINDOW_S - 60}, 401, "bad-timestamp"),
        ({"url": "ftp://news.example/"}, {}, 400, "bad-request"),
        ({"url": PAGE, "event": "burnt"}, {}, 400, "bad-request"),
        ({"url": PAGE, "text": "Hello"}, {}, 400, "bad-request"),
        (b"{", {}, 400, "bad-request"),
        (b"\xff", {}, 400, "bad-request"),
        (b'{"url": "' + b"x" * 30_000, {}, 413, "too-large"),
    ],
)
def test_bad_hooks(client: FlaskClient, body: Any, options: dict[str, Any], status: int, kind: str) -> None:
    answer = send(client, body, **options)
    assert answer.json is not None
    assert (answer.status_code, answer.json["type"].rpartition("problem-")[2]) == (status, kind), answer.text


def test_a_signature_is_for_its_body_and_its_time(client: FlaskClient) -> None:
    timestamp = str(int(now().timestamp()))
    headers = {
        "X-Timestamp": timestamp,
        "X-Signature-256": signature(SECRET, str(int(timestamp) - 1), b'{"url": "x"}'),
    }
    answer = client.post(
        "/v1/hooks/articles", data=b'{"url": "x"}', headers=headers, content_type="application/json"
    )
    assert answer.status_code == 401


def test_without_a_secret_hooks_are_not_taken(app_with: Callable[..., Flask]) -> None:
    answer = send(app_with().test_client(), {"url": PAGE}, secret="")
    assert answer.json is not None
    assert (answer.status_code, answer.json["type"]) == (403, "/docs#problem-hooks-off")
