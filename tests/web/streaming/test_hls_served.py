"""A narration by HTTP Live Streaming: while it grows, when it is whole, and to ffmpeg."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urljoin

import httpx
import imageio_ffmpeg
import pytest

from audio_cache.mp3.frames import BYTES_PER_SECOND, FRAME_BYTES, FRAME_SAMPLES
from audio_cache.plan import Failure
from tests.web.hls_rules import is_closed, segments, timestamp, violations
from tests.web.streaming.narrator import SENTENCES, TAG, Narration, Narrator

LONG = "Meanwhile the gulls of the harbour, " * 6 + "which nobody had invited, went on with their own debate."
TALE = (*SENTENCES, LONG, *SENTENCES)
FAILURE = Failure("engine-failed", "The engine failed", "It did.", 502)


@pytest.fixture(scope="module")
def tale(narrator: Narrator) -> Narration:
    return narrator.ready("In pieces", TALE)


def playlist_of(narration: Narration) -> str:
    return narration.moving.replace(".mp3", ".m3u8")


def fetch_pieces(get: httpx.Client, address: str, playlist: str) -> list[bytes]:
    answers = [get.get(urljoin(address, listed.address)) for listed in segments(playlist)]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.content for answer in answers]


def test_the_pieces_are_the_narration(get: httpx.Client, narrator: Narrator, tale: Narration) -> None:
    file = narrator.file(tale)[len(TAG) :]
    for address in (playlist_of(tale), tale.fixed.replace(".mp3", ".m3u8")):
        playlist = get.get(address).text
        assert violations([playlist]) == []
        at = 0
        for listed, piece in zip(segments(playlist), fetch_pieces(get, address, playlist), strict=True):
            starts_s, audio = timestamp(piece)
            assert starts_s == pytest.approx(at / BYTES_PER_SECOND)
            assert len(audio) == listed.seconds * BYTES_PER_SECOND
            at += len(audio)
        assert at == len(file)


def test_only_what_is_cut_in_a_sentence_is_laid_out_anew(
    get: httpx.Client, narrator: Narrator, tale: Narration
) -> None:
    file = narrator.file(tale)[len(TAG) :]
    starts = {cue.offset for cue in narrator.narrations.finished(tale.id).cues}  # type: ignore[union-attr]
    address = playlist_of(tale)
    at = 0
    changed = []
    for piece in fetch_pieces(get, address, get.get(address).text):
        _, audio = timestamp(piece)
        if audio != file[at : at + len(audio)]:
            changed.append(at)
        at += len(audio)
    assert changed
    assert not starts & set(changed)


def test_how_it_may_be_kept(get: httpx.Client, tale: Narration) -> None:
    moving, fixed = (get.get(address) for address in (playlist_of(tale), tale.fixed.replace(".mp3", ".m3u8")))
    assert moving.headers["Content-Type"] == "application/vnd.apple.mpegurl"
    assert moving.headers["Cache-Control"] == "no-cache"
    assert "immutable" in fixed.headers["Cache-Control"]
    piece = get.get(urljoin(str(fixed.url), segments(fixed.text)[0].address))
    assert piece.headers["Content-Type"] == "audio/mpeg"
    assert "immutable" in piece.headers["Cache-Control"]
    for answer in (moving, fixed, piece):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        again = get.get(answer.url, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    part = get.get(piece.url, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, piece.content[10:20])


def test_it_grows_and_then_closes(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("In growing pieces", TALE)
    address = playlist_of(narration)
    seen = []
    for index in range(len(TALE)):
        narrator.land(narration, index)
        if index >= 4:  # before that the answer would wait for more
            seen.append(get.get(address))
            fetch_pieces(get, address, seen[-1].text)
    narrator.finish(narration)
    seen.append(get.get(address))
    texts = [answer.text for answer in seen]
    assert violations(texts) == []
    assert len(set(texts)) > 3
    assert [is_closed(text) for text in texts] == [False] * (len(texts) - 1) + [True]
    assert {answer.headers["Cache-Control"] for answer in seen[:-1]} == {"no-store"}
    assert {answer.headers["X-Narration-Revision"] for answer in seen} == {narration.revision}


def test_an_article_that_nobody_has_heard_is_waited_for(get: httpx.Client, narrator: Narrator) -> None:
    name = "In pieces, never rendered"
    article_id = narrator.accept(name)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(get.get, f"/audio/{article_id}.m3u8")
        narration = narrator.prepare(name, accepted=True)
        narrator.land(narration, 0)
        narrator.finish(narration)
        first = asked.result(60)
    assert violations([first.text, get.get(first.url).text]) == []


def test_a_head_that_is_long_in_coming_is_not_waited_for(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("In pieces, slowly", (LONG, *SENTENCES))
    narrator.land(narration, 0)
    playlist = get.get(playlist_of(narration)).text
    assert not is_closed(playlist)
    assert segments(playlist)


def test_what_failed_on_the_way_ends_with_what_there_is(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("In pieces, failing")
    narrator.land(narration, 0)
    narrator.fail(narration, FAILURE)
    answer = get.get(playlist_of(narration))
    assert is_closed(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(fetch_pieces(get, playlist_of(narration), answer.text)) == 1


def test_what_failed_at_once_says_so(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("In pieces, failed")
    narrator.fail(narration, FAILURE)
    answer = get.get(playlist_of(narration))
    assert (answer.status_code, answer.json()["kind"]) == (502, "engine-failed")


@pytest.mark.parametrize(
    "piece", ["0-0", "5-4", "0-271", "99999-100000", "1234567890123456789012-1234567890123456789013"]
)
def test_what_is_no_piece_is_not_found(get: httpx.Client, tale: Narration, piece: str) -> None:
    answer = get.get(tale.fixed.replace(".mp3", f"/{piece}.mp3"))
    assert (answer.status_code, answer.json()["kind"]) == (404, "no-such-piece")


@pytest.mark.parametrize(
    "path", ["/audio/nobody.m3u8", "/audio/nobody/r.m3u8", "/audio/nobody/r/0-9.mp3", "/audio/A/B/0-9.mp3"]
)
def test_what_is_not_known_is_not_found(get: httpx.Client, path: str) -> None:
    assert get.get(path).status_code == 404


def test_a_piece_that_has_not_landed_is_not_found_yet(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("In pieces, early")
    address = narration.fixed.replace(".mp3", "/0-20.mp3")
    assert get.get(address).json()["kind"] == "no-such-piece"
    narrator.land(narration, 0)
    assert get.get(address).status_code == 200


# -- ffmpeg --------------------------------------------------------------------------------------------------


def decoding(source: str, *options: str) -> list[str]:
    """The command that gives samples, and fails when anything is an error to ffmpeg.

    They are counted anew: ffmpeg gives the last frame of a piece, which it still holds, the time stamp of the
    next.
    """
    strict = ["-v", "error", "-xerror", "-err_detect", "explode"]
    return [
        imageio_ffmpeg.get_ffmpeg_exe(),
        *strict,
        *options,
        "-i",
        source,
        "-af",
        "asetpts=N",
        "-f",
        "s16le",
        "-",
    ]


def decoded(source: str) -> bytes:
    """Raises CalledProcessError when anything is an error to ffmpeg."""
    done = subprocess.run(decoding(source), capture_output=True, check=True, timeout=60)
    assert done.stderr == b""
    return done.stdout


def test_ffmpeg_hears_the_same_by_either_door(server: Any, narrator: Narrator, tale: Narration) -> None:
    heard = decoded(f"{server.url}{playlist_of(tale)}")
    assert heard == decoded(f"{server.url}{tale.moving}")
    frames = (len(narrator.file(tale)) - len(TAG)) // FRAME_BYTES
    assert len(heard) == frames * FRAME_SAMPLES * 2


def test_ffmpeg_follows_it_as_it_grows(server: Any, narrator: Narrator) -> None:
    narration = narrator.prepare("In pieces, to ffmpeg", TALE)
    for index in range(5):
        narrator.land(narration, index)
    from_its_beginning = ("-live_start_index", "0")
    command = decoding(f"{server.url}{playlist_of(narration)}", *from_its_beginning)
    with subprocess.Popen(command, bufsize=0, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ffmpeg:
        assert ffmpeg.stdout is not None
        heard = ffmpeg.stdout.read(1)  # it has begun, with what there is
        for index in range(5, len(TALE)):
            narrator.land(narration, index)
        narrator.finish(narration)
        rest, complaints = ffmpeg.communicate(timeout=60)
    assert (ffmpeg.returncode, complaints) == (0, b"")
    assert heard + rest == decoded(f"{server.url}{narration.moving}")
