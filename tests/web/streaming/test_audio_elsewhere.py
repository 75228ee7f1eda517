"""TTS_AUDIO_URL: where the moving address of a finished narration leads."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from audio_cache.folders.narrations import FolderNarrations
from tests.web.hands import Hands
from tests.web.members_scene import SETTINGS, made, token_for
from tts_service.web.media.ready_audio import EXTENSION

STORY = {"text": "A short story.", "title": "One"}
CDN = "https://cdn.example/listen/"


def test_a_finished_narration_is_fetched_from_the_network_in_front(
    app_with: Callable[..., Flask], hands: Hands, narrations: FolderNarrations
) -> None:
    app = app_with(audio_url=CDN)
    client = app.test_client()
    article_id = client.post("/v1/articles", json=STORY).get_json()["id"]
    hands.work()
    (revision,) = narrations.revisions(article_id)
    hands.finish(article_id, revision)
    moving, fixed = f"/audio/{article_id}.mp3", f"/audio/{article_id}/{revision}.mp3"
    for answer in (
        client.get(moving),
        client.head(moving),
        client.get(moving, headers={"Range": "bytes=0-9"}),
    ):
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"https://cdn.example/listen{fixed}"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(fixed).status_code == 200, "the network itself asks here"
    assert client.get(f"{moving}?download=1").status_code == 200
    ready = app.extensions[EXTENSION]
    assert ready.find(moving) is None
    assert ready.find(fixed) is not None


def test_what_is_not_finished_is_served_from_here(app_with: Callable[..., Flask], hands: Hands) -> None:
    client = app_with(audio_url=CDN).test_client()
    article_id = client.post("/v1/articles", json=STORY).get_json()["id"]
    assert client.head(f"/audio/{article_id}.mp3").status_code == 200


def test_what_is_for_members_only_is_served_from_here(app_with: Callable[..., Flask], hands: Hands) -> None:
    client = app_with(audio_url=CDN, **SETTINGS).test_client()
    closed = made(client, hands)
    answer = client.get(f"/audio/{closed.id}.mp3", query_string={"token": token_for(closed.id)})
    assert answer.status_code == 200
    assert "private" in answer.headers["Cache-Control"]
