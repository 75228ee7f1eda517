"""The same blueprints in plain threads, without Redis: slower to notice, but just as correct."""

from __future__ import annotations

import errno
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.running import wait_until
from tests.web.streaming.narrator import Narrator
from tts_service.broker.channels import Channels
from tts_service.broker.notices import Notices
from tts_service.ops.context import AppContext, make_context
from tts_service.settings import Settings
from tts_service.web.http.problems import add_problems
from tts_service.web.media import waiting
from tts_service.web.media.client_wait import ClientWait, Stalled, hung_up
from tts_service.web.media.events import events_blueprint
from tts_service.web.media.streaming import add_streaming

NO_REDIS = "redis://127.0.0.1:1/0"


@pytest.fixture
def context(data_dir: Path, narrator: Narrator) -> Iterator[AppContext]:
    context = make_context(Settings(data_dir=data_dir, redis_url=NO_REDIS))
    yield context
    context.close()


@pytest.fixture
def alone(context: AppContext) -> Flask:
    app = Flask("alone")
    add_problems(app)
    add_streaming(
        app, context.articles, context.narrations, context.notices, lambda seconds: None, patience_s=1.0
    )
    return app


def test_it_grows_without_redis(alone: Flask, narrator: Narrator) -> None:
    narration = narrator.prepare("Without Redis")
    threading.Timer(0.1, narrator.finish, [narration]).start()
    response = alone.test_client().get(narration.moving)
    assert response.data == narrator.file(narration)


def test_who_has_waited_long_enough_is_told_to_come_again(alone: Flask, narrator: Narrator) -> None:
    unread = f"/audio/{narrator.accept('Nobody reads it')}.mp3"
    unspoken = narrator.prepare("Nobody speaks it").moving
    for address in (unread, unspoken):
        response = alone.test_client().get(address)
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "5"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.json is not None
        assert response.json["kind"] == "still-waiting"


@pytest.fixture
def notified(data_dir: Path, narrator: Narrator, redis_url: str) -> Iterator[Flask]:
    """As ``alone``, but notices come in."""
    context = make_context(Settings(data_dir=data_dir, redis_url=redis_url))
    app = Flask("notified")
    add_problems(app)
    add_streaming(
        app, context.articles, context.narrations, context.notices, lambda seconds: None, patience_s=1.0
    )
    context.notices.wait("nothing", 0.0)
    wait_until(lambda: context.notices.connected, "notices")
    yield app
    context.close()


@contextmanager
def sent_again_and_again(
    narrator: Narrator, article_id: str, give_up: Callable[[], object]
) -> Iterator[None]:
    """A worker that writes elsewhere gives the same notices whenever the article is sent again. After many of
    them ``give_up`` is called, so that a listener who would wait for ever is answered all the same."""
    answered = threading.Event()

    def tell() -> None:
        for _ in range(1_000):
            for kind in ("prepared", "ready"):
                narrator.tell(article_id, "elsewhere", kind)
            if answered.wait(0.02):
                return
        give_up()

    worker = threading.Thread(target=tell)
    worker.start()
    try:
        yield
    finally:
        answered.set()
        worker.join()


def test_notices_without_audio_keep_nobody_waiting(notified: Flask, narrator: Narrator) -> None:
    unread = narrator.accept("Read elsewhere")
    unspoken = narrator.prepare("Spoken elsewhere")
    for article_id, give_up in (
        (unread, lambda: narrator.ready("Read elsewhere")),
        (unspoken.article_id, lambda: narrator.finish(unspoken)),
    ):
        for kind in ("mp3", "m3u8"):
            with sent_again_and_again(narrator, article_id, give_up):
                response = notified.test_client().get(f"/audio/{article_id}.{kind}")
            assert response.json is not None
            assert (response.status_code, response.json["kind"]) == (503, "still-waiting")


def test_a_stream_goes_on_as_long_as_any_segment_is_stored(
    narrator: Narrator, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "STALL_S", 0.0)
    narration = narrator.prepare("One sentence hangs")
    with ClientWait(context.notices, narration.article_id, {}, patience_s=60.0) as listener:
        assert waiting.audible_to(listener, context.narrations, narration.id)[0]
        wait = waiting.wait_in_stream(listener, context.narrations, narration.id)
        for index in (3, 2):
            narrator.land(narration, index)
            wait(60)
        with pytest.raises(Stalled):
            wait(60)


def test_a_stream_that_nothing_comes_for_is_cut_not_ended(
    alone: Flask, narrator: Narrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "STALL_S", 0.5)
    narration = narrator.prepare("Stalls")
    narrator.land(narration, 0)
    response = alone.test_client().get(narration.moving)
    assert response.status_code == 200
    with pytest.raises(Stalled):
        assert response.data
    response.close()
    # What gunicorn drops a connection for, without a line in the log.
    assert Stalled("").errno == errno.ECONNRESET


def test_a_heartbeat_keeps_the_line_open(narrator: Narrator, context: AppContext) -> None:
    app = Flask("heartbeat")
    app.register_blueprint(events_blueprint(context.articles, context.notices, heartbeat_s=0.0))
    article_id = narrator.accept("Heartbeat")
    response = app.test_client().get(f"/v1/articles/{article_id}/events", buffered=False)
    pieces = response.iter_encoded()
    assert next(pieces).startswith(b"retry:")
    assert b"event: progress" in next(pieces)
    assert next(pieces) == b": still here\n\n"
    response.close()


@contextmanager
def connected_pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        client = socket.create_connection(listening.getsockname())
        server, _ = listening.accept()
        with client, server:
            yield client, server


@pytest.mark.skipif(not hasattr(socket, "TCP_INFO"), reason="this system does not tell")
def test_a_closed_connection_is_seen_without_reading_from_it() -> None:
    with connected_pair() as (client, server):
        client.sendall(b"pipelined")
        assert not hung_up(server)
        client.close()
        wait_until(lambda: hung_up(server), "the end of the connection")
        assert server.recv(100) == b"pipelined"
    unix, other = socket.socketpair()
    other.close()
    assert not hung_up(unix)
    unix.close()


def test_patience_begins_anew_with_every_sign_of_life() -> None:
    notices = Notices(Channels(Settings(redis_url=NO_REDIS)))
    with ClientWait(notices, "a", {}, patience_s=0.0) as listener, pytest.raises(Stalled):
        listener.wait(60)
    with ClientWait(notices, "a", {}, patience_s=60.0) as listener:
        listener.wait(0.01)
    notices.close()


def test_a_port_of_the_plain_server(alone: Flask, narrator: Narrator) -> None:
    """Not under gunicorn there is no short cut, and all is as right."""
    narration = narrator.ready("Plain server")
    server = make_server("127.0.0.1", 0, alone, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with socket.create_connection(("127.0.0.1", server.server_port)) as client:
        client.sendall(f"GET {narration.moving} HTTP/1.0\r\nRange: bytes=5-9\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    server.shutdown()
    server.server_close()
    assert answer.endswith(b"\r\n\r\n" + narrator.file(narration)[5:10])
