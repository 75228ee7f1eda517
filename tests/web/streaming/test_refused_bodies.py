"""Bodies that are slow, and bodies that nobody wants: the answer arrives, and the connection does not stay
for ever."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.running import wait_until
from tests.web.streaming.narrator import Narrator
from tests.web.streaming.web_server import Server

LARGE = b'{"text": "' + b"a" * 6_500_000 + b'"}'
JSON = {"Content-Type": "application/json"}
HEAD = b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def by_urllib(url: str) -> int:
    """Sends ``Connection: close``, and all of the body before it looks for an answer."""
    request = urllib.request.Request(f"{url}/v1/articles", LARGE, JSON)
    with pytest.raises(urllib.error.HTTPError) as refused, urllib.request.urlopen(request, timeout=60):
        pass
    with refused.value as answer:
        assert json.load(answer)["kind"] == "too-large"
        return answer.code


def by_http_client(url: str) -> int:
    with contextlib.closing(
        http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
    ) as connection:
        connection.request("POST", "/v1/articles", LARGE, JSON)
        answer = connection.getresponse()
        assert json.load(answer)["kind"] == "too-large"
        return answer.status


def by_httpx(url: str) -> int:
    return httpx.post(f"{url}/v1/articles", content=LARGE, headers=JSON, timeout=60).status_code


def in_chunks(url: str) -> int:
    def parts() -> Iterator[bytes]:
        for at in range(0, len(LARGE), 100_000):
            yield LARGE[at : at + 100_000]

    return httpx.post(f"{url}/v1/articles", content=parts(), headers=JSON, timeout=60).status_code


@pytest.mark.parametrize("send", [by_urllib, by_http_client, by_httpx, in_chunks])
def test_the_413_arrives(server: Server, send: Callable[[str], int]) -> None:
    assert [send(server.url) for _ in range(10)] == [413] * 10


def test_the_413_arrives_in_curl(server: Server, tmp_path: Path, needs: Callable[[str], Path]) -> None:
    (tmp_path / "body").write_bytes(LARGE)
    command = [
        str(needs("curl")),
        "-sS",
        "-o",
        str(tmp_path / "answer"),
        "-w",
        "%{http_code}",
        "--data-binary",
        f"@{tmp_path}/body",
    ]
    for more in ([], ["-H", "Expect:"]):
        asked = [*command, *more, "-H", "Content-Type: application/json", f"{server.url}/v1/articles"]
        done = subprocess.run(asked, capture_output=True, text=True, check=True)
        assert done.stdout == "413"


@pytest.mark.parametrize(
    ("path", "status"), [("/nothing", 404), ("/healthz", 405), ("/v1/articles?as=text", 415)]
)
def test_every_refusal_arrives(server: Server, path: str, status: int) -> None:
    headers = {"Content-Type": "text/html" if status == 415 else "application/json"}
    request = urllib.request.Request(server.url + path, LARGE, headers)
    with pytest.raises(urllib.error.HTTPError) as refused, urllib.request.urlopen(request, timeout=60):
        pass
    assert refused.value.code == status
    refused.value.close()


def drip(server: Server, pause_s: float) -> bytes:
    """What is answered to a body of which a byte comes every ``pause_s``, and the connection is then
    closed."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=pause_s) as client:
        client.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
        while True:
            try:
                return client.recv(65536) + b"".join(iter(lambda: client.recv(65536), b""))
            except TimeoutError:
                client.sendall(b" ")


@pytest.mark.parametrize("pause_s", [0.1, 30.0], ids=["a byte now and then", "nothing"])
def test_a_slow_body_is_waited_for_so_long_and_no_longer(strict_server: Server, pause_s: float) -> None:
    answer = drip(strict_server, pause_s)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert b"Connection: close" in head
    assert json.loads(body)["kind"] == "too-slow"


def test_many_slow_bodies_leave_the_process_as_it_was(strict_server: Server) -> None:
    clients = [socket.create_connection(("127.0.0.1", strict_server.port)) for _ in range(300)]
    ports = {client.getsockname()[1] for client in clients}
    for client in clients:
        client.sendall(HEAD + b"Content-Length: 100000\r\n\r\n{")
    assert strict_server.client.get("/healthz").status_code == 200
    wait_until(lambda: strict_server.holds(ports) == 0, "all connections are closed")
    for client in clients:
        client.close()


def test_a_refused_body_without_end_is_not_read_without_end(strict_server: Server) -> None:
    def send() -> int:
        sent = 0
        with socket.create_connection(("127.0.0.1", strict_server.port), timeout=60) as client:
            client.sendall(HEAD + b"Content-Length: 1000000000000\r\n\r\n")
            try:
                while sent < 200_000_000:
                    sent += client.send(b" " * 1_000_000)
            except ConnectionError:
                pass
        return sent

    with ThreadPoolExecutor(3) as pool:
        assert max(pool.map(lambda _: send(), range(3))) < 100_000_000


@pytest.mark.parametrize("way", ["", "?long-way"])
def test_who_does_not_take_the_answer_is_not_waited_for(
    strict_server: Server, narrator: Narrator, way: str
) -> None:
    narration = narrator.ready("One that nobody takes", ("la " * 260 + "la.",) * 40)
    before = len(strict_server.running.lines)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", strict_server.port))
        client.sendall(f"GET {narration.fixed}{way} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        port = client.getsockname()[1]
        wait_until(lambda: strict_server.holds((port,)) == 1, "the answer begins")
        wait_until(lambda: strict_server.holds((port,)) == 0, "the connection is dropped")
    said = [line for line in strict_server.running.lines[before:] if not line.endswith("is ready")]
    assert said == []
