"""``/v1/articles`` over HTTP."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.hands import DOUBTFUL_PAGE, Hands

STORY = {"text": "The river rose. The bridge held.", "title": "The river"}


def finished(client: FlaskClient, hands: Hands, article: dict[str, str] = STORY) -> str:
    status = client.post("/v1/articles", json=article).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    return str(status["id"])


def names(answer: TestResponse) -> list[str]:
    assert answer.json is not None
    return [article["id"] for article in answer.json["articles"]]


def test_asking_is_answered_at_once_and_says_where_to_look(client: FlaskClient) -> None:
    answer = client.post("/v1/articles", json=STORY)
    assert answer.status_code == 202
    assert answer.json is not None
    name = answer.json["id"]
    assert answer.headers["Location"] == f"http://127.0.0.1:8000/v1/articles/{name}"
    assert answer.json["audio_url"] == f"http://127.0.0.1:8000/audio/{name}.mp3"
    assert answer.json["captions_url"] == f"http://127.0.0.1:8000/captions/{name}.vtt"
    assert answer.json["chapters_url"] == f"http://127.0.0.1:8000/chapters/{name}.json"
    assert client.get(f"/v1/articles/{name}").json == answer.json


def test_the_same_again_is_the_same_and_says_200_once_ready(client: FlaskClient, hands: Hands) -> None:
    name = finished(client, hands)
    again = client.post("/v1/articles", json=STORY)
    assert again.status_code == 200
    assert again.json is not None
    assert (again.json["id"], again.json["status"]) == (name, "ready")


def test_every_field_of_the_contract_is_answered(client: FlaskClient, hands: Hands) -> None:
    status = client.get(f"/v1/articles/{finished(client, hands)}").json
    assert status is not None
    contract = (
        "id status revision title language voice engine duration_s progress audio_url captions_url "
        "chapters_url error"
    )
    assert set(contract.split()) <= set(status)
    assert status["progress"] == {"segments_done": 2, "segments_total": 2}
    assert status["created_at"].endswith("Z")


def test_the_audio_that_is_promised_is_there(client: FlaskClient, hands: Hands) -> None:
    name = finished(client, hands)
    audio = client.get(f"/audio/{name}.mp3")
    assert (audio.status_code, audio.content_type) == (200, "audio/mpeg")


def test_looking_up_a_page(client: FlaskClient) -> None:
    page = "https://news.example/river"
    client.post("/v1/articles", json={"url": page})
    assert len(names(client.get("/v1/articles", query_string={"url": page + "#top"}))) == 1
    assert names(client.get("/v1/articles", query_string={"url": page, "voice": "tone/b\0"})) == []
    assert names(client.get("/v1/articles", query_string={"url": "https://news.example/other"})) == []
    assert names(client.get("/v1/articles", query_string={"url": ""})) == []


def test_the_list_goes_from_page_to_page(client: FlaskClient) -> None:
    made = [client.post("/v1/articles", json={"text": f"Story {n}."}).json["id"] for n in range(5)]  # type: ignore[index]
    first = client.get("/v1/articles?limit=3")
    assert first.json is not None
    second = client.get("/v1/articles", query_string={"limit": 3, "cursor": first.json["cursor"]})
    assert names(first) + names(second) == made[::-1]
    assert second.json is not None
    assert second.json["cursor"] is None


def test_the_list_of_a_show(client: FlaskClient) -> None:
    for number, show in enumerate(("daily", "weekly", "daily")):
        client.post(
            "/v1/articles", json={"text": f"Story number {number}.", "title": f"Story {number}", "show": show}
        )
    answer = client.get("/v1/articles?show=daily").json
    assert answer is not None
    assert [article["show"] for article in answer["articles"]] == ["daily", "daily"]
    assert "may_ask" not in answer


def test_the_script_is_answered_and_need_not_be_sent_twice(client: FlaskClient, hands: Hands) -> None:
    name = finished(client, hands)
    answer = client.get(f"/v1/articles/{name}/script")
    assert answer.json is not None
    assert [segment["text"] for segment in answer.json["segments"]] == ["The river rose.", "The bridge held."]
    again = client.get(f"/v1/articles/{name}/script", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_account_says_what_became_of_the_article(client: FlaskClient, hands: Hands) -> None:
    account = client.get(f"/v1/articles/{finished(client, hands)}/account").json
    assert account is not None
    assert account["sentences"] == {"planned": 2, "spoken": 2}
    assert (account["flags"], account["notes"]) == ([], [])


def test_the_account_lists_the_rest_of_the_page_and_doubts(client: FlaskClient, hands: Hands) -> None:
    hands.reads_pages = True
    status = client.post("/v1/articles", json={"html": DOUBTFUL_PAGE}).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    account = client.get(f"/v1/articles/{status['id']}/account").json
    script = client.get(f"/v1/articles/{status['id']}/script").json
    assert account is not None
    assert script is not None
    reasons = [group["reason"] for group in account["outside"]]
    assert reasons == ["a control of the page", "outside the article's body"]
    assert account["outside"] == script["outside"]
    assert account["doubts"] == script["doubts"]
    assert account["doubts"][0].startswith("One paragraph with ")
    assert account["complete"] is False


def test_there_is_no_account_of_what_is_not_there(client: FlaskClient) -> None:
    assert client.get("/v1/articles/none/account").status_code == 404


def test_deleting(client: FlaskClient, hands: Hands) -> None:
    name = finished(client, hands)
    assert client.delete(f"/v1/articles/{name}").status_code == 204
    assert client.get(f"/v1/articles/{name}").status_code == 404
    assert client.delete(f"/v1/articles/{name}").status_code == 404


def test_the_log_names_the_article(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "tts_service.web.requests")
    status = client.post("/v1/articles", json=STORY).json
    assert status is not None
    client.get(f"/v1/articles/{status['id']}")
    client.get("/captions/unknown.vtt")
    lines = [record.getMessage() for record in caplog.records if record.name == "tts_service.web.requests"]
    assert len(lines) == 2
    assert lines[0].startswith("method=POST path='/v1/articles' status=202 took_ms=")
    assert lines[0].endswith(f"article='{status['id']}'")
    assert lines[1].endswith("article='unknown'")


def test_answers_are_not_kept_by_caches(client: FlaskClient) -> None:
    answer = client.post("/v1/articles", json=STORY)
    assert answer.json is not None
    for path in ("/v1/articles", f"/v1/articles/{answer.json['id']}", "/v1/articles/unknown"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
