"""How much one client may hold open, counted over all web processes of the real server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.running import wait_until
from tests.web.streaming.narrator import Narrator
from tests.web.streaming.web_server import Server

KEY = "a-key-of-the-newsroom"
STREAMS, CONNECTIONS = 6, 20
HEALTH = "GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n"


@pytest.fixture(scope="module")
def guarded(data_dir: Path, redis_url: str, narrator: Narrator) -> Iterator[Server]:
    most = {
        "client_streams": str(STREAMS),
        "client_event_streams": str(STREAMS),
        "client_connections": str(CONNECTIONS),
    }
    server = Server(data_dir, redis_url, api_keys=KEY, **most)
    yield server
    server.end()


def connect(server: Server, request: str) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    client.sendall(request.format(host=f"127.0.0.1:{server.port}").encode())
    return client


def status_of(client: socket.socket) -> bytes:
    """Of the answer that begins. A connection that was refused may have been cut before it could be read."""
    try:
        return client.recv(4096)[9:12]
    except ConnectionResetError:
        return b"429"


@pytest.mark.parametrize("path", ["/audio/{}.mp3", "/v1/articles/{}/events"])
def test_a_client_holds_so_many_streams(guarded: Server, narrator: Narrator, path: str) -> None:
    narration = narrator.prepare(f"So many may {path}", ["One lands.", "Another does not."])
    narrator.land(narration, 0)
    request = f"GET {path.format(narration.article_id)} HTTP/1.1\r\nHost: {{host}}\r\n"
    with ExitStack() as open_:
        found = [open_.enter_context(closing(connect(guarded, request + "\r\n"))) for _ in range(STREAMS)]
        assert [status_of(client) for client in found] == [b"200"] * STREAMS
        with closing(connect(guarded, request + "\r\n")) as one_too_many:
            answer = one_too_many.recv(65_536).decode()
        assert answer.startswith("HTTP/1.1 429 ")
        assert "application/problem+json" in answer
        assert "Retry-After: " in answer
        with closing(connect(guarded, request + f"Authorization: Bearer {KEY}\r\n\r\n")) as with_key:
            assert status_of(with_key) == b"200"
        found[0].close()

        def let_in() -> bool:
            with closing(connect(guarded, request + "\r\n")) as another:
                return status_of(another) == b"200"

        wait_until(let_in, "the place of who has left")
    narrator.finish(narration)


def test_a_client_holds_so_many_connections(guarded: Server) -> None:
    wait_until(
        lambda: guarded.holds(range(65_536)) <= 1, "none from before, but that of the server's own client"
    )
    with ExitStack() as open_:
        found = [open_.enter_context(closing(connect(guarded, HEALTH))) for _ in range(CONNECTIONS)]
        answers = [status_of(client) for client in found]
        assert answers.count(b"200") >= CONNECTIONS - 1

        def refused() -> bool:
            with closing(connect(guarded, HEALTH)) as another:
                return status_of(another) == b"429"

        wait_until(
            lambda: all(refused() for _ in range(8)),
            "one too many in either process, when they have told each other",
        )
    wait_until(lambda: _answers(guarded), "room when they have left")


def _answers(server: Server) -> bool:
    with closing(connect(server, HEALTH)) as client:
        return status_of(client) == b"200"
