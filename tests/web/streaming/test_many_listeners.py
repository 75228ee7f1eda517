"""Growing streams sleep in greenlets: hundreds of them hold up no one, and a server that is stopped ends
them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.running import wait_until
from tests.web.streaming.narrator import Narration, Narrator
from tests.web.streaming.web_server import Server

LISTENERS = 200
LIGHT_BYTES = 100_000_000


def ask(server: Server, narration: Narration) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    client.sendall(f"GET {narration.moving} HTTP/1.0\r\n\r\n".encode())
    return client


def read_all(client: socket.socket) -> bytes:
    with client:
        return b"".join(iter(lambda: client.recv(1 << 16), b""))


def test_two_hundred_listen_while_short_requests_are_answered(server: Server, narrator: Narrator) -> None:
    narration = narrator.prepare("Two hundred hear it")
    ready = narrator.ready("Heard meanwhile")
    narrator.land(narration, 0)
    clients = [ask(server, narration) for _ in range(LISTENERS)]
    heads = [client.recv(17) for client in clients]
    assert set(heads) == {b"HTTP/1.0 200 OK\r\n"}  # all of them are in the middle of it
    for _ in range(20):
        assert server.client.get("/healthz").status_code == 200
        assert server.client.get(ready.moving).content == narrator.file(ready)
    narrator.finish(narration)
    bodies = {read_all(client).partition(b"\r\n\r\n")[2] for client in clients}
    assert bodies == {narrator.file(narration)}
    assert all(process.memory_info().rss < LIGHT_BYTES for process in server.processes())


@pytest.fixture
def other_server(data_dir: Path, redis_url: str, narrator: Narrator) -> Iterator[Server]:
    server = Server(data_dir, redis_url)
    yield server
    server.end()


def test_a_server_that_is_stopped_ends_its_streams(other_server: Server, narrator: Narrator) -> None:
    narration = narrator.prepare("Stopped midway", ["The server is stopped now.", "This is rendered later."])
    narrator.land(narration, 0)
    with httpx.stream("GET", other_server.url + narration.moving, timeout=60) as response:
        pieces = response.iter_raw()
        assert next(pieces)
        assert other_server.stop() == 0
        with pytest.raises(httpx.RemoteProtocolError):  # cut, and not ended as if it were whole
            list(pieces)


def test_a_killed_web_process_is_replaced(other_server: Server, narrator: Narrator) -> None:
    narration = narrator.ready("After a kill")
    killed = other_server.processes()
    for process in killed:
        process.kill()

    def answers() -> bool:
        with httpx.Client(base_url=other_server.url, timeout=60) as client:
            try:
                return client.get(narration.moving).content == narrator.file(narration)
            except httpx.TransportError:
                return False

    wait_until(answers, "an answer of the next process")
    assert not {p.pid for p in killed} & {p.pid for p in other_server.processes()}
