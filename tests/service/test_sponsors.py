"""An article with messages of sponsors, on the whole service: the stitched file is a good MP3, to the frame,
and the article's own file is what it was."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator

import mutagen.id3
import pytest

from audio_cache.mp3.frames import BYTES_PER_SECOND, FRAME_SAMPLES, SAMPLE_RATE
from tests.hearing import decoded
from tests.running import Service, count_frames, wait_until, without_tag
from tests.sponsored import Heard, sponsored, ten_minutes_later
from tts_service.article.script.message import message_id


@pytest.fixture(scope="module")
def heard(service: Service) -> Iterator[Heard]:
    with sponsored(service) as heard:
        yield heard


def test_it_decodes_without_an_error_and_is_as_long_as_it_says(service: Service, heard: Heard) -> None:
    whole = service.get(heard.rendition)
    samples = decoded(whole.content)
    frames = count_frames(whole.content)
    assert abs(samples.size - frames * FRAME_SAMPLES) <= FRAME_SAMPLES
    assert (len(whole.content), heard.length_s) == (heard.size, round(samples.size / SAMPLE_RATE))
    assert whole.headers["Content-Length"] == str(heard.size)
    tag = mutagen.id3.ID3(io.BytesIO(whole.content))
    assert tag["TIT2"].text == ["Twenty days of fog"]
    last = max(chapter.end_time for chapter in tag.getall("CHAP"))
    assert last == pytest.approx(samples.size / SAMPLE_RATE * 1000, abs=24)


def test_the_articles_own_file_is_unchanged_and_all_of_it_is_there(service: Service, heard: Heard) -> None:
    own = service.get(f"/audio/{heard.article_id}/{heard.revision}.mp3").content
    assert own == heard.before
    frames, stitched = without_tag(own), without_tag(service.get(heard.rendition).content)
    before = service.get(f"/captions/{heard.article_id}/{heard.revision}.json").json()["sentences"]
    after = service.get(captions(heard, "json")).json()["sentences"]
    assert len(before) == len(after) > 20
    for (text, start, end, *_), (same, moved, ended, *_) in zip(before, after, strict=True):
        assert text == same
        assert stitched[at(moved) : at(ended)] == frames[at(start) : at(end)], text


def captions(heard: Heard, kind: str) -> str:
    return heard.rendition.replace("/audio/", "/captions/").replace(".mp3", f".{kind}")


def at(time_s: float) -> int:
    return round(time_s * BYTES_PER_SECOND)


def test_captions_and_chapters_tell_of_the_messages_where_they_are_heard(
    service: Service, heard: Heard
) -> None:
    stitched = without_tag(service.get(heard.rendition).content)
    address = heard.rendition.replace("/audio/", "/chapters/").replace(".mp3", ".json")
    chapters = json.loads(service.get(address).content)["chapters"]
    titles = [chapter["title"] for chapter in chapters]
    assert titles[0] == "Sponsored: Harbour Bank"
    assert titles[-1] == "Sponsored: Rowing Club"
    assert "Sponsored: Harbour Inn" in titles[1:-1]
    assert chapters[0]["url"] == "https://bank.example/offer"
    for name, label in (("bank", "Harbour Bank"), ("inn", "Harbour Inn"), ("club", "Rowing Club")):
        message = without_tag(service.get(f"/audio/{message_id(name)}.mp3").content)
        told = [chapter for chapter in chapters if chapter["title"] == f"Sponsored: {label}"]
        assert all(stitched[at(one["startTime"]) :].startswith(message) for one in told)
    vtt = service.get(captions(heard, "vtt")).text
    (line,) = set(re.findall(r".*\[Sponsored: Harbour Inn\].*", vtt))
    assert line == "[Sponsored: Harbour Inn] Sleep well at the Harbour Inn."
    transcript = service.get(
        heard.rendition.replace("/audio/", "/transcripts/").replace(".mp3", ".json")
    ).json()
    starts = [segment["startTime"] for segment in transcript["segments"]]
    assert starts == sorted(starts)


@pytest.mark.parametrize("query", ["", "?long-way"])
def test_ranges_are_those_of_the_whole_whatever_piece_they_are_in(
    service: Service, heard: Heard, query: str
) -> None:
    """Also across the places where pieces meet. With a query the request goes through the application."""
    whole = service.get(heard.rendition).content
    first = service.get(heard.rendition + query, headers={"Range": "bytes=0-0"})
    assert first.headers["ETag"] == service.get(heard.rendition).headers["ETag"]
    for start in range(0, len(whole), 150_001):
        stop = min(start + 200_000, len(whole))
        part = service.get(heard.rendition + query, headers={"Range": f"bytes={start}-{stop - 1}"})
        assert part.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(whole)}"
        assert part.content == whole[start:stop], start
    assert service.get(heard.rendition + query).content == whole


def test_the_moving_address_has_it_once_nobody_can_be_listening_to_what_grew(
    service: Service, heard: Heard
) -> None:
    moving = f"/audio/{heard.article_id}.mp3"
    assert service.get(moving).content == heard.before
    ten_minutes_later(service, heard.article_id)
    now = wait_until(
        lambda: (it := service.get(moving)).headers["X-Narration-Revision"] != heard.revision and it, "it"
    )
    assert now.content == service.get(heard.rendition).content
    assert now.headers["Content-Location"] == heard.rendition
    status = service.status(heard.article_id)
    assert status["audio_url"].endswith(heard.rendition)


def test_what_was_sent_is_counted(service: Service, heard: Heard) -> None:
    def plays() -> int:
        return int(service.get(f"/v1/articles/{message_id('club')}/plays").json()["total"]["starts"])

    before = plays()
    service.get(heard.rendition)
    service.get(heard.rendition, headers={"Range": "bytes=0-99"})
    assert wait_until(lambda: plays() - before, "the play") >= 1
