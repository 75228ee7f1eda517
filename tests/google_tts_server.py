"""Google Translate's speech service as gTTS meets it, on 127.0.0.1: an HTTPS proxy that answers for any host
itself.

gTTS posts a "batchexecute" form: ``f.req=[[["jQ1olc", "[text, language, speed, \\"null\\"]", null,
"generic"]]]``. The answer is lines of JSON, one of which carries ``["wrb.fr","jQ1olc","[\\"<base64 of
MP3>\\"]", ...]``. It reaches this server through ``HTTPS_PROXY`` and does not verify certificates, so a
self-signed one will do.

    with GoogleTtsServer() as google:
        google.answers.append(Refusal(429))       # for the next request; without one each text is spoken
        monkeypatch.setenv("HTTPS_PROXY", google.url)
"""

from __future__ import annotations

import base64
import datetime
import json
import ssl
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs

import numpy as np
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.scripted_server import (
    Flood,
    HangUp,
    Raw,
    Refusal,
    ScriptedHandler,
    ScriptedServer,
    Slow,
    Trickle,
    hummed,
)
from workers.audio.mp3 import encode_mp3


@dataclass(frozen=True)
class Asked:
    """A request that arrived. ``at`` is monotonic time in s."""

    text: str
    language: str
    slow: bool
    at: float


class GoogleTtsServer(ScriptedServer[Asked]):
    """An HTTPS proxy; ``url`` is its address."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        self._folder = TemporaryDirectory()
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(_certificate(Path(self._folder.name)))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self._folder.cleanup()


class _Handler(ScriptedHandler):
    @property
    def google(self) -> GoogleTtsServer:
        assert isinstance(self.server.scripted, GoogleTtsServer)
        return self.server.scripted

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def do_CONNECT(self) -> None:  # noqa: N802
        """Become the host that the client asked for."""
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.connection = self.google.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        self.close_connection = False

    def do_POST(self) -> None:  # noqa: N802
        asked = _asked(self.body().decode())
        self.google.asked.append(asked)
        match self.google.next_answer():
            case Refusal(status, headers):
                self.send(status, b"<html>Sorry</html>", headers)
            case Raw(body):
                self.send(200, body, {})
            case Slow(delay_s):
                self.google.closing.wait(delay_s)
                self.send(200, _spoken(asked), {})
            case Trickle(pause_s):
                self.endless(b" ", pause_s, {"Content-Length": "1000000"})
            case Flood():
                self.endless(bytes(1 << 20), 0, {})
            case HangUp():
                self.hang_up()
            case None:
                self.send(200, _spoken(asked), {})


def _asked(form: str) -> Asked:
    [[[name, arguments, _, _]]] = json.loads(parse_qs(form)["f.req"][0])
    assert name == "jQ1olc"
    text, language, slow, _ = json.loads(arguments)
    assert len(text) <= 100, "Google takes 100 characters at a time"
    return Asked(text, language, bool(slow), time.monotonic())


def speech(text: str) -> bytes:
    """MP3 as Google sends it (24 kHz, mono, 64 kbit/s), with half a second of silence at both ends."""
    silence = np.zeros(12_000, np.float32)
    return encode_mp3(np.concatenate([silence, hummed(text, 24_000), silence]))


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
    certificate = (
        builder.not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "google.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
