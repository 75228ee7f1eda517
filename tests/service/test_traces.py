"""A trace from the click through queue and workers to the first sound, as a collector of OpenTelemetry's gets
it."""

from __future__ import annotations

import gzip
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.running import PATIENCE_S, Service, free_port, wait_until
from tts_service.log_lines import parent_of

CLICK = "4bf92f3577b34da6a3ce929d0e0e4736"
ARTICLE = {"title": "The ferry", "text": "The ferry sails again. The bridge stays shut until autumn."}


class Told(NamedTuple):
    """A span; ``parent`` is "" for the first of a trace."""

    name: str
    role: str
    trace: str
    id: str
    parent: str
    began: int
    events: tuple[str, ...]
    failed: bool


class Collector:
    """Takes OTLP over HTTP, and keeps the spans."""

    def __init__(self) -> None:
        self.spans: list[Told] = []
        spans = self.spans

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                packed = self.headers.get("Content-Encoding") == "gzip"
                spans.extend(told(gzip.decompress(body) if packed else body))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1/traces"

    def of(self, trace: str) -> list[Told]:
        return sorted((span for span in self.spans if span.trace == trace), key=lambda span: span.began)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def told(body: bytes) -> Iterator[Told]:
    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        named = {pair.key: pair.value.string_value for pair in resource.resource.attributes}
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield Told(
                    span.name,
                    named["service.name"],
                    span.trace_id.hex(),
                    span.span_id.hex(),
                    span.parent_span_id.hex(),
                    span.start_time_unix_nano,
                    tuple(event.name for event in span.events),
                    span.status.code == 2,
                )


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    collector = Collector()
    yield collector
    collector.close()


@pytest.fixture(scope="module")
def traced(service_of_file: Callable[..., Service], collector: Collector) -> Iterator[Service]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
        yield service_of_file(engine="tone", workers="1", traces_url=collector.url)


def test_a_click_is_one_trace_to_its_first_sound(traced: Service, collector: Collector) -> None:
    click = parent_of(CLICK)[:-2] + "01"  # the page's own span, which is sampled
    asked = {"Accept": "audio/mpeg", "traceparent": click}
    answer = httpx.post(f"{traced.url}/v1/articles", json=ARTICLE, headers=asked, timeout=PATIENCE_S)
    assert answer.status_code == 200

    def whole() -> list[Told] | None:
        spans = collector.of(CLICK)  # a span comes when it has ended: after those within it
        ids = {span.id for span in spans} | {click.split("-")[2]}
        is_whole = {"POST /v1/articles", "assemble"} <= {span.name for span in spans}
        return spans if is_whole and {span.parent for span in spans} <= ids else None

    spans = wait_until(whole, "the spans of the click")
    request = next(span for span in spans if span.name == "POST /v1/articles")
    assert request.parent == click.split("-")[2]
    assert request.events == ("first sound",)
    assert request.role == "tts-web"
    tasks = [span for span in spans if span.name.startswith("tts.")]
    assert {span.name for span in tasks} == {"tts.prepare", "tts.render"}
    assert {span.parent for span in tasks} == {click.split("-")[2]}
    assert {span.role for span in spans} == {"tts-web", "tts-worker"}
    own = {span.id: span.name for span in tasks}
    parts = [(span.name, own[span.parent]) for span in spans if span not in tasks and span != request]
    assert parts[:3] == [("read", "tts.prepare"), ("plan", "tts.prepare"), ("speak", "tts.prepare")]
    assert set(parts[3:-1]) == {("speak", "tts.render")}
    assert parts[-1] == ("assemble", "tts.render")
    assert not any(span.failed for span in spans)


def test_the_button_passes_on_the_trace_of_its_page(traced: Service, collector: Collector) -> None:
    """In the address, where a browser need not ask first. What is no trace is as if it were not there."""
    click, page = "5cf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    for parent in (f"00-{click}-{page}-01", "no & trace"):
        article = ARTICLE | {"title": f"The ferry {parent[:2]}"}
        address = httpx.URL(f"{traced.url}/v1/articles", params={"traceparent": parent})
        assert httpx.post(address, json=article, timeout=PATIENCE_S).is_success

    def of_page() -> list[Told]:
        return [span for span in collector.of(click) if span.parent == page]

    names = {"POST /v1/articles", "tts.prepare"}
    wait_until(lambda: names <= {span.name for span in of_page()}, "the request and its task")


def test_a_request_without_a_trace_begins_one(traced: Service, collector: Collector) -> None:
    article = traced.post(ARTICLE | {"title": "The bridge"})
    traced.wait_ready(article["id"])

    def begun() -> Told | None:
        named = [span for span in collector.spans if span.name == "POST /v1/articles" and not span.parent]
        return named[0] if named else None

    request = wait_until(begun, "the span of the request")
    tasks = wait_until(
        lambda: [span for span in collector.of(request.trace) if span.name.startswith("tts.")],
        "the spans of its tasks",
    )
    assert {span.parent for span in tasks} == {request.id}


def test_players_and_machines_that_read_make_no_spans(traced: Service, collector: Collector) -> None:
    traced.get("/v1/articles")
    traced.post_for_problem({"text": ""})
    wait_until(
        lambda: [s for s in collector.spans if s.name.startswith("POST")], "the span of what was refused"
    )
    assert not [span for span in collector.spans if span.name.startswith("GET")]


def test_a_collector_that_is_away_costs_nothing(service_of_file: Callable[..., Service]) -> None:
    service = service_of_file(
        engine="tone", workers="1", traces_url=f"http://127.0.0.1:{free_port()}/v1/traces"
    )
    article = service.post(ARTICLE)
    assert service.wait_ready(article["id"])["status"] == "ready"


@pytest.mark.pure
def test_without_the_library_it_is_said_how_to_get_it() -> None:
    code = """if True:
        import sys
        sys.modules["opentelemetry"] = None
        from tts_service.traces import check_sending
        check_sending(None)
        check_sending("http://collector:4318/v1/traces")
        """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'tts-service[traces]'" in done.stderr.splitlines()[-1]
