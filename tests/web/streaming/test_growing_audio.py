"""A narration is heard while it grows: by many, by other programs, and whatever happens to it meanwhile."""

from __future__ import annotations

import socket
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import httpx
import imageio_ffmpeg
import psutil

from audio_cache.plan import Failure
from tests.running import wait_until
from tests.web.streaming.narrator import SENTENCES, TAG, Narrator
from tts_service.web.media.representation import VERY_LARGE

FAILURE = Failure("engine-failed", "The engine failed", "It did.", 502)


class Listener:
    """A client that has asked and reads in its own time."""

    def __init__(self, client: httpx.Client, path: str, **headers: str) -> None:
        self._pool = ThreadPoolExecutor(1)
        self.stored = threading.Event()
        self._body = self._pool.submit(self._listen, client, path, headers)

    def _listen(
        self, client: httpx.Client, path: str, headers: dict[str, str]
    ) -> tuple[httpx.Response, bytes]:
        body = b""
        with client.stream("GET", path, headers=headers) as response:
            for piece in response.iter_raw():
                body += piece
                self.stored.set()
        return response, body

    def hears_something(self) -> None:
        assert self.stored.wait(60)

    @property
    def is_done(self) -> bool:
        return self._body.done()

    def result(self) -> tuple[httpx.Response, bytes]:
        return self._body.result(60)


def test_it_is_heard_as_it_grows(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("It grows")
    listener = Listener(get, narration.moving)
    narrator.land(narration, 0)
    listener.hears_something()
    assert not listener.is_done
    for index in range(1, len(SENTENCES)):
        narrator.land(narration, index)
    narrator.finish(narration)
    response, body = listener.result()
    assert body == narrator.file(narration)
    assert response.status_code == 200
    assert "Content-Length" not in response.headers
    assert response.headers["Accept-Ranges"] == "none"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Accel-Buffering"] == "no"
    assert response.headers["X-Narration-Revision"] == narration.revision
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert get.get(narration.moving).headers["Content-Length"] == str(len(body))


def test_many_hear_the_same_whenever_they_come(get: httpx.Client, narrator: Narrator) -> None:
    """Before it is read, planned, spoken; in the middle; at the end."""
    name = "Many hear it"
    article_id = narrator.accept(name)
    moving = f"/audio/{article_id}.mp3"
    with httpx.Client(base_url=get.base_url, timeout=60, limits=httpx.Limits(max_connections=None)) as client:
        listeners = [Listener(client, moving) for _ in range(5)]
        narration = narrator.prepare(name, accepted=True)
        for index in (1, 0, 3, 2, 5, 4):
            listeners += [Listener(client, address) for address in (narration.moving, narration.fixed)]
            narrator.land(narration, index)
        narrator.finish(narration)
        listeners.append(Listener(client, moving))
        assert {listener.result()[1] for listener in listeners} == {narrator.file(narration)}


def test_a_player_asks_from_the_first_byte_and_gets_the_stream(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("A player asks")
    narrator.land(narration, 0)
    listeners = [
        Listener(get, narration.moving, Range=wanted) for wanted in ("bytes=0-", "bytes=0-1", "bytes=-128")
    ]
    for listener in listeners:
        listener.hears_something()
    narrator.finish(narration)
    for listener in listeners:
        response, body = listener.result()
        assert (response.status_code, body) == (200, narrator.file(narration))


def test_who_was_cut_off_gets_what_has_landed_since(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("Cut off")
    for index in (0, 1):
        narrator.land(narration, index)
    rest = get.get(narration.moving, headers={"Range": "bytes=1000-"})
    some = get.get(narration.moving, headers={"Range": "bytes=1000-1499"})
    narrator.finish(narration)
    file = narrator.file(narration)
    stop = 1000 + len(rest.content)
    assert rest.status_code == some.status_code == 206
    assert rest.headers["Content-Range"] == f"bytes 1000-{stop - 1}/*"
    assert rest.content == file[1000:stop]
    assert stop < len(file)
    assert some.headers["Content-Range"] == "bytes 1000-1499/*"
    assert some.content == file[1000:1500]


def test_who_was_cut_off_waits_for_bytes_to_come(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("Cut off late")
    narrator.land(narration, 0)
    start = narrator.narrations.sizes(narration.plan)[0] + len(TAG) + 5000  # type: ignore[operator]
    listener = Listener(get, narration.moving, Range=f"bytes={start}-")
    narrator.land(narration, 1)
    narrator.land(narration, 2)
    response, body = listener.result()
    narrator.finish(narration)
    assert response.status_code == 206
    assert body
    assert body == narrator.file(narration)[start : start + len(body)]


def test_a_live_range_goes_on_to_the_end(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("Live range")
    narrator.land(narration, 0)
    listener = Listener(get, narration.moving, Range=f"bytes=1000-{VERY_LARGE}")
    listener.hears_something()
    narrator.finish(narration)
    response, body = listener.result()
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes 1000-{VERY_LARGE}/*"
    assert body == narrator.file(narration)[1000:]
    ready = get.get(narration.moving, headers={"Range": f"bytes=1000-{VERY_LARGE}"})
    assert (ready.status_code, ready.content) == (206, body)


def test_ffmpeg_plays_it_as_it_grows(server: Any, get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("Played by ffmpeg")
    url = f"http://127.0.0.1:{server.port}{narration.moving}"
    # ffmpeg 9 takes the end of any chunked body for a failure, unless it means to keep the connection.
    options = ["-v", "error", "-xerror", "-multiple_requests", "1"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), *options, "-i", url, "-f", "s16le", "-"]
    player = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    connections = psutil.Process(player.pid).net_connections
    wait_until(lambda: server.holds({c.laddr.port for c in connections("tcp")}), "a player that waits")
    for index in range(len(SENTENCES)):
        narrator.land(narration, index)
    finished = narrator.finish(narration)
    samples, complaints = player.communicate(timeout=60)
    assert (player.returncode, complaints) == (0, b"")
    assert abs(len(samples) / 2 / 24_000 - finished.duration_s) < 0.1


def test_what_fails_before_the_first_sound_says_why(get: httpx.Client, narrator: Narrator) -> None:
    unreadable = f"/audio/{narrator.accept('Unreadable')}.mp3"
    listener = Listener(get, unreadable)
    narrator.refuse("Unreadable", Failure("nothing-to-read", "Nothing", "No words.", 422))
    response, body = listener.result()
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert b"nothing-to-read" in body

    narration = narrator.prepare("Unspeakable", ["Never landed here."])
    listener = Listener(get, narration.moving)
    narrator.fail(narration, FAILURE)
    assert listener.result()[0].status_code == 502
    assert get.get(narration.moving).json()["kind"] == "engine-failed"


def test_what_fails_midway_ends_and_goes_on_after_a_retry(get: httpx.Client, narrator: Narrator) -> None:
    sentences = ["It begins well here.", "It breaks right here.", "It would go on here."]
    narration = narrator.prepare("It breaks", sentences)
    listener = Listener(get, narration.moving)
    narrator.land(narration, 0)
    listener.hears_something()
    narrator.fail(narration, FAILURE)
    response, begun = listener.result()
    assert response.status_code == 200
    narrator.narrations.clear_failure(narration.id)
    narrator.finish(narration)
    assert narrator.file(narration).startswith(begun)
    assert len(TAG) < len(begun) < len(narrator.file(narration))


def test_deletion_ends_the_stream(get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("Deleted midway", ["Soon it is deleted.", "This is never said."])
    narrator.land(narration, 0)
    listener = Listener(get, narration.moving)
    listener.hears_something()
    narrator.catalog.delete(narration.article_id)
    narrator.narrations.delete(narration.article_id)
    assert len(listener.result()[1]) > len(TAG)


def test_head_of_a_growing_one_waits_for_nothing(get: httpx.Client, narrator: Narrator) -> None:
    article_id = narrator.accept("Only asked after")
    unread = get.head(f"/audio/{article_id}.mp3")
    narration = narrator.prepare("Only asked after", accepted=True)
    planned = get.head(narration.moving)
    for response in (unread, planned):
        assert response.status_code == 200
        assert response.headers["Accept-Ranges"] == "none"
        assert "Content-Length" not in response.headers
    assert planned.headers["X-Narration-Revision"] == narration.revision
    assert "X-Narration-Revision" not in unread.headers


def test_listening_starts_what_nobody_has_asked_for(get: httpx.Client, narrator: Narrator) -> None:
    """A batch has accepted it; a click makes it urgent."""
    article_id = narrator.accept("From a batch")
    narrator.catalog.reopen(article_id, "batch")
    listener = Listener(get, f"/audio/{article_id}.mp3")

    def is_urgent() -> bool:
        entry = narrator.catalog.get(article_id)
        return entry is not None and entry.queue == "interactive"

    wait_until(is_urgent, "the article among the clicks")
    narration = narrator.prepare("From a batch", accepted=True)
    narrator.finish(narration)
    assert listener.result()[1] == narrator.file(narration)


def test_who_leaves_is_let_go_and_stops_nothing(server: Any, get: httpx.Client, narrator: Narrator) -> None:
    narration = narrator.prepare("Left alone", ["Somebody leaves now.", "Another one stays."])
    narrator.land(narration, 0)
    stays = Listener(get, narration.moving)
    stays.hears_something()
    leaves = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(3)]
    for client in leaves:
        client.sendall(f"GET {narration.moving} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert client.recv(100)
    # To the server this is a client that has closed, yet it can see what the server does. Nothing is sent
    # meanwhile: the server has to look for itself whether they are there.
    for client in leaves:
        client.settimeout(60)
        client.shutdown(socket.SHUT_WR)
        while client.recv(65536):
            pass
        client.close()
    narrator.finish(narration)
    assert stays.result()[1] == narrator.file(narration)


def test_the_wait_for_the_first_sound_is_counted(get: httpx.Client, narrator: Narrator) -> None:
    def counted() -> float:
        return float(narrator.redis.hget("tts:metrics", "tts_first_sound_seconds_count") or 0)

    before = counted()
    narration = narrator.prepare("Counted once")
    listener = Listener(get, narration.moving)
    narrator.land(narration, 0)
    listener.hears_something()
    narrator.finish(narration)
    listener.result()
    assert get.get(narration.moving).status_code == 200  # a file is not waited for
    wait_until(lambda: counted() > before, "the wait in the histogram")
    counts = cast("dict[bytes, bytes]", narrator.redis.hgetall("tts:metrics"))
    samples = {k.decode(): float(v) for k, v in counts.items()}
    buckets = [v for k, v in samples.items() if k.startswith("tts_first_sound_seconds_bucket")]
    assert (
        samples['tts_first_sound_seconds_bucket{le="+Inf"}']
        == samples["tts_first_sound_seconds_count"]
        == max(buckets)
    )
    assert samples["tts_first_sound_seconds_sum"] > 0


def test_an_old_client_without_chunks_hears_it_too(server: Any, narrator: Narrator) -> None:
    narration = narrator.prepare("For an old one")
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(f"GET {narration.moving} HTTP/1.0\r\n\r\n".encode())
        narrator.finish(narration)
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.partition(b"\r\n\r\n")[2] == narrator.file(narration)
