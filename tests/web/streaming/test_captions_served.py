"""Captions and chapters over HTTP, while it grows and when it is ready."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.web.streaming.narrator import Narration, Narrator


@pytest.fixture(scope="module")
def ready(narrator: Narrator) -> Narration:
    return narrator.ready("Captioned")


def cue_texts(vtt: str) -> list[str]:
    return re.findall(r"^.+ --> .+\n(.+)$", vtt, re.MULTILINE)


def test_sentences(get: httpx.Client, ready: Narration) -> None:
    response = get.get(f"/captions/{ready.article_id}.vtt")
    assert response.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.text.startswith("WEBVTT\n")
    assert cue_texts(response.text)[:3] == [
        "The ferry leaves at dawn.",
        "It costs $5 &amp; a smile.",
        "Nobody &lt;ever&gt; asked why.",
    ]


def test_words(get: httpx.Client, ready: Narration) -> None:
    texts = cue_texts(get.get(f"/captions/{ready.article_id}.vtt", params={"words": "1"}).text)
    assert texts[:10] == ["The", "ferry", "leaves", "at", "dawn.", "It", "costs", "$5", "&amp;", "a"]


def test_times_are_those_of_the_audio(get: httpx.Client, narrator: Narrator, ready: Narration) -> None:
    finished = narrator.narrations.finished(ready.id)
    assert finished is not None
    ends = re.findall(r"--> 00:(\d\d):([\d.]+)", get.get(f"/captions/{ready.article_id}.vtt").text)
    assert [int(m) * 60 + float(s) for m, s in ends] == pytest.approx(
        [cue.end_s for cue in finished.cues], abs=0.001
    )


def test_chapters(get: httpx.Client, ready: Narration) -> None:
    response = get.get(f"/chapters/{ready.article_id}.json")
    assert response.headers["Content-Type"] == "application/json+chapters"
    chapters = response.json()
    assert chapters["version"] == "1.2.0"
    assert [chapter["title"] for chapter in chapters["chapters"]] == ["Captioned", "At sea"]
    assert chapters["chapters"][0]["startTime"] == 0


@pytest.mark.parametrize(
    "address", ["/captions/{0}.vtt", "/captions/{0}/{1}.vtt", "/chapters/{0}.json", "/chapters/{0}/{1}.json"]
)
def test_what_is_whole_is_kept_and_revalidated(get: httpx.Client, ready: Narration, address: str) -> None:
    path = address.format(ready.article_id, ready.revision)
    response = get.get(path)
    assert ("immutable" in response.headers["Cache-Control"]) == (ready.revision in path)
    again = get.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_while_it_grows_what_has_landed_is_captioned(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("Captioned early")
    address = f"/captions/{narration.article_id}.vtt"
    assert cue_texts(get.get(address).text) == []
    for index in (0, 2):
        narrator.land(narration, index)
    for path in (address, f"/captions/{narration.article_id}/{narration.revision}.vtt"):
        response = get.get(path)
        assert response.headers["Cache-Control"] == "no-store"
        assert "ETag" not in response.headers
        assert cue_texts(response.text) == ["The ferry leaves at dawn."]  # the second is missing
    assert len(get.get(f"/chapters/{narration.article_id}.json").json()["chapters"]) == 1


def test_words_of_a_segment_that_is_no_longer_kept(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.ready("Pruned since")
    narrator.segments.delete(narration.plan.segments[0].key)
    texts = cue_texts(get.get(f"/captions/{narration.article_id}.vtt", params={"words": "1"}).text)
    assert texts[:2] == ["The ferry leaves at dawn.", "It"]


@pytest.mark.parametrize(
    "path",
    [
        "/captions/nobody.vtt",
        "/chapters/nobody.json",
        "/captions/nobody/..vtt",
        "/captions/A/B.vtt",
        "/captions/nobody.json",
    ],
)
def test_what_is_not_known_is_not_found(get: httpx.Client, path: str) -> None:
    response = get.get(path)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


def test_what_is_not_read_yet_is_not_found_yet(get: httpx.Client, narrator: Narrator) -> None:
    article_id = narrator.accept("Read later")
    assert get.get(f"/captions/{article_id}.vtt").json()["kind"] == "not-read-yet"
