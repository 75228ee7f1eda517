"""A finished narration is an ordinary file: the short cut and the application say the same about it."""

from __future__ import annotations

import socket
from typing import BinaryIO

import httpx
import pytest

from tests.running import wait_until
from tests.web.streaming.narrator import SENTENCES, Narration, Narrator
from tests.web.streaming.web_server import Server

SLOWLY = "?long-way"
"""With a query the request goes the long way, through the application."""
OF_THE_CONNECTION = {"date", "connection", "server"}


@pytest.fixture(scope="module")
def ready(narrator: Narrator) -> Narration:
    return narrator.ready("A finished one")


def described(response: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    headers = {name: value for name, value in response.headers.items() if name not in OF_THE_CONNECTION}
    return response.status_code, headers, response.content


RANGES = [
    ("", 200, slice(None)),
    ("bytes=0-", 206, slice(None)),
    ("bytes=0-1", 206, slice(0, 2)),
    ("bytes=1000-1999", 206, slice(1000, 2000)),
    ("bytes=1000-", 206, slice(1000, None)),
    ("bytes=-128", 206, slice(-128, None)),
    ("bytes=5000-99999999999999", 206, slice(5000, None)),
    ("bytes=9-3", 200, slice(None)),
    ("bytes=0-1,4-5", 200, slice(None)),
]


@pytest.mark.parametrize(("wanted", "status", "part"), RANGES)
@pytest.mark.parametrize("way", ["", SLOWLY])
def test_ranges(
    get: httpx.Client, narrator: Narrator, ready: Narration, wanted: str, status: int, part: slice, way: str
) -> None:
    file = narrator.file(ready)
    response = get.get(ready.moving + way, headers={"Range": wanted} if wanted else {})
    assert response.status_code == status
    assert response.content == file[part]
    assert response.headers["Content-Length"] == str(len(file[part]))
    if status == 206:
        start, stop, _ = part.indices(len(file))
        assert response.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(file)}"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"Range": "bytes=100-199"},
        {"Range": "bytes=99999999-"},
        {"If-None-Match": "*"},
        {"If-Match": '"other"'},
        {"Range": "bytes=0-1", "If-Range": '"other"'},
        {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
    ],
)
@pytest.mark.parametrize("which", ["moving", "fixed"])
def test_both_ways_say_the_same(
    get: httpx.Client, ready: Narration, asked: dict[str, str], which: str
) -> None:
    address = getattr(ready, which)
    assert described(get.get(address, headers=asked)) == described(get.get(address + SLOWLY, headers=asked))


def test_bytes_that_are_not_there(get: httpx.Client, narrator: Narrator, ready: Narration) -> None:
    response = get.get(ready.moving, headers={"Range": "bytes=99999999-"})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{len(narrator.file(ready))}"
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["kind"] == "range-not-satisfiable"


def test_what_has_not_changed_is_not_sent_again(get: httpx.Client, ready: Narration) -> None:
    first = get.get(ready.moving)
    again = get.get(ready.moving, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    dated = get.get(ready.moving, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert dated.status_code == 304


def test_a_download_goes_on_only_with_the_same_file(get: httpx.Client, ready: Narration) -> None:
    etag = get.head(ready.moving).headers["ETag"]
    assert get.get(ready.moving, headers={"Range": "bytes=10-19", "If-Range": etag}).status_code == 206
    assert get.get(ready.moving, headers={"Range": "bytes=10-19", "If-Range": '"other"'}).status_code == 200


def test_head_tells_all_but_the_bytes(get: httpx.Client, narrator: Narrator, ready: Narration) -> None:
    head, whole = get.head(ready.moving), get.get(ready.moving)
    assert described(head)[:2] == described(whole)[:2]
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(narrator.file(ready)))
    assert head.headers["Accept-Ranges"] == "bytes"


def test_the_moving_address_names_the_revision_that_lasts(get: httpx.Client, ready: Narration) -> None:
    moving, fixed = get.head(ready.moving), get.head(ready.fixed)
    assert moving.headers["Content-Location"] == ready.fixed
    assert moving.headers["Cache-Control"] == "no-cache"
    assert "immutable" in fixed.headers["Cache-Control"]
    assert moving.headers["ETag"] == fixed.headers["ETag"]
    assert moving.headers["X-Narration-Revision"] == fixed.headers["X-Narration-Revision"] == ready.revision


def test_any_page_may_play_it(get: httpx.Client, ready: Narration) -> None:
    response = get.get(ready.moving, headers={"Origin": "https://news.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Range" in response.headers["Access-Control-Expose-Headers"]
    preflight = get.options(ready.moving, headers={"Access-Control-Request-Method": "GET"})
    assert "Range" in preflight.headers["Access-Control-Allow-Headers"]


def test_a_download_is_named_after_the_article(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.ready('Früh/am "Hafen": 5 > 4\n')
    response = get.get(narration.moving, params={"download": "1"})
    assert response.content == narrator.file(narration)
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=\"Frh am Hafen 5 4.mp3\"; filename*=UTF-8''Fr%C3%BCh%20am%20Hafen%205%204.mp3"
    )
    assert "Content-Disposition" not in get.get(narration.moving).headers


def test_an_edit_is_heard_by_the_next_request(get: httpx.Client, narrator: Narrator) -> None:
    old = narrator.ready("An edited one")
    assert get.get(old.moving).content == narrator.file(old)
    new = narrator.prepare("An edited one", SENTENCES[:3])
    narrator.finish(new)
    assert get.get(new.moving).content == narrator.file(new) != narrator.file(old)
    assert get.get(old.fixed).content == narrator.file(old)


def test_what_was_deleted_is_gone_for_the_next_request(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.ready("A deleted one")
    for _ in range(8):  # both web processes hold it open
        assert get.get(narration.moving).status_code == get.get(narration.fixed).status_code == 200
    narrator.catalog.delete(narration.article_id)
    narrator.narrations.delete(narration.article_id)
    for _ in range(8):
        assert get.get(narration.moving).status_code == get.get(narration.fixed).status_code == 404


def test_what_is_made_again_is_read_again(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.ready("One made again")
    before = get.get(narration.fixed).headers["ETag"]
    narrator.narrations.unfinish(narration.id)
    narrator.narrations.put_plan(narration.plan, b"ID3\x04\x00\x00\x00\x00\x03\x76" + bytes(501) + b"x")
    narrator.finish(narration)
    response = get.get(narration.fixed)
    assert response.headers["ETag"] != before
    assert response.content == narrator.file(narration)


@pytest.mark.parametrize(
    "path",
    [
        "/audio/nobody.mp3",
        "/audio/nobody/norevision.mp3",
        "/audio/UPPER/..%2F..mp3",
        "/audio/%2e%2e/x.mp3",
        "/audio/ä.mp3",
        "/audio/a b/c.mp3",
        f"/audio/{'a' * 300}.mp3",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_not_known_is_not_found(get: httpx.Client, path: str, method: str) -> None:
    response = get.request(method, path)
    assert response.status_code == 404
    if method == "GET" and "%2F" not in path:
        assert response.headers["Content-Type"] == "application/problem+json"


def test_an_unknown_revision_is_not_found(get: httpx.Client, ready: Narration) -> None:
    response = get.get(f"/audio/{ready.article_id}/nosuchrevision.mp3")
    assert (response.status_code, response.json()["kind"]) == (404, "no-such-revision")


def test_the_server_does_not_say_what_it_is_made_of(get: httpx.Client, ready: Narration) -> None:
    for address in (ready.moving, ready.moving + SLOWLY, "/healthz"):
        assert get.get(address).headers["Server"] == "tts-service"


def body_of(answer: BinaryIO) -> bytes:
    """Of the next answer on a connection that stays open."""
    assert answer.readline() == b"HTTP/1.1 206 Partial Content\r\n"
    headers = dict(line.split(b": ", 1) for line in iter(answer.readline, b"\r\n"))
    return answer.read(int(headers[b"Content-Length"]))


@pytest.mark.parametrize(
    ("size", "times"), [(100_000, 80), (900_000, 10)], ids=["small pieces", "large pieces"]
)
def test_a_slow_reader_gets_every_byte(server: Server, narrator: Narrator, size: int, times: int) -> None:
    """More is asked for at once than the connection's buffers hold, so the server has to wait in the
    middle of a piece."""
    narration = narrator.ready("A long one", SENTENCES * 14)
    piece = narrator.file(narration)[1234 : 1234 + size]
    assert len(piece) == size
    part = f"Range: bytes=1234-{1233 + size}"
    request = f"GET {narration.moving} HTTP/1.1\r\nHost: localhost\r\n{part}\r\n\r\n".encode()
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(60)
        client.connect(("127.0.0.1", server.port))
        client.sendall(request * times)
        assert server.client.get("/healthz").status_code == 200  # meanwhile
        with client.makefile("rb") as answers:
            assert {body_of(answers) for _ in range(times)} == {piece}


def test_the_short_cut_is_taken(get: httpx.Client, ready: Narration) -> None:
    """Only by the case of the reason can the two be told apart."""
    asked = {"Range": "bytes=0-9"}
    assert get.get(ready.moving, headers=asked).reason_phrase == "Partial Content"
    assert get.get(ready.moving + SLOWLY, headers=asked).reason_phrase == "PARTIAL CONTENT"


@pytest.mark.parametrize("which", ["moving", "fixed"])
def test_a_signed_file_says_on_both_ways_where_its_manifest_is(
    get: httpx.Client, narrator: Narrator, which: str
) -> None:
    narration = narrator.prepare(f"A signed one, {which}")
    narrator.narrations.put_credentials(narrator.finish(narration), b"a manifest store", "ab12")
    address = getattr(narration, which)
    for asked in ({}, {"Range": "bytes=100-199"}, {"If-None-Match": "*"}):
        quick, slow = (get.get(address + way, headers=asked) for way in ("", SLOWLY))
        assert described(quick) == described(slow)
        assert 'rel="c2pa-manifest"' in quick.headers["Link"]
    link = get.head(address).links["c2pa-manifest"]["url"]
    manifest = get.get(str(quick.url.join(link)))
    assert (manifest.content, manifest.headers["Content-Type"]) == (b"a manifest store", "application/c2pa")


def test_one_that_is_signed_later_says_so_within_a_moment(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("One signed later")
    finished = narrator.finish(narration)
    before = get.get(narration.fixed)
    assert "Link" not in before.headers
    narrator.narrations.put_credentials(finished, b"a manifest store", "ab12")
    after = wait_until(
        lambda: (got := get.get(narration.fixed)) and "Link" in got.headers and got, "its link"
    )
    assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])
