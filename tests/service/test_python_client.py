"""The client in ``packages/python``, as somebody has copied it, against the running service."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.server
import importlib.util
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_cache.mp3.frames import FRAME_BYTES
from tests.running import Service, count_frames, free_port

FILE = Path(__file__).parents[2] / "packages/python/listening.py"
KEY, SECRET = "a-key-of-the-client", "s" * 32
TEXT = "The ferry came back at night. Nobody was on board, and the harbour was closed."
WEBHOOK_SECRET = "whsec_" + base64.b64encode(b"a secret of some bytes").decode()


def _loaded() -> Any:
    told = importlib.util.spec_from_file_location("listening", FILE)
    assert told is not None
    assert told.loader is not None
    module = importlib.util.module_from_spec(told)
    told.loader.exec_module(module)
    return module


listening = _loaded()


@pytest.fixture(scope="module")
def keyed(service_of_file: Callable[..., Service]) -> Service:
    return service_of_file(engine="tone", api_keys=KEY, access_keys=f"now=hmac:{SECRET}", workers="1")


@pytest.fixture
def client(keyed: Service) -> Any:
    return listening.ListeningService(f"{keyed.url}/", key=KEY)


def test_an_article_is_asked_for_waited_for_and_kept(client: Any, tmp_path: Path) -> None:
    asked = client.ask(text=TEXT, title="The ferry")
    article = client.wait(asked["id"])
    assert (article["id"], article["status"], article["title"]) == (asked["id"], "ready", "The ferry")
    file = tmp_path / "ferry.mp3"
    assert client.save(article["id"], file) == file.stat().st_size
    assert count_frames(file.read_bytes()) * FRAME_BYTES < file.stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == ["ferry.mp3"]
    assert "Nobody was on board" in client.captions(article["id"])
    assert client.chapters(article["id"])[0]["startTime"] == 0
    assert client.ask(text=TEXT, title="The ferry")["id"] == article["id"]


def test_what_is_signed_opens_it_for_others(client: Any, keyed: Service) -> None:
    page = "https://news.example/vault"
    html = f'<link rel="canonical" href="{page}"><article><h1>The vault</h1><p>{TEXT}</p></article>'
    article = client.wait(client.ask(html=html, access="members")["id"])
    other = listening.ListeningService(keyed.url)
    with pytest.raises(listening.ListeningError) as refused:
        other.captions(article["id"])
    assert (refused.value.status, refused.value.kind) == (404, "no-such-article")
    for subject in (page, article["id"]):
        token = listening.sign(subject, key="now", secret=SECRET, seconds=60)
        assert other.article(article["id"], token=token)["access"] == "members"
    assert "Nobody was on board" in other.captions(article["id"], token=token)
    assert b"".join(other.audio(article["id"], token=token)).startswith(b"ID3")
    with pytest.raises(listening.ListeningError) as refused:
        other.article(article["id"], token=listening.sign(page, key="now", secret=SECRET, seconds=-1))
    assert refused.value.kind == "access-expired"
    client.set_access(article["id"], "open")
    assert other.find(page)["id"] == article["id"]
    client.withdraw(article["id"])
    assert client.find(page) is None


def test_what_is_refused_says_why(client: Any, keyed: Service) -> None:
    with pytest.raises(listening.ListeningError, match="exactly one of url, html, text and ssml") as refused:
        client.ask(title="Nothing")
    assert refused.value.status == 400
    with pytest.raises(listening.ListeningError) as refused:
        listening.ListeningService(keyed.url, key="not-the-key-at-all").ask(text=TEXT)
    assert refused.value.status == 401
    nobody = listening.ListeningService(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(listening.ListeningError) as refused:
        nobody.article("a")
    assert (refused.value.status, refused.value.kind) == (0, "unreachable")


class BreaksOff(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"ID3")

    def log_message(self, *_: object) -> None:
        """Tests say what went wrong."""


def test_audio_that_breaks_off_is_no_file(tmp_path: Path) -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), BreaksOff) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        service = listening.ListeningService(f"http://127.0.0.1:{server.server_port}")
        with pytest.raises(listening.ListeningError) as refused:
            service.save("a", tmp_path / "a.mp3")
    assert refused.value.kind == "cut-off"
    assert not (tmp_path / "a.mp3").exists()


def test_a_key_is_shown_to_the_service_alone() -> None:
    """Audio may lie on a content delivery network or in a bucket, and the service's answer lead there."""
    shown: dict[str, str | None] = {}

    class LeadsAway(BreaksOff):
        def do_GET(self) -> None:
            shown[self.path] = self.headers["Authorization"]
            is_service = self.path.startswith("/audio/")
            self.send_response(302 if is_service else 200)
            self.send_header("Location", "/bucket")
            self.send_header("Content-Length", "0" if is_service else "3")
            self.end_headers()
            self.wfile.write(b"" if is_service else b"ID3")

    with http.server.HTTPServer(("127.0.0.1", 0), LeadsAway) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        service = listening.ListeningService(f"http://127.0.0.1:{server.server_port}", key=KEY)
        assert b"".join(service.audio("a")) == b"ID3"
        server.shutdown()
    assert shown == {"/audio/a.mp3": f"Bearer {KEY}", "/bucket": None}


def signed(body: bytes, at: int, secret: str = WEBHOOK_SECRET) -> dict[str, str]:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = hmac.new(key, b"msg_1.%d." % at + body, hashlib.sha256).digest()
    given = f"v1,{base64.b64encode(bytes(32)).decode()} v1,{base64.b64encode(right).decode()}"
    return {"Webhook-Id": "msg_1", "Webhook-Timestamp": str(at), "Webhook-Signature": given}


@pytest.mark.pure
@given(data=st.dictionaries(st.text(), st.text()), late=st.integers(-400, 400), cut=st.booleans())
def test_a_webhook_is_believed_if_its_signature_is_right_and_new(
    data: dict[str, str], late: int, cut: bool
) -> None:
    body, at = json.dumps(data).encode(), 1_790_000_000
    headers = signed(body, at)
    sent = body[:-1] + b" }" if cut else body
    if cut or abs(late) > 300:
        with pytest.raises(listening.WebhookError):
            listening.verify_webhook(sent, headers, WEBHOOK_SECRET, now=at + late)
    else:
        assert listening.verify_webhook(sent, headers, WEBHOOK_SECRET, now=at + late) == data


@pytest.mark.pure
@pytest.mark.parametrize("name", ["Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"])
@pytest.mark.parametrize("value", ["", "é", "9" * 400])
def test_a_webhook_with_a_bad_header_is_not_believed(name: str, value: str) -> None:
    with pytest.raises(listening.WebhookError):
        listening.verify_webhook(
            b"{}", signed(b"{}", 1_790_000_000) | {name: value}, WEBHOOK_SECRET, now=1_790_000_000
        )


@pytest.mark.pure
def test_it_needs_no_package() -> None:
    code = f"import sys; sys.path.insert(0, {str(FILE.parent)!r}); import listening"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True, timeout=60)
