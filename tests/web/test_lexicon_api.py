"""``/v1/lexicon``, and what a changed word does to articles that were heard before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from audio_cache.folders.narrations import FolderNarrations
from tests.web.hands import Hands
from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.article.request import ArticleRequest, request_digest
from tts_service.articles.service import ArticleService
from tts_service.catalog import Catalog
from tts_service.publisher.lexicon.editor import LexiconEditor
from tts_service.settings import Settings

KAZ = {"write": "Kaz", "say": "kahz"}
STORY = ArticleRequest(text="The river rose in Kaz. The bridge held.", title="The river")


def test_a_word_goes_through_its_life(client: FlaskClient, settings: Settings) -> None:
    added = client.post("/v1/lexicon", json=KAZ)
    assert added.status_code == 201
    word = added.json
    assert word is not None
    assert word == {**KAZ, "id": word["id"], "version": word["version"]}
    assert added.headers["ETag"] == f'"{word["version"]}"'
    assert client.get("/v1/lexicon").json == {"words": [word], "problem": ""}
    address, seen = f"/v1/lexicon/{word['id']}", {"If-Match": added.headers["ETag"]}
    changed = client.put(address, json={**KAZ, "say": "kezz"}, headers=seen)
    assert changed.status_code == 200
    assert client.put(address, json=KAZ, headers=seen).status_code == 412
    assert client.delete(address, headers=seen).status_code == 412
    assert 'say = "kezz"' in settings.lexicon_path.read_text()
    assert client.delete(address, headers={"If-Match": changed.headers["ETag"]}).status_code == 204
    assert client.get("/v1/lexicon").json == {"words": [], "problem": ""}


@pytest.mark.parametrize(
    ("body", "status", "kind", "detail"),
    [
        ({"write": "Kaz"}, 400, "bad-word", "either say"),
        ({"write": "Kaz", "ipa": "K"}, 400, "bad-word", "ipa"),
        ({"say": "kahz"}, 400, "bad-request", "write is missing"),
        ({**KAZ, "sya": "x"}, 400, "unknown-field", "say"),
        ({**KAZ, "case": "yes"}, 400, "wrong-type", "case"),
        ([], 400, "wrong-type", "object"),
    ],
)
def test_a_word_that_cannot_be_used_is_refused(
    client: FlaskClient, body: object, status: int, kind: str, detail: str
) -> None:
    answer = client.post("/v1/lexicon", json=body)
    assert answer.json is not None
    assert (answer.status_code, answer.json["type"]) == (status, f"/docs#problem-{kind}")
    assert detail in answer.json["detail"]


def test_conditions_are_asked_for(client: FlaskClient) -> None:
    word = client.post("/v1/lexicon", json=KAZ).json
    assert word is not None
    assert client.post("/v1/lexicon", json=KAZ).status_code == 409
    assert client.put(f"/v1/lexicon/{word['id']}", json=KAZ).status_code == 428
    assert client.delete(f"/v1/lexicon/{word['id']}").status_code == 428
    assert client.delete("/v1/lexicon/unknown", headers={"If-Match": "*"}).status_code == 404
    assert client.delete(f"/v1/lexicon/{word['id']}", headers={"If-Match": "*"}).status_code == 204


def test_an_error_of_the_file_is_told_and_the_last_good_one_stays(
    client: FlaskClient, settings: Settings
) -> None:
    client.post("/v1/lexicon", json=KAZ)
    assert client.get("/v1/lexicon").json
    with settings.lexicon_path.open("a") as file:
        file.write("sound = 1\n")
    answer = client.get("/v1/lexicon").json
    assert answer is not None
    assert [word["write"] for word in answer["words"]] == ["Kaz"]
    assert answer["problem"].startswith("lexicon.toml, line 4: ")
    refused = client.post("/v1/lexicon", json={"write": "Qarluq", "say": "kar-look"})
    assert refused.json is not None
    assert (refused.status_code, refused.json["type"]) == (422, "/docs#problem-broken-file")


def test_writing_needs_a_key_and_reading_none(app_with: Callable[..., Flask]) -> None:
    guarded = app_with(api_keys=("key",)).test_client()
    any_version = {"If-Match": "*"}
    assert guarded.get("/v1/lexicon").status_code == 200
    assert guarded.post("/v1/lexicon", json=KAZ).status_code == 401
    assert guarded.put("/v1/lexicon/a", json=KAZ, headers=any_version).status_code == 401
    assert guarded.delete("/v1/lexicon/a", headers=any_version).status_code == 401
    assert guarded.post("/v1/lexicon", json=KAZ, headers={"Authorization": "Bearer key"}).status_code == 201


def heard_before(listening: ArticleService, hands: Hands) -> str:
    status = listening.request(STORY)
    hands.work()
    hands.finish(status.id, status.revision or "")
    assert listening.refresh(status.id).status == "ready"
    return status.id


def test_an_article_asked_for_after_a_change_is_prepared_anew(
    listening: ArticleService, hands: Hands, catalog: Catalog, settings: Settings
) -> None:
    name = heard_before(listening, hands)
    LexiconEditor(settings).add(LexiconEntry("Kaz", say="kahz"))
    hands.waits = 0
    assert listening.request(STORY).id == name
    assert hands.waits
    entry = catalog.get(name)
    assert entry is not None
    assert entry.digest != request_digest(STORY)
    assert listening.status(name).status == "ready"  # the hands say the same as before
    assert listening.request(STORY).status == "ready"
    assert hands.take() is None


def test_who_listens_hears_at_once_and_has_it_made_anew(
    listening: ArticleService, hands: Hands, settings: Settings
) -> None:
    name = heard_before(listening, hands)
    old = listening.current_narration(name)
    assert listening.narration_for_playback(name) == old
    assert hands.take() is None
    LexiconEditor(settings).add(LexiconEntry("Kaz", say="kahz"))
    assert listening.narration_for_playback(name) == old
    assert listening.narration_for_playback(name) == old
    assert hands.work() == ["tts.prepare"]
    assert listening.refresh(name).status == "ready"
    assert listening.narration_for_playback(name) == old
    assert hands.take() is None


def test_a_lexicon_taken_away_counts_too(
    listening: ArticleService, hands: Hands, settings: Settings, narrations: FolderNarrations
) -> None:
    editor = LexiconEditor(settings)
    word = editor.add(LexiconEntry("Kaz", say="kahz"))
    name = heard_before(listening, hands)
    assert narrations.outcome(name, request_digest(STORY)) is None
    editor.remove(word.id, word.version)
    listening.request(STORY)
    assert narrations.outcome(name, request_digest(STORY)) is not None
