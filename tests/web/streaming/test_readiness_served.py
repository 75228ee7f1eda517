"""What the real server says of its readiness, to load balancers and to ``tts-service up``."""

from __future__ import annotations

import http.client
import json
from pathlib import Path

from tests.running import wait_until
from tests.web.streaming.narrator import Narrator
from tests.web.streaming.web_server import Server
from tts_service.ops.checks.address import missing
from tts_service.ops.readiness import NO_FETCHER, NO_WORKER
from tts_service.settings import Settings


def test_without_workers_it_is_in_service_and_up_goes_on_waiting(server: Server) -> None:
    assert server.client.get("/readyz").status_code == 200
    assert missing(Settings(port=server.port)) == f"{NO_WORKER} {NO_FETCHER}"


def test_a_process_that_stops_is_not_ready(tmp_path: Path, redis_url: str, narrator: Narrator) -> None:
    server = Server(tmp_path, redis_url, web_workers="1")
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def readiness() -> tuple[int, str]:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read()).get("detail", "")

    try:  # what it is still asked it answers, but it wants nothing new
        assert readiness()[0] == 200
        [process] = server.processes()
        process.terminate()
        wait_until(lambda: "This web process is stopping." in readiness()[1], "its refusal")
    finally:
        connection.close()
        server.end()


def test_a_process_that_drains_serves_on_and_takes_new_connections(
    tmp_path: Path, redis_url: str, narrator: Narrator
) -> None:
    """While load balancers find out that it is not ready. Then it ends by itself."""
    server = Server(tmp_path, redis_url, web_workers="1", drain_seconds="2")
    server.running.process.terminate()
    answers = [server.client.get(path, headers={"Connection": "close"}) for path in ("/readyz", "/healthz")]
    wait_until(lambda: server.client.get("/readyz").status_code == 503, "its refusal", seconds=2)
    assert server.client.get("/healthz", headers={"Connection": "close"}).status_code == 200
    assert answers[1].status_code == 200
    assert server.running.wait() == 0
    server.end()
