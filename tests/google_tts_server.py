"""Google Translate's speech service as gTTS meets it, on 127.0.0.1: an HTTPS proxy that answers for any host itself.

gTTS posts a "batchexecute" form: ``f.req=[[["jQ1olc", "[text, language, speed, \\"null\\"]", null, "generic"]]]``. The answer
is lines of JSON, one of which carries ``["wrb.fr","jQ1olc","[\\"<base64 of MP3>\\"]", ...]``. It reaches this server through
``HTTPS_PROXY`` and does not verify certificates, so a self-signed one will do.

    with GoogleTtsServer() as google:
        google.answers.append(Refusal(429))       # for the next request; without one each text is spoken
        monkeypatch.setenv("HTTPS_PROXY", google.url)
"""

from __future__ import annotations

import base64
import datetime
import json
import ssl
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import soxr
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tts_service.settings import Settings
from workers.audio.mp3 import encode_mp3
from workers.engines.tone import ToneEngine, ToneOptions


@dataclass(frozen=True)
class Asked:
    """A request that arrived. ``at`` is monotonic time in s."""

    text: str
    language: str
    slow: bool
    at: float


@dataclass(frozen=True)
class Refusal:
    """An HTTP error."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """A body as it stands, with status 200."""

    body: bytes


@dataclass(frozen=True)
class Slow:
    """Speech, after ``delay_s`` of silence."""

    delay_s: float


@dataclass(frozen=True)
class Trickle:
    """A body that never ends, a byte each ``pause_s``."""

    pause_s: float


@dataclass(frozen=True)
class HangUp:
    """The line is cut before an answer."""


Answer = Refusal | Raw | Slow | Trickle | HangUp


class GoogleTtsServer:
    """``answers`` are given to the next requests, in order; ``asked`` lists what has arrived."""

    def __init__(self) -> None:
        self.answers: deque[Answer] = deque()
        self.always: Answer | None = None
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self._folder = TemporaryDirectory()
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(_certificate(Path(self._folder.name)))
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.google = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> GoogleTtsServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._folder.cleanup()


class _Server(ThreadingHTTPServer):
    google: GoogleTtsServer
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def do_CONNECT(self) -> None:
        """Become the host that the client asked for."""
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.connection = self.server.google.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        self.close_connection = False

    def do_POST(self) -> None:
        google = self.server.google
        asked = _asked(self.rfile.read(int(self.headers["Content-Length"])).decode())
        google.asked.append(asked)
        answer = google.answers.popleft() if google.answers else google.always
        match answer:
            case Refusal(status, headers):
                self._send(status, b"<html>Sorry</html>", headers)
            case Raw(body):
                self._send(200, body)
            case Slow(delay_s):
                google.closing.wait(delay_s)
                self._send(200, _spoken(asked))
            case Trickle(pause_s):
                self._trickle(pause_s)
            case HangUp():
                self.close_connection = True
                self.connection.close()
            case None:
                self._send(200, _spoken(asked))

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _trickle(self, pause_s: float) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while not self.server.google.closing.wait(pause_s):
            self.wfile.write(b" ")


def _asked(form: str) -> Asked:
    [[[name, arguments, _, _]]] = json.loads(parse_qs(form)["f.req"][0])
    assert name == "jQ1olc"
    text, language, slow, _ = json.loads(arguments)
    assert len(text) <= 100, "Google takes 100 characters at a time"
    return Asked(text, language, bool(slow), time.monotonic())


def speech(text: str) -> bytes:
    """MP3 as Google sends it (24 kHz, mono, 64 kbit/s), with half a second of silence at both ends."""
    engine = ToneEngine(Settings(), ToneOptions())
    spoken = engine.synthesize(text, engine.voices()[0], "en")
    silence = np.zeros(12_000, np.float32)
    return encode_mp3(np.concatenate([silence, soxr.resample(spoken.samples, spoken.rate, 24_000), silence]))


def _spoken(asked: Asked) -> bytes:
    return answer(speech(asked.text))


def answer(mp3: bytes) -> bytes:
    """The body that carries ``mp3``."""
    payload = json.dumps([base64.b64encode(mp3).decode()], separators=(",", ":"))
    chunk = json.dumps([["wrb.fr", "jQ1olc", payload, None, None, None, "generic"]], separators=(",", ":"))
    return f")]}}'\n\n{len(chunk)}\n{chunk}\n".encode()


def _certificate(folder: Path) -> Path:
    """A key and a certificate that it signed itself, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "translate.google.com")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    certificate = builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1)).sign(key, hashes.SHA256())
    path = folder / "google.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
