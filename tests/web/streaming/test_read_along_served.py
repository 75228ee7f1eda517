"""Sentences and words over HTTP, while it grows and when it is ready."""

from __future__ import annotations

import httpx
import pytest

from tests.web.streaming.narrator import SENTENCES, Narration, Narrator


@pytest.fixture(scope="module")
def ready(narrator: Narrator) -> Narration:
    return narrator.ready("Read along")


def test_every_sentence_with_its_words(get: httpx.Client, narrator: Narrator, ready: Narration) -> None:
    response = get.get(f"/captions/{ready.article_id}.json")
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    body = response.json()
    assert (body["revision"], body["is_whole"], body["first"]) == (ready.revision, True, 0)
    assert [sentence[0] for sentence in body["sentences"]] == list(SENTENCES)
    finished = narrator.narrations.finished(ready.id)
    assert finished is not None
    assert [(s[1], s[2]) for s in body["sentences"]] == [
        pytest.approx((cue.start_s, cue.end_s)) for cue in finished.cues
    ]
    text, start_s, *_, words = body["sentences"][1]
    assert [text[first:end] for first, end, *_ in words] == ["It", "costs", "$5", "&", "a", "smile."]
    assert words[0][2] == pytest.approx(start_s, abs=0.001)


@pytest.mark.parametrize("address", ["/captions/{0}.json", "/captions/{0}/{1}.json"])
def test_once_whole_it_is_kept_and_revalidated(get: httpx.Client, ready: Narration, address: str) -> None:
    path = address.format(ready.article_id, ready.revision)
    response = get.get(path)
    assert ("immutable" in response.headers["Cache-Control"]) == (ready.revision in path)
    again = get.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_while_it_grows_times_come_in_order(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("Read along early")
    address = f"/captions/{narration.article_id}.json"
    assert [sentence[1] for sentence in get.get(address).json()["sentences"]] == [None] * len(SENTENCES)
    for index in (0, 2):
        narrator.land(narration, index)
    response = get.get(address)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json()["is_whole"] is False
    assert [sentence[1] is None for sentence in response.json()["sentences"]] == [
        False,
        *[True] * (len(SENTENCES) - 1),
    ]


def test_what_the_page_has_already_is_left_out(get: httpx.Client, ready: Narration) -> None:
    body = get.get(f"/captions/{ready.article_id}.json", params={"first": "4"}).json()
    assert body["first"] == 4
    assert [sentence[0] for sentence in body["sentences"]] == list(SENTENCES[4:])
    assert body["sentences"][0][1] > 0
    assert len(body["sentences"][0][4]) == 6
    assert get.get(f"/captions/{ready.article_id}.json", params={"first": "99"}).json()["sentences"] == []


@pytest.mark.parametrize("first", ["-1", "two", "", "٣", "9" * 30])
def test_a_first_sentence_that_is_no_number_is_refused(
    get: httpx.Client, ready: Narration, first: str
) -> None:
    response = get.get(f"/captions/{ready.article_id}.json", params={"first": first})
    assert response.status_code == 400
    assert "first" in response.json()["detail"]
