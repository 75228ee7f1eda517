"""Content Credentials at their addresses: those of the fixed one and of the moving one, and none where
nothing is signed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from audio_cache.folders.narrations import FolderNarrations
from tests.web.hands import Hands
from tts_service.broker.queue import Queue
from tts_service.contracts.messages import SIGNING

STORY = {"text": "The river rose. The bridge held.", "title": "Tides", "language": "en"}
MANIFEST = b"a manifest store"
ADDRESSES = ["/credentials/{id}.c2pa", "/credentials/{id}/{revision}.c2pa"]


@pytest.fixture
def story(client: FlaskClient) -> dict[str, str]:
    posted = client.post("/v1/articles", json=STORY).json
    assert posted is not None
    return dict(posted)


@pytest.fixture
def signed(story: dict[str, str], hands: Hands, narrations: FolderNarrations) -> dict[str, str]:
    narrations.put_credentials(hands.finish(story["id"], story["revision"]), MANIFEST, "ab12")
    return story


def problem(answer: TestResponse) -> tuple[int, str]:
    assert answer.json is not None
    return answer.status_code, answer.json["kind"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_manifest_is_served(client: FlaskClient, signed: dict[str, str], address: str) -> None:
    answer = client.get(address.format(**signed))
    assert (answer.status_code, answer.data) == (200, MANIFEST)
    assert answer.headers["Content-Type"] == "application/c2pa"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Narration-Revision"] == signed["revision"]
    again = client.get(address.format(**signed), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_one_that_was_renewed_is_served_at_once(
    client: FlaskClient, signed: dict[str, str], narrations: FolderNarrations, hands: Hands
) -> None:
    address = ADDRESSES[1].format(**signed)
    before = client.get(address).headers["ETag"]
    narrations.put_credentials(hands.finish(signed["id"], signed["revision"]), b"renewed", "cd34")
    answer = client.get(address, headers={"If-None-Match": before})
    assert (answer.status_code, answer.data) == (200, b"renewed")


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_not_signed_is_said_not_to_be(
    client: FlaskClient, story: dict[str, str], hands: Hands, address: str
) -> None:
    assert problem(client.get(address.format(**story))) == (404, "not-signed")
    hands.finish(story["id"], story["revision"])
    assert problem(client.get(address.format(**story))) == (404, "not-signed")
    assert "Link" not in client.get(f"/audio/{story['id']}.mp3").headers


def test_nothing_else_is_reached_there(client: FlaskClient, signed: dict[str, str]) -> None:
    assert problem(client.get("/credentials/nobody.c2pa")) == (404, "no-such-article")
    for name in ("A", "..", "%2e%2e", "x" * 65, signed["revision"].upper()):
        assert problem(client.get(f"/credentials/{signed['id']}/{name}.c2pa"))[0] == 404


def test_they_go_with_the_article(client: FlaskClient, signed: dict[str, str]) -> None:
    assert client.delete(f"/v1/articles/{signed['id']}").status_code == 204
    assert problem(client.get(ADDRESSES[0].format(**signed))) == (404, "no-such-article")
    assert problem(client.get(ADDRESSES[1].format(**signed))) == (404, "not-signed")


def test_the_link_leads_there_under_any_folder(client: FlaskClient, signed: dict[str, str]) -> None:
    for audio, up in (
        (f"/audio/{signed['id']}.mp3", "../"),
        (f"/audio/{signed['id']}/{signed['revision']}.mp3", "../../"),
    ):
        link = client.get(audio).headers["Link"]
        address = f"{up}credentials/{signed['id']}/{signed['revision']}.c2pa"
        assert link == f'<{address}>; rel="c2pa-manifest"; type="application/c2pa"'


def test_the_file_is_the_same_signed_or_not(
    client: FlaskClient, story: dict[str, str], hands: Hands, narrations: FolderNarrations
) -> None:
    finished = hands.finish(story["id"], story["revision"])
    address = f"/audio/{story['id']}/{story['revision']}.mp3"
    before = client.get(address)
    narrations.put_credentials(finished, MANIFEST, "ab12")
    after = client.get(address)
    assert hashlib.sha256(after.data).hexdigest() == finished.etag
    ours = {"Link", "Access-Control-Expose-Headers", "Date"}
    assert {n: v for n, v in before.headers if n not in ours} == {
        n: v for n, v in after.headers if n not in ours
    }
    assert after.headers["Access-Control-Expose-Headers"].endswith(", Link")


def test_editors_are_told_when_narrations_are_not_signed(
    app_with: Callable[..., Flask], queue: Queue
) -> None:
    client = app_with().test_client()
    assert "Content Credentials" not in client.get("/admin/").text
    queue.redis.set(SIGNING, "New narrations are published unsigned: <why>.")
    assert "unsigned: &lt;why&gt;." in client.get("/admin/").text
