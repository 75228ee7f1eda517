"""A synthetic voice is said to be one, wherever it is met, to people and to machines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.hands import Hands
from tts_service.article.disclosure import OFF, SOURCE_TYPE

STORY = {"text": "The river rose. The bridge held.", "title": "Tides", "language": "en"}
SENTENCE = "Read by a synthetic voice."


def heard(client: FlaskClient, hands: Hands, story: dict[str, str] = STORY) -> dict[str, str]:
    status = client.post("/v1/articles", json=story).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    found = client.get(f"/v1/articles/{status['id']}").json
    assert found is not None
    return dict(found)


def places(client: FlaskClient, article: dict[str, str]) -> dict[str, str]:
    """Where a listener meets the narration."""
    oembed = client.get("/oembed", query_string={"url": f"http://127.0.0.1:8000/listen/{article['id']}"})
    return {
        "status": json.dumps(article),
        "share page": client.get(f"/listen/{article['id']}").text,
        "frame": client.get(f"/embed/{article['id']}").text,
        "oEmbed": oembed.text,
        "captions": client.get(f"/captions/{article['id']}.vtt").text,
        "transcript": client.get(f"/transcripts/{article['id']}/{article['revision']}.vtt").text,
    }


def test_it_is_said_wherever_the_narration_is_met(client: FlaskClient, hands: Hands) -> None:
    said = {place: SENTENCE in text for place, text in places(client, heard(client, hands)).items()}
    assert all(said.values()), said


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("es", "Leído por una voz sintética."), ("fr-CA", "Lu par une voix de synthèse."), ("tlh", SENTENCE)],
)
def test_it_is_said_in_the_language_of_the_article(
    client: FlaskClient, hands: Hands, language: str, sentence: str
) -> None:
    assert heard(client, hands, STORY | {"language": language})["disclosure"] == sentence


def test_the_publisher_words_it(app_with: Callable[..., Flask], hands: Hands) -> None:
    client = app_with(disclosure="<Our> AI reads.").test_client()
    found = places(client, heard(client, hands))
    escaped = {"share page", "frame", "oEmbed", "captions", "transcript"}
    assert all("Our" in text and "AI reads." in text for text in found.values())
    assert all("<Our>" not in found[place] for place in escaped - {"oEmbed"})
    assert all(SENTENCE not in text for text in found.values())


def test_the_publisher_leaves_it_to_machines(app_with: Callable[..., Flask], hands: Hands) -> None:
    client = app_with(disclosure=OFF).test_client()
    article = heard(client, hands)
    assert article["disclosure"] is None
    assert not any(SENTENCE in text for text in places(client, article).values())
    assert SOURCE_TYPE in client.get(f"/listen/{article['id']}").text


def test_machines_are_told(client: FlaskClient, hands: Hands) -> None:
    page = client.get(f"/listen/{heard(client, hands)['id']}").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    (audio,) = (node for node in json.loads(found[1])["@graph"] if node["@type"] == "AudioObject")
    assert (audio["digitalSourceType"], audio["description"]) == (SOURCE_TYPE, SENTENCE)
