"""A person's reading is uploaded, heard in the place of the voice, kept through an edit, and taken away."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import numpy as np
import psutil
import pytest
from mutagen.id3 import ID3

from audio_cache.mp3.frames import SAMPLE_RATE
from audio_cache.plan import Plan, PlannedSegment, Recorded
from tests.readings import COFFEE, FLOOD, as_file, reading, script_of
from tests.running import Service, wait_until
from tts_service.article.disclosure import COMPOSITE_TYPE, RECORDED_TYPE, SOURCE_TYPE
from workers.credentials.manifest import manifest_of

SYNTHETIC = "Read by a synthetic voice."


@pytest.fixture(scope="module")
def service(service_of_file: Callable[..., Service]) -> Service:
    return service_of_file(engine="hibari", workers="1", web_workers="1")


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """FLOOD, read by a person."""
    samples = reading(script_of(FLOOD)).samples
    return as_file(samples, tmp_path_factory.mktemp("reels") / "flood.mp3").read_bytes()


ENGINEERS = "4-6"
"""The paragraph of FLOOD about the engineers, as segments of its script."""


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """That paragraph, read by a person."""
    samples = reading(script_of(FLOOD), left_out=[0, 1, 2, 3, 7, 8]).samples
    return as_file(samples, tmp_path_factory.mktemp("reels") / "engineers.mp3").read_bytes()


@pytest.fixture
def article(service: Service, request: pytest.FixtureRequest) -> str:
    """FLOOD, spoken: an article of each test's own."""
    accepted = service.post(story(request.node.name))
    service.wait_ready(accepted["id"])
    return str(accepted["id"])


def story(name: str, more: str = "", changed: tuple[str, str] = ("", "")) -> dict[str, str]:
    """A page with FLOOD on it."""
    text = f"{FLOOD.text}{more}".replace(*changed) if changed[0] else f"{FLOOD.text}{more}"
    paragraphs = "".join(f"<p>{one}</p>" for one in text.split("\n\n"))
    address = re.sub(r"\W", "-", name)
    head = f'<title>{FLOOD.title}</title><link rel="canonical" href="https://news.example/{address}">'
    body = f"<article><h1>{FLOOD.title}</h1>{paragraphs}</article>"
    return {"html": f'<html lang="en"><head>{head}</head><body>{body}</body></html>'}


def upload(service: Service, article_id: str, file: bytes, by: str = "", **part: str) -> httpx.Response:
    return httpx.put(
        f"{service.url}/v1/articles/{article_id}/recording",
        params={"by": by, **part} if by else part,
        content=file,
        trust_env=False,
        timeout=60,
    )


def remove(service: Service, article_id: str, **part: str) -> httpx.Response:
    address = f"{service.url}/v1/articles/{article_id}/recording"
    return httpx.delete(address, params=part, trust_env=False, timeout=60)


def recorded(service: Service, article_id: str, file: bytes, by: str = "", **part: str) -> dict[str, object]:
    assert upload(service, article_id, file, by, **part).status_code == 202
    status = service.wait_ready(article_id)
    assert status["error"] is None
    return status


def test_it_is_heard_in_the_place_of_the_voice(service: Service, article: str, reel: bytes) -> None:
    spoken = service.status(article)
    status = recorded(service, article, reel, "Anna Weber")
    assert status["recording"] == {"name": "Anna Weber"}
    assert status["disclosure"] == "Read by Anna Weber."
    assert status["revision"] != spoken["revision"]

    audio = service.get(f"/audio/{article}.mp3")
    fixed = f"/audio/{article}/{status['revision']}.mp3"
    assert service.get(fixed).content == audio.content
    assert service.get(fixed, headers={"Range": "bytes=1000-1999"}).content == audio.content[1000:2000]
    tag = ID3(fileobj=io.BytesIO(audio.content))
    assert tag["TXXX:digitalSourceType"].text == [RECORDED_TYPE]
    assert "Read by Anna Weber." in str(tag.getall("COMM")[0])

    page = service.get(f"/listen/{article}").text
    assert RECORDED_TYPE in page
    assert SOURCE_TYPE not in page
    assert "Read by Anna Weber." in page
    assert SYNTHETIC not in page
    captions = service.get(f"/captions/{article}.vtt", params={"words": "1"}).text
    assert "Read by Anna Weber." in captions
    assert captions.count("-->") > 100
    assert service.get(f"/chapters/{article}.json").status_code == 200
    assert service.get(f"/audio/{article}.m3u8").status_code == 200
    made = f"{article}/{status['revision']}.mp3"
    feed = wait_until(lambda: made in (found := service.get("/feed.xml").text) and found, "the episode")
    assert "Read by Anna Weber." in feed
    assert RECORDED_TYPE in feed


def test_the_same_again_changes_nothing(service: Service, article: str, reel: bytes) -> None:
    first = recorded(service, article, reel, "Anna")
    again = upload(service, article, reel, "Anna")
    assert (again.status_code, again.json()["revision"]) == (200, first["revision"])
    only_section = upload(service, article, reel, "Anna", section="0")
    assert (only_section.status_code, only_section.json()["recording"]) == (200, {"name": "Anna"})
    assert upload(service, article, reel, "Anna", segments=ENGINEERS).status_code == 409
    assert remove(service, article, segments=ENGINEERS).status_code == 409


def test_an_edit_keeps_it_and_says_so(
    service: Service, article: str, reel: bytes, request: pytest.FixtureRequest
) -> None:
    before = recorded(service, article, reel, "Anna Weber")
    service.post(story(request.node.name, " Nobody knows why."))
    status = service.wait_ready(article)
    assert status["revision"] == before["revision"]
    assert status["recording"] == {"name": "Anna Weber", "outdated": True}
    outdated = "Read by Anna Weber. Recorded before the article was edited."
    assert status["disclosure"] == outdated
    for place in (f"/listen/{article}", f"/embed/{article}", "/feed.xml"):
        assert outdated in service.get(place).text, place
    assert "recorded before the article was edited" in service.get(f"/admin/articles/{article}").text

    service.post(story(request.node.name))
    assert service.wait_ready(article)["recording"] == {"name": "Anna Weber"}


def test_taking_it_away_brings_the_voice_back_at_once(service: Service, article: str, reel: bytes) -> None:
    spoken = service.get(f"/audio/{article}.mp3").content
    recorded(service, article, reel)
    answer = remove(service, article)
    assert (answer.status_code, answer.json()["recording"]) == (200, None)
    assert answer.json()["disclosure"] == SYNTHETIC
    assert service.get(f"/audio/{article}.mp3").content == spoken
    assert not list(_folder(service, article).glob("recording-*"))
    assert remove(service, article).status_code == 200


def _folder(service: Service, article_id: str) -> Path:
    return service.settings.cache_dir / "narrations" / article_id


def test_another_text_is_refused_and_nothing_changes(service: Service, article: str, tmp_path: Path) -> None:
    before, heard = service.status(article), service.get(f"/audio/{article}.mp3").content
    other = as_file(reading(script_of(COFFEE)).samples, tmp_path / "coffee.m4a").read_bytes()
    assert upload(service, article, other).status_code == 202
    status = service.wait_ready(article)
    assert status["error"]["kind"] == "unusable-recording"
    assert status["error"]["detail"].startswith("The recording was refused. ")
    assert {**status, "error": None, "updated_at": ""} == {**before, "updated_at": ""}
    assert service.get(f"/audio/{article}.mp3").content == heard
    page = service.get(f"/admin/articles/{article}").text
    assert "The recording cannot be used." in page
    assert "The recording was refused." in page


def test_silence_is_refused_and_nothing_changes(service: Service, article: str, tmp_path: Path) -> None:
    before = service.status(article)
    silence = as_file(np.zeros(SAMPLE_RATE * 40, np.float32), tmp_path / "silence.mp3").read_bytes()
    assert upload(service, article, silence).status_code == 202
    status = service.wait_ready(article)
    assert status["error"]["kind"] == "unusable-recording"
    assert "It is silent." in status["error"]["detail"]
    assert {**status, "error": None, "updated_at": ""} == {**before, "updated_at": ""}


def test_of_two_editors_at_once_the_last_one_counts(
    service: Service, article: str, reel: bytes, tmp_path: Path
) -> None:
    other = as_file(reading(script_of(FLOOD), seed=2).samples, tmp_path / "flood.flac").read_bytes()
    assert upload(service, article, reel, "Anna").status_code == 202
    assert upload(service, article, other, "Ben").status_code == 202
    assert service.wait_ready(article)["recording"] == {"name": "Ben"}


def test_a_killed_worker_costs_only_time(service: Service, article: str, reel: bytes) -> None:
    begun = r"Task tts\.record\[.*received"
    before = sum(re.search(begun, line) is not None for line in service.running.lines)
    assert upload(service, article, reel, "Anna").status_code == 202
    service.running.wait_for_line(begun, count=before + 1)
    for process in service.running.descendants():
        with contextlib.suppress(psutil.NoSuchProcess):
            if "celery" in " ".join(process.cmdline()) and not process.children():
                process.kill()
    assert service.wait_ready(article)["recording"] == {"name": "Anna"}


@pytest.mark.parametrize(
    ("file", "status"),
    [(b"", 400), (b"#EXTM3U\nhttp://news.example/a.ts", 415), (b"<html>", 415)],
)
def test_what_is_no_recording_is_told_at_once(
    service: Service, article: str, file: bytes, status: int
) -> None:
    answer = upload(service, article, file)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not list(service.settings.uploads_dir.glob("*"))


def test_what_is_too_large_is_told_before_it_is_sent(service: Service, article: str) -> None:
    asked = http.client.HTTPConnection("127.0.0.1", service.settings.port, timeout=60)
    with contextlib.closing(asked):
        asked.putrequest("PUT", f"/v1/articles/{article}/recording")
        asked.putheader("Content-Length", "900000000")
        asked.endheaders()
        answer = asked.getresponse()
        assert answer.status == 413
        assert "300 MB" in json.loads(answer.read())["detail"]


def test_an_article_that_is_not_there(service: Service, reel: bytes) -> None:
    assert upload(service, "nosucharticle", reel).status_code == 404


def test_editors_upload_it_on_its_page(service: Service, article: str, reel: bytes) -> None:
    with httpx.Client(base_url=service.url, trust_env=False, timeout=60, follow_redirects=True) as browser:
        page = browser.get(f"/admin/articles/{article}").text
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert token is not None
        fields = {"token": token[1], "by": "Anna Weber"}
        files = {"file": ("flood.mp3", reel, "audio/mpeg")}
        answer = browser.post(f"/admin/articles/{article}/record", data=fields, files=files)
        assert answer.status_code == 200, answer.text
        assert service.wait_ready(article)["recording"] == {"name": "Anna Weber"}
        assert "Read by Anna Weber." in browser.get(f"/admin/articles/{article}").text
        answer = browser.post(f"/admin/articles/{article}/unrecord", data={"token": token[1]})
        assert "A person’s reading can take the place of the voice, for the whole article" in answer.text
        assert browser.post(f"/admin/articles/{article}/record", files=files).status_code == 403


# -- a part of it -------------------------------------------------------------------------------------------


PARTLY = "Partly read by Anna Weber. The rest is read by a synthetic voice."


def test_a_part_is_heard_in_the_place_of_the_voice(service: Service, article: str, part: bytes) -> None:
    spoken = service.get(f"/audio/{article}.mp3").content
    status = recorded(service, article, part, "Anna Weber", segments=ENGINEERS)
    assert status["recording"] == {
        "name": "Anna Weber",
        "sections": [{"first": 4, "last": 6, "name": "Anna Weber"}],
    }
    assert status["disclosure"] == PARTLY
    script = service.get(f"/v1/articles/{article}/script").json()
    assert script["read_by"] == [{"first": 4, "end": 7, "name": "Anna Weber"}]

    audio = service.get(f"/audio/{article}.mp3").content
    assert service.get(f"/audio/{article}/{status['revision']}.mp3").content == audio
    assert audio[-8000:] == spoken[-8000:]
    assert ID3(fileobj=io.BytesIO(audio))["TXXX:digitalSourceType"].text == [COMPOSITE_TYPE]
    page = service.get(f"/listen/{article}").text
    assert COMPOSITE_TYPE in page
    assert PARTLY in page
    captions = service.get(f"/captions/{article}.vtt", params={"words": "1"}).text
    assert PARTLY in captions
    assert captions.count("-->") > 100
    assert service.get(f"/chapters/{article}.json").status_code == 200
    assert service.get(f"/audio/{article}.m3u8").status_code == 200
    made = f"{article}/{status['revision']}.mp3"
    feed = wait_until(lambda: made in (found := service.get("/feed.xml").text) and found, "the episode")
    assert PARTLY in feed
    assert COMPOSITE_TYPE in feed
    again = upload(service, article, part, "Anna Weber", segments=ENGINEERS)
    assert (again.status_code, again.json()["revision"]) == (200, status["revision"])


def test_an_edit_elsewhere_keeps_a_part_and_one_within_it_is_told(
    service: Service, article: str, part: bytes, request: pytest.FixtureRequest
) -> None:
    before = recorded(service, article, part, "Anna Weber", segments=ENGINEERS)
    name = request.node.name
    service.post(story(name, " Nobody knows why."))
    status = service.wait_ready(article)
    assert status["revision"] != before["revision"]
    assert status["recording"] == before["recording"]

    service.post(story(name, changed=("sluice gate had jammed", "gate had stuck")))
    status = service.wait_ready(article)
    assert status["revision"] == before["revision"]
    outdated = [{"first": 4, "last": 6, "name": "Anna Weber", "outdated": True}]
    assert status["recording"] == {"name": "Anna Weber", "outdated": True, "sections": outdated}
    assert "Recorded before the article was edited." in str(status["disclosure"])
    assert "recorded before this part was edited" in service.get(f"/admin/articles/{article}").text

    service.post(story(name))
    assert service.wait_ready(article)["recording"] == before["recording"]


def test_parts_are_chosen_and_taken_away_on_the_page_of_the_article(
    service: Service, article: str, part: bytes
) -> None:
    spoken = service.status(article)["revision"]
    with httpx.Client(base_url=service.url, trust_env=False, timeout=60, follow_redirects=True) as browser:
        page = browser.get(f"/admin/articles/{article}").text
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert token is not None
        assert re.search(r'<option value="4">4\. Engineers from the county', page)
        fields = {"token": token[1], "by": "Ben", "part": "some", "first": "4", "last": "6"}
        files = {"file": ("part.mp3", part, "audio/mpeg")}
        path = f"/admin/articles/{article}/record"
        assert browser.post(path, data=fields, files=files).status_code == 200
        assert service.wait_ready(article)["disclosure"] == PARTLY.replace("Anna Weber", "Ben")
        page = browser.get(f"/admin/articles/{article}").text
        assert "Engineers from the county" in page
        assert ": read by Ben." in page
        wrong = browser.post(path, data={**fields, "last": "1"}, files=files)
        assert wrong.status_code == 400
        taken = {"token": token[1], "segments": "4-6"}
        assert browser.post(f"/admin/articles/{article}/unrecord", data=taken).status_code == 200
    status = service.status(article)
    assert (status["revision"], status["recording"]) == (spoken, None)
    assert not list(_folder(service, article).glob("recording-*"))


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"segments": "2-2"}, "no whole paragraphs"),
        ({"segments": "4"}, "the first and the last one"),
        ({"section": "9"}, "no section 9"),
        ({"section": "x"}, "must be a number"),
        ({"section": "0", "segments": "4-6"}, "either section or segments"),
    ],
)
def test_a_part_that_there_is_not_is_told(
    service: Service, article: str, part: bytes, wanted: dict[str, str], told: str
) -> None:
    for answer in (upload(service, article, part, **wanted), remove(service, article, **wanted)):
        if answer.request.method == "DELETE" and told in ("no whole paragraphs", "no section 9"):
            continue  # nothing is recorded, so there is nothing to take away
        assert answer.status_code == 400
        assert told in answer.json()["detail"]


def test_it_goes_with_its_article(service: Service, article: str, reel: bytes) -> None:
    recorded(service, article, reel)
    folder = _folder(service, article)
    assert list(folder.glob("recording-*"))
    address = f"{service.url}/v1/articles/{article}"
    assert httpx.delete(address, trust_env=False).status_code == 204
    wait_until(lambda: not folder.exists(), "the end of the article's folder")


def test_credentials_are_for_a_person() -> None:
    plan = Plan(
        article_id="a1",
        revision="r1",
        language="en",
        engine="recording",
        voice="recording",
        segments=(PlannedSegment("k", "recording", "recording", 0),),
        tag_bytes=0,
        recorded=Recorded("ab" * 32, "text", "Anna Weber"),
    )
    told = json.dumps(manifest_of(plan, script_of(FLOOD), "News", "1", "2026-11-30T00:00:00Z"))
    assert RECORDED_TYPE in told
    assert SOURCE_TYPE not in told
    assert "Anna Weber" in told
    assert "AISystemUsed" not in told
