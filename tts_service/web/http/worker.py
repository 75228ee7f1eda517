"""gunicorn's gevent worker, with a short cut to finished narrations.

Most of the Python cost of serving a range of a finished file is the WSGI environment and a dozen headers.
Here it is one lookup of the open file and one prepared head; all but small ranges are sent by ``sendfile``,
so that a listener on a slow line costs no memory. Unusual requests take the regular path; so does everything,
should a change in gunicorn bypass this code.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

from gevent import monkey, sleep
from gevent.socket import wait_write

from tts_service.web.http import arriving
from tts_service.web.http.arriving import failure, linger, refusal
from tts_service.web.http.dropped import ConnectionDropped
from tts_service.web.http.stopping import begin_stopping, is_drained
from tts_service.web.limits.connections import CountingWorker
from tts_service.web.media.ready_audio import (
    BLOCK_BYTES,
    EXTENSION,
    HeldAudio,
    ReadyAudio,
    encode,
    part_headers,
)
from tts_service.web.media.representation import select

SERVER = "tts-service"
STATUS_LINES = {200: b"HTTP/1.1 200 OK", 206: b"HTTP/1.1 206 Partial Content"}
TURN_S = 0.0003
NOT_TAKEN = "the client does not take what is sent to it"
MORE_FOLLOWS = getattr(socket, "MSG_MORE", 0)


class ListeningWorker(CountingWorker):
    sockets: list[Any]
    ready_audio: ReadyAudio | None = None
    may_answer: Callable[[str], bool] = bool
    drain_s = 0.0
    """For how long it still serves when it is to stop."""
    _turn_ends = 0.0

    def patch(self) -> None:
        """gevent took over in the master already (``tts_service.web.server``), and takes the rest here: asked
        twice for threads, it would put them in order twice after each fork, and fail the second time."""
        if not monkey.is_module_patched("threading"):
            super().patch()
            return
        monkey.patch_os()
        monkey.patch_signal()
        self.sockets = [
            socket.socket(listener.FAMILY, socket.SOCK_STREAM, fileno=listener.sock.detach())
            for listener in self.sockets
        ]

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Gunicorn's master sends the signal once, to all. The process looks each second whether it is
        time (``notify``)."""
        begin_stopping(self.drain_s)
        if is_drained():
            super().handle_exit(sig, frame)

    def notify(self) -> None:
        super().notify()
        if is_drained():
            self.alive = False

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.count_connections(self.wsgi)
        if not self.cfg.accesslog:  # an access log gets every request
            self.ready_audio = self.wsgi.extensions.get(EXTENSION)
        if self.ready_audio is not None:
            self.may_answer = self.ready_audio.may_answer

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> Any:
        held = self._find(req)
        try:
            if held is None or not self._send(held, req, sock):
                self._ask_application(listener_name, req, sock, addr)
        except TimeoutError:
            raise ConnectionDropped(NOT_TAKEN) from None

    def _ask_application(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> None:
        """Raises StopIteration, as gunicorn does, when the connection is to be closed."""
        try:
            super().handle_request(listener_name, req, sock, addr)
        except StopIteration:
            if req.has_unread_body():
                linger(sock)
            raise
        if not req.is_done_with():
            linger(sock)
            raise StopIteration

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """For a request that cannot be read (its client may still be sending it), or that an error outside
        the application ended."""
        answer = refusal(exc)
        if answer is not None:
            self.log.warning("Invalid request from ip=%s: %s", addr[0] if addr else "", exc)
        elif isinstance(exc, Exception):
            self.log.exception("Error handling request %s", req.path if req else "")
            answer = failure()
        if answer is None:
            super().handle_error(req, client, addr, exc)
        else:
            with contextlib.suppress(OSError):
                client.sendall(answer)
        if isinstance(exc, Exception):  # otherwise the process is about to end
            linger(client)

    def _find(self, req: Any) -> HeldAudio | None:
        """The finished narration that a plain GET on a keep-alive connection asks for."""
        plain = req.method == "GET" and not req.query and req.version == (1, 1) and not req.has_body
        if self.ready_audio is None or not plain or not req.uri.startswith("/audio/"):
            return None
        if not self.alive or req.should_close():
            return None
        return self.ready_audio.find(req.path)

    def _send(self, held: HeldAudio, req: Any, sock: Any) -> bool:
        """False, with nothing sent, when the answer is neither the file nor a part of it."""
        environ = environ_of(req.headers)
        part = select(held.audio.representation, environ)
        if part.status not in STATUS_LINES or not self.may_answer(environ.get("HTTP_HOST", "")):
            return False
        own = encode(part_headers(part, held.audio.representation.size))
        head = b"\r\n".join((STATUS_LINES[part.status], general_headers(), held.head + own, b""))
        if part.size <= BLOCK_BYTES:
            body = held.audio.read(part.start, part.size)
            if len(body) < part.size:
                return False  # the file has just become shorter
            send_together(sock, head, body)
        else:
            sock.sendall(head, MORE_FOLLOWS)
            held.audio.send(part, sock.fileno(), wait_until_taken)
        held.audio.sent(part)
        self._take_turns()
        return True

    def _take_turns(self) -> None:
        """Yield to other connections: one whose next request has already arrived would never do so by
        itself."""
        if time.monotonic() > self._turn_ends:
            sleep(0)
            self._turn_ends = time.monotonic() + TURN_S


def wait_until_taken(client: int) -> None:
    wait_write(client, arriving.TAKE_S, TimeoutError())


def send_together(sock: Any, head: bytes, body: bytes) -> None:
    """In one call, if the socket accepts it: for a small body faster than ``sendfile``, and more
    consistent."""
    sent = sock.sendmsg((head, body))
    if sent < len(head) + len(body):
        sock.sendall((head + body)[sent:])


def environ_of(headers: list[tuple[str, str]]) -> dict[str, str]:
    """The part of a WSGI environment that conditions and ranges are read from. Repeated fields are joined."""
    environ = {"REQUEST_METHOD": "GET"}
    for name, value in headers:
        key = "HTTP_" + name.replace("-", "_")
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


_general = (0, b"")


def general_headers() -> bytes:
    """Rebuilt once a second, when the date changes."""
    global _general
    now = int(time.time())
    if now != _general[0]:
        date = formatdate(now, usegmt=True)
        _general = (now, f"Server: {SERVER}\r\nDate: {date}\r\nConnection: keep-alive".encode())
    return _general[1]
