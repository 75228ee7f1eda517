"""Webhooks over HTTP: the API, and the page of the newsroom."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.running import wait_until
from tests.web.hands import Hands
from tests.web.members_scene import KEYED, SETTINGS, made
from tests.web.test_newsroom import STORY, ready, words
from tests.web.test_newsroom_gate import token_in
from tests.webhook_receiver import Receiver, answers
from tts_service.background.webhooks.editor import MOST_ENDPOINTS
from tts_service.web.context import context_of

ROUTES = (
    ("POST", "/v1/webhooks"),
    ("GET", "/v1/webhooks"),
    ("GET", "/v1/webhooks/deliveries"),
    ("DELETE", "/v1/webhooks/abc"),
    ("POST", "/v1/webhooks/abc/secret"),
    ("POST", "/v1/webhooks/abc/on"),
    ("POST", "/v1/webhooks/abc/deliveries/msg_1/send-again"),
)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def client(app_with: Callable[..., Flask], receiver: Receiver) -> FlaskClient:
    return app_with(webhook_sites=(receiver.origin,)).test_client()


def added(client: FlaskClient, receiver: Receiver, **more: Any) -> dict[str, Any]:
    answer = client.post("/v1/webhooks", json={"url": f"{receiver.origin}/listen", **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json or {})


def send(client: FlaskClient) -> None:
    for thread in context_of(client.application).webhook_sender.send_due():
        thread.join(30)


def log(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/v1/webhooks/deliveries{query}").json
    assert answer is not None
    return list(answer["deliveries"])


# -- the API -------------------------------------------------------------------------------------------------


def test_an_article_is_told_of_from_its_posting_to_its_end(
    client: FlaskClient, hands: Hands, receiver: Receiver
) -> None:
    secret = added(client, receiver)["secret"]
    article = ready(client, hands)
    client.delete(f"/v1/articles/{article}")
    send(client)
    send(client)
    told = [one.verified_by(secret) for one in receiver.received]
    assert sorted(one["type"] for one in told) == ["published", "ready", "withdrawn"]
    assert {one["data"]["id"] for one in told} == {article}
    assert {one["data"]["audio_url"] for one in told} == {f"http://127.0.0.1:8000/audio/{article}.mp3"}
    assert {one["data"]["title"] for one in told} == {STORY["title"]}
    assert {entry["state"] for entry in log(client)} == {"delivered"}


def test_no_signed_address_is_in_what_is_told_of_members_articles(
    app_with: Callable[..., Flask], hands: Hands, receiver: Receiver
) -> None:
    client = app_with(**SETTINGS | {"webhook_sites": (receiver.origin,)}).test_client()
    client.environ_base = client.environ_base | {"HTTP_AUTHORIZATION": KEYED["Authorization"]}
    added(client, receiver)
    article = made(client, hands)
    context_of(client.application).articles.refresh(article.id)
    send(client)
    told = {one.message["type"]: one.message["data"] for one in receiver.received}
    assert told["ready"]["access"] == told["published"]["access"] == "members"
    assert told["ready"]["audio_url"].endswith(f"/audio/{article.id}.mp3")
    assert not any(b"token" in one.body for one in receiver.received)


def test_the_list_and_the_log_hold_no_secret(client: FlaskClient, receiver: Receiver) -> None:
    first = added(client, receiver, events=["failed", "ready"], show="world")
    assert first["secret"].startswith("whsec_")
    assert first["endpoint"]["events"] == ["ready", "failed"]
    listed = client.get("/v1/webhooks")
    assert listed.json == {"endpoints": [first["endpoint"]]}
    assert "whsec_" not in listed.text + client.get("/v1/webhooks/deliveries").text
    assert listed.headers["Cache-Control"] == "no-store"


def test_a_secret_is_replaced(client: FlaskClient, hands: Hands, receiver: Receiver) -> None:
    first = added(client, receiver)
    answer = client.post(f"/v1/webhooks/{first['endpoint']['id']}/secret").json
    assert answer is not None
    assert answer["secret"] != first["secret"]
    ready(client, hands)
    send(client)
    assert receiver.received[0].verified_by(answer["secret"])


def test_an_endpoint_is_removed_with_its_log(client: FlaskClient, hands: Hands, receiver: Receiver) -> None:
    path = f"/v1/webhooks/{added(client, receiver)['endpoint']['id']}"
    ready(client, hands)
    assert client.delete(path).status_code == 204
    send(client)
    assert receiver.received == []
    assert log(client) == []
    assert client.delete(path).status_code == 404


def test_what_was_delivered_is_sent_again(client: FlaskClient, hands: Hands, receiver: Receiver) -> None:
    endpoint = added(client, receiver, events=["ready"])["endpoint"]["id"]
    ready(client, hands)
    send(client)
    (entry,) = log(client)
    again = f"/v1/webhooks/{endpoint}/deliveries/{entry['event']}/send-again"
    answer = client.post(again)
    assert (answer.status_code, (answer.json or {})["state"]) == (202, "waiting")
    send(client)
    assert receiver.ids == [entry["event"]] * 2
    assert client.post(again.replace("msg_", "msg_0")).json["kind"] == "no-such-delivery"  # type: ignore[index]


def test_what_is_off_is_switched_on(client: FlaskClient, hands: Hands, receiver: Receiver) -> None:
    endpoint = added(client, receiver, events=["ready"])["endpoint"]["id"]
    receiver.first = [answers(410)]
    ready(client, hands)
    send(client)
    (entry,) = log(client)
    again = f"/v1/webhooks/{endpoint}/deliveries/{entry['event']}/send-again"
    assert client.post(again).status_code == 409
    assert (client.post(f"/v1/webhooks/{endpoint}/on").json or {})["off_since"] is None
    assert client.post(again).status_code == 202
    send(client)
    assert log(client)[0]["state"] == "delivered"


def test_the_log_is_paged(client: FlaskClient, hands: Hands, receiver: Receiver) -> None:
    endpoint = added(client, receiver)["endpoint"]["id"]
    ready(client, hands)
    whole, cursor = [], ""
    while cursor is not None:
        page = client.get(f"/v1/webhooks/deliveries?limit=1&endpoint={endpoint}&cursor={cursor}").json
        assert page is not None
        whole += page["deliveries"]
        cursor = page["cursor"]
    assert whole == log(client)
    assert len(whole) == 2


@pytest.mark.parametrize(
    ("wanted", "status", "said"),
    [
        ({"url": "https://10.0.0.7/hook"}, 403, "private network"),
        ({"url": "https://localhost:8000/"}, 403, "to itself"),
        ({"url": "http://cms.example/"}, 403, "not https"),
        ({"url": "javascript:alert(1)"}, 400, "must start with https"),
        ({"url": "https://cms.example/" + "x" * 4_000}, 400, "4000 characters"),
        ({"url": "https://cms.example/", "events": ["gone"]}, 400, "no type of event"),
        ({"url": "https://cms.example/", "events": "ready"}, 400, "must be"),
        ({"url": "https://cms.example/", "show": "a\nb"}, 400, "one line"),
        ({"url": "https://cms.example/", "secret": "mine"}, 400, "not a known field"),
        ({}, 400, "url is missing"),
    ],
)
def test_what_cannot_be_is_refused(
    client: FlaskClient, wanted: dict[str, Any], status: int, said: str
) -> None:
    answer = client.post("/v1/webhooks", json=wanted)
    assert answer.status_code == status
    assert said in (answer.json or {})["detail"]
    assert client.get("/v1/webhooks").json == {"endpoints": []}


@pytest.mark.parametrize("query", ["?cursor=made-up", "?limit=0", "?limit=1e9", "?endpoint=unknown"])
def test_what_is_no_page_of_the_log_is_explained(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/v1/webhooks/deliveries{query}")
    assert answer.status_code in (400, 404)
    assert (answer.json or {})["detail"]


def test_there_is_an_end_to_endpoints(client: FlaskClient, receiver: Receiver) -> None:
    for _ in range(MOST_ENDPOINTS):
        added(client, receiver)
    assert client.post("/v1/webhooks", json={"url": receiver.origin}).status_code == 409


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_all_of_it_needs_a_key(app_with: Callable[..., Flask], method: str, path: str) -> None:
    answer = app_with(api_keys=("a-key-of-sixteen-letters",)).test_client().open(path, method=method)
    assert answer.status_code == 401


def test_secrets_are_in_no_log(
    client: FlaskClient, hands: Hands, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = added(client, receiver)["secret"]
    receiver.behaves = answers(500)
    ready(client, hands)
    send(client)
    assert "is tried again" in caplog.text
    assert secret not in caplog.text
    assert "/listen" not in "".join(r.message for r in caplog.records if "tried again" in r.message)


def test_metrics_tell_of_what_waits(client: FlaskClient, hands: Hands, receiver: Receiver) -> None:
    added(client, receiver)
    ready(client, hands)
    assert "tts_webhooks_waiting 2.0" in client.get("/metrics").text
    send(client)
    metrics = client.get("/metrics").text
    assert "tts_webhooks_waiting 0.0" in metrics
    assert 'tts_webhook_attempts_total{outcome="delivered"} 2.0' in metrics


def test_the_sender_runs_by_itself(client: FlaskClient, hands: Hands, receiver: Receiver) -> None:
    added(client, receiver)
    ready(client, hands)
    sender = context_of(client.application).webhook_sender
    sender.start()
    wait_until(lambda: len(receiver.received) == 2, "both webhooks")
    sender.stop()


# -- the newsroom --------------------------------------------------------------------------------------------


def press(client: FlaskClient, path: str, **fields: Any) -> TestResponse:
    token = token_in(client.get("/admin/webhooks"))
    answer = client.post(f"/admin/webhooks{path}", data={"token": token, **fields})
    return client.get("/admin/webhooks") if answer.status_code == 303 else answer


def test_the_page_does_it_all(client: FlaskClient, hands: Hands, receiver: Receiver) -> None:
    assert "There are none yet" in words(client.get("/admin/webhooks"))
    page = press(client, "", url=f"{receiver.origin}/?a=1&b=", events=["ready", "failed"], show="")
    (secret,) = re.findall(r"whsec_[\w+/=]+", page.text)
    shown = client.get("/admin/webhooks")
    assert "whsec_" not in shown.text, "once"
    assert f"{receiver.origin}/?a=1&amp;b=" in shown.text
    assert "ready, failed" in words(shown)
    receiver.first = [answers(500, b"<script>alert(1)</script>")]
    article = ready(client, hands)
    send(client)
    page = client.get("/admin/webhooks")
    assert "Tides &amp; &lt;two&gt; moons" in page.text
    assert "answered 500: &lt;script&gt;" in page.text
    assert f'href="../admin/articles/{article}"' in page.text
    endpoint = context_of(client.application).webhooks.all()[0].id
    event = log(client)[0]["event"]
    assert "waiting" in words(press(client, f"/{endpoint}/send-again", event=event))
    send(client)
    assert receiver.received[-1].verified_by(secret)
    assert "delivered" in words(client.get("/admin/webhooks"))
    assert "For one day" in words(press(client, f"/{endpoint}/secret"))
    receiver.first = [answers(410)]
    press(client, f"/{endpoint}/send-again", event=event)
    send(client)
    assert "It answered 410" in words(client.get("/admin/webhooks"))
    assert "It answered 410" not in words(press(client, f"/{endpoint}/on"))
    assert "There are none yet" in words(press(client, f"/{endpoint}/remove"))


def test_what_cannot_be_added_is_explained_beside_the_form(client: FlaskClient) -> None:
    answer = press(client, "", url="https://10.0.0.7/hook", events=["failed"], show="")
    assert answer.status_code == 403
    assert "private network" in answer.text
    assert 'value="https://10.0.0.7/hook"' in answer.text
    assert re.findall(r'value="(\w+)" checked', answer.text) == ["failed"]


def test_buttons_without_the_forms_token_do_nothing(client: FlaskClient, receiver: Receiver) -> None:
    endpoint = added(client, receiver)["endpoint"]["id"]
    for path in ("", f"/{endpoint}/remove", f"/{endpoint}/secret", f"/{endpoint}/on"):
        assert client.post(f"/admin/webhooks{path}", data={"url": receiver.origin}).status_code == 403
    assert len((client.get("/v1/webhooks").json or {})["endpoints"]) == 1
