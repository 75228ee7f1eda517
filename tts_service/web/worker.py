"""gunicorn's gevent worker, with a short cut to finished narrations.

Nearly all that a request for a piece of a finished file costs in Python is the WSGI environment, the checking and joining of
a dozen headers. Here it is one look for the open file and one prepared head; all but small pieces go by ``sendfile``, so that
a listener on a slow line holds no memory. What is unusual goes the long way; should gunicorn change so that this is not
called any more, everything does.
"""

from __future__ import annotations

import socket
import time
from email.utils import formatdate
from typing import Any

from gevent import sleep
from gevent.socket import wait_write
from gunicorn.workers.ggevent import GeventWorker

from tts_service.web.ready_audio import BLOCK_BYTES, EXTENSION, HeldAudio, ReadyAudio, encode, part_headers
from tts_service.web.representation import select

SERVER = "tts-service"
STATUS_LINES = {200: b"HTTP/1.1 200 OK", 206: b"HTTP/1.1 206 Partial Content"}
TURN_S = 0.0003
MORE_FOLLOWS = getattr(socket, "MSG_MORE", 0)


class ListeningWorker(GeventWorker):  # type: ignore[misc]
    ready_audio: ReadyAudio | None = None
    _turn_ends = 0.0

    def load_wsgi(self) -> None:
        super().load_wsgi()
        if not self.cfg.accesslog:  # who wants each request logged gets each request logged
            self.ready_audio = self.wsgi.extensions.get(EXTENSION)

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> Any:
        held = self._find(req)
        if held is None or not self._send(held, req, sock):
            return super().handle_request(listener_name, req, sock, addr)
        return True

    def _find(self, req: Any) -> HeldAudio | None:
        """The finished narration that a plain GET on a connection that stays open asks for."""
        plain = req.method == "GET" and not req.query and req.version == (1, 1)
        if self.ready_audio is None or not plain or not req.path.startswith("/audio/"):
            return None
        if not self.alive or req.should_close():
            return None
        return self.ready_audio.find(req.path)

    def _send(self, held: HeldAudio, req: Any, sock: Any) -> bool:
        """False, with nothing sent, when the answer is neither the file nor a part of it."""
        part = select(held.audio.representation, environ_of(req.headers))
        if part.status not in STATUS_LINES:
            return False
        own = encode(part_headers(part, held.audio.representation.size))
        head = b"\r\n".join((STATUS_LINES[part.status], general_headers(), held.head + own, b""))
        if part.size <= BLOCK_BYTES:
            send_together(sock, head, held.audio.read(part.start, part.size))
        else:
            sock.sendall(head, MORE_FOLLOWS)
            held.audio.send(part, sock.fileno(), wait_write)
        self._take_turns()
        return True

    def _take_turns(self) -> None:
        """A connection whose next request is there already never waits by itself, and would let all others wait."""
        if time.monotonic() > self._turn_ends:
            sleep(0)
            self._turn_ends = time.monotonic() + TURN_S


def send_together(sock: Any, head: bytes, body: bytes) -> None:
    """In one call, if the socket takes it. For a small body this is quicker than ``sendfile``, and steadier."""
    sent = sock.sendmsg((head, body))
    if sent < len(head) + len(body):
        sock.sendall((head + body)[sent:])


def environ_of(headers: list[tuple[str, str]]) -> dict[str, str]:
    """As much of a WSGI environment as conditions and ranges are read from. Repeated fields are joined."""
    environ = {"REQUEST_METHOD": "GET"}
    for name, value in headers:
        key = "HTTP_" + name.replace("-", "_")
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


_general = (0, b"")


def general_headers() -> bytes:
    """Made anew once a second, when the date changes."""
    global _general
    now = int(time.time())
    if now != _general[0]:
        date = formatdate(now, usegmt=True)
        _general = (now, f"Server: {SERVER}\r\nDate: {date}\r\nConnection: keep-alive".encode())
    return _general[1]
