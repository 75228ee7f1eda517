"""What test servers that stand for speech services share: answers in order, given well or badly.

with SpeechServer() as server:
    server.answers.append(Refusal(429))    # for the next request; without one each text is spoken
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Generic, Self, TypeVar

import soxr

from tts_service.settings import Settings
from workers.engines.base import Samples
from workers.engines.tone import ToneEngine, ToneOptions


@dataclass(frozen=True)
class Refusal:
    """An HTTP error. ``body``: None for the usual one of the service."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True)
class Raw:
    """A body as it stands, with status 200. ``promised``: the length in its header, if not its own."""

    body: bytes
    kind: str = "audio/wav"
    promised: int | None = None


@dataclass(frozen=True)
class Slow:
    """Speech, after ``delay_s`` without a byte."""

    delay_s: float


@dataclass(frozen=True)
class Trickle:
    """A body that never ends, a byte each ``pause_s``."""

    pause_s: float


@dataclass(frozen=True)
class Flood:
    """A body that never ends, as fast as it is taken."""


@dataclass(frozen=True)
class HangUp:
    """The line is cut before an answer."""


Answer = Refusal | Raw | Slow | Trickle | Flood | HangUp
Request = TypeVar("Request")


class ScriptedServer(Generic[Request]):
    """On 127.0.0.1. ``answers`` are given to the next requests, in order, ``always`` to those after.
    ``asked`` lists what has arrived."""

    def __init__(self, handler: type[ScriptedHandler]) -> None:
        self.answers: deque[Answer] = deque()
        self.always: Answer | None = None
        self.asked: list[Request] = []
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), handler)
        self._server.scripted = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return self._server.server_port

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next_answer(self) -> Answer | None:
        return self.answers.popleft() if self.answers else self.always


class _Server(ThreadingHTTPServer):
    scripted: ScriptedServer[Any]
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the tests."""


class ScriptedHandler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """``headers`` may promise another length than that of ``body``."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def endless(self, piece: bytes, pause_s: float, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        while not self.server.scripted.closing.wait(pause_s):
            self.wfile.write(piece)

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()


def hummed(text: str, rate: int) -> Samples:
    """``text`` by the engine tone, at ``rate`` Hz."""
    engine = ToneEngine(Settings(), ToneOptions())
    spoken = engine.synthesize(text, engine.voices()[0], "en")
    samples: Samples = soxr.resample(spoken.samples, spoken.rate, rate)
    return samples
