"""The service behind nginx and behind Caddy, with the configurations that the documentation shows."""

from __future__ import annotations

import http.server
import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import httpx
import pytest

from tests.fronts import EXAMPLES, FRONTS, NAME, Front
from tests.running import Service, wait_until

KEY = "a-key-of-the-publisher"
BEARER = {"Authorization": f"Bearer {KEY}"}
SHOWN = Path(__file__).parent.parent.parent / "docs" / "security.md"
ELSEWHERE = "127.0.0.2"
SENTENCES = 20


@pytest.fixture(scope="module")
def service(service_of_file: Callable[..., Service]) -> Service:
    return service_of_file(
        engine_options="delay_s=0.15", workers="1", api_keys=KEY, public_url=f"https://{NAME}"
    )


@pytest.fixture(scope="module", params=FRONTS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def front(
    kind: str, service: Service, needs: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    with FRONTS[kind](needs(kind), tmp_path_factory.mktemp(kind), service.settings.port) as front:
        yield front


@pytest.fixture
def reader(front: Front) -> Iterator[httpx.Client]:
    with front.client() as client:
        yield client


@pytest.fixture
def stranger(front: Front) -> Iterator[httpx.Client]:
    with front.client(ELSEWHERE) as client:
        yield client


def long(what: str) -> str:
    """Sentences that nobody has spoken yet: each takes its time."""
    return "\n\n".join(
        f"This report is {what}, and its sentence {n} is on the clocks." for n in range(SENTENCES)
    )


def posted(client: httpx.Client, text: str) -> str:
    answer = client.post("/v1/articles", json={"text": text}, headers=BEARER)
    assert answer.status_code in (200, 202), answer.text
    return str(answer.json()["id"])


def status(client: httpx.Client, name: str) -> str:
    return str(client.get(f"/v1/articles/{name}").json()["status"])


def test_a_narration_is_heard_while_it_grows(reader: httpx.Client, kind: str) -> None:
    name = posted(reader, long(f"heard through {kind}"))
    with reader.stream("GET", f"/audio/{name}.mp3") as answer:
        pieces = answer.iter_raw()
        heard = next(pieces)
        assert status(reader, name) == "rendering"
        heard += b"".join(pieces)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "audio/mpeg")
    assert len(heard) > 100_000
    wait_until(lambda: status(reader, name) == "ready", "its end")


def test_events_are_seen_while_they_come(reader: httpx.Client, kind: str) -> None:
    name = posted(reader, long(f"seen through {kind}"))
    seen = []
    with reader.stream("GET", f"/v1/articles/{name}/events") as answer:
        for line in answer.iter_lines():
            if line.startswith("data: "):
                seen.append(json.loads(line.removeprefix("data: "))["progress"])
            if len(seen) == 3:
                break
        assert status(reader, name) == "rendering"
    assert len({report["segments_done"] for report in seen}) > 1


def test_ranges_and_validators_pass(reader: httpx.Client, kind: str) -> None:
    name = posted(reader, f"A short piece through {kind}.")
    wait_until(lambda: status(reader, name) == "ready", "the piece")
    whole = reader.get(f"/audio/{name}.mp3")
    piece = reader.get(
        f"/audio/{name}.mp3", headers={"Range": "bytes=1000-1999", "If-Range": whole.headers["ETag"]}
    )
    assert (piece.status_code, piece.content) == (206, whole.content[1000:2000])
    assert piece.headers["Content-Range"] == f"bytes 1000-1999/{len(whole.content)}"
    again = reader.get(f"/audio/{name}.mp3", headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert reader.get(f"/audio/{name}.mp3", headers={"Range": "bytes=99999999-"}).status_code == 416


@pytest.mark.parametrize("connection", ["close", "keep-alive"])
def test_a_body_that_is_too_long_is_told_so(reader: httpx.Client, connection: str) -> None:
    headers = {**BEARER, "Content-Type": "application/json", "Connection": connection}
    answer = reader.post("/v1/articles", content=b'{"text": "' + b"a" * 6_500_000, headers=headers)
    assert answer.status_code == 413, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/docs#problem-too-large"
    assert reader.get("/healthz").status_code == 200


def test_the_newsroom_s_cookie_goes_over_tls_alone(reader: httpx.Client) -> None:
    answer = reader.get("/admin/")
    assert answer.status_code == 403
    (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")


@pytest.mark.parametrize(
    "path",
    [
        "/metrics",
        "/admin/",
        "/admin/lexicon",
        "/admin",
        "/metrics/",
        "/x/../metrics",
        "/%6detrics",
    ],
)
def test_what_is_inside_is_closed_to_strangers(stranger: httpx.Client, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code in (301, 308, 403, 404), answer.text
    assert "tts_" not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_what_is_for_readers_is_open_to_strangers(stranger: httpx.Client, reader: httpx.Client) -> None:
    assert [stranger.get(path).status_code for path in ("/healthz", "/feed.xml", "/listen-button.js")] == [
        200
    ] * 3
    assert reader.get("/metrics").status_code == 200


# -- what the service is told of the client ------------------------------------------------------------------


@pytest.fixture(scope="module")
def told(
    kind: str, needs: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    """The same proxy, in front of a server that answers with the headers that it was sent."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Echo) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        with FRONTS[kind](needs(kind), tmp_path_factory.mktemp(f"{kind}-told"), server.server_port) as front:
            yield front
        server.shutdown()
        thread.join()


class _Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps(self.headers.items()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(
    "forged", [[], ["1.2.3.4"], ["1.2.3.4, 10.0.0.1"], ["1.2.3.4", "5.6.7.8"], ["unknown"]]
)
def test_the_service_is_told_the_true_peer(told: Front, forged: list[str]) -> None:
    headers = [("Forwarded", "for=1.2.3.4"), *(("X-Forwarded-For", address) for address in forged)]
    with told.client(ELSEWHERE) as client:
        sent = [(name.lower(), value) for name, value in client.get("/", headers=headers).json()]
    assert [value for name, value in sent if name == "x-forwarded-for"] == [ELSEWHERE]
    assert [value for name, value in sent if name == "x-forwarded-proto"] == ["https"]
    assert [value for name, value in sent if name == "host"] == [NAME]
    assert [value for name, value in sent if name == "forwarded" and value] == []


# -- what the documentation shows ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "example", ["nginx/tts-service.conf", "caddy/Caddyfile", "systemd/tts-service.service"]
)
def test_the_documentation_shows_what_is_tried_here(example: str) -> None:
    assert f"\n{(EXAMPLES / example).read_text()}```\n" in SHOWN.read_text()


def test_systemd_understands_the_unit(needs: Callable[[str], Path], tmp_path: Path) -> None:
    unit = (EXAMPLES / "systemd" / "tts-service.service").read_text()
    place = tmp_path / "tts-service.service"
    place.write_text(unit.replace("/opt/tts-service/.venv/bin/tts-service", "/bin/true"))
    program = needs("systemd-analyze")
    done = subprocess.run(
        [program, "verify", "--man=no", place], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if place.name in line]) == (0, [])
    rated = subprocess.run(
        [program, "security", "--offline=true", "--threshold=20", place],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout[-500:]
