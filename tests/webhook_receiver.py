"""A publisher's system that gets webhooks: a real server on 127.0.0.1, which checks each signature by the
official library."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec
from standardwebhooks.webhooks import Webhook

Behaviour = Callable[[BaseHTTPRequestHandler], None]


class Received(msgspec.Struct):
    """``message`` is the body, decoded."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def message(self) -> dict[str, Any]:
        return dict(msgspec.json.decode(self.body))

    def verified_by(self, secret: str) -> dict[str, Any]:
        """The body, as the official library gives it. Raises WebhookVerificationError."""
        return dict(Webhook(secret).verify(self.body, self.headers))


def answers(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def endless(status: int) -> Behaviour:
    """An answer whose body never ends."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 1_000_000)
        except OSError:
            return

    return answer


class Receiver:
    """``received`` holds what came, in order. ``behaves`` answers; those in ``first`` come before it, one
    each."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.first: list[Behaviour] = []
        self.behaves = answers(204)
        self.silent = threading.Event()
        """While ``never_answers`` waits; set at the end."""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.received.append(Received(self.path, headers, body))
                (receiver.first.pop(0) if receiver.first else receiver.behaves)(self)

            def do_GET(self) -> None:
                receiver.received.append(Received("GET " + self.path, {}, b""))
                answers(200)(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def never_answers(self, handler: BaseHTTPRequestHandler) -> None:
        self.silent.wait(60)

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.received]

    @property
    def types(self) -> list[str]:
        return [one.message["type"] for one in self.received]

    def close(self) -> None:
        self.silent.set()
        self._server.shutdown()
        self._server.server_close()


class Clock:
    """A time that only a test moves. It is ahead of ours, so that what has just happened is past."""

    def __init__(self) -> None:
        self.now = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2)

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += dt.timedelta(**time)
