"""Requests as they arrive: bodies have a time limit, and malformed requests get the service's own error
messages.

This is gunicorn's request class, installed by ``web/server.py``. A body is read when the application asks for
it. An unwanted body is skipped if it is small; otherwise the connection is closed after the answer, and
*lingers*: for a while it reads and discards what the client is still sending. If it were closed at once, the
system would send a reset, and many clients would drop the answer unread (RFC 9112, 9.6).

Imported by gunicorn before it forks: nothing heavy belongs here.
"""

from __future__ import annotations

import contextlib
import socket
import time
from typing import Any

import msgspec
from gevent import Timeout
from gunicorn.http.body import Body, LengthReader
from gunicorn.http.errors import (
    ConfigurationProblem,
    ExpectationFailed,
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    NoMoreData,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.http.message import Request

from tts_service.errors import BadRequest, Problem, ProblemKind, ServiceError, TooSlow
from tts_service.web.http.headers import FOR_ALL
from tts_service.web.media.ready_audio import encode

BODY_S = 60.0
"""For a whole body, from the moment the application asks for it."""
SILENCE_S = 10.0
"""Longest pause between two parts of it."""
TAKE_S = 600.0
"""How long a client may leave data unread. A player may pause, but is not waited for forever. Longer than
gunicorn's keep-alive, because the socket has one limit for both."""
SKIP_BYTES, SKIP_S = 64 * 1024, 2.0
"""An unwanted body of up to this many bytes is skipped, and the connection kept."""
LINGER_BYTES, LINGER_S, LINGER_SILENCE_S = 64 * 1024 * 1024, 20.0, 5.0
"""At most this many bytes are read and discarded after the last answer on a connection."""

PROBLEM_TYPE = "application/problem+json"
OUR_FAULTS = (ConfigurationProblem, InvalidResponseHeader, InvalidResponseHeaderName)
REFUSALS: dict[type[ParseException], tuple[int, str]] = {
    LimitRequestLine: (414, "URI Too Long"),
    LimitRequestHeaders: (431, "Request Header Fields Too Large"),
    ExpectationFailed: (417, "Expectation Failed"),
    UnsupportedTransferCoding: (501, "Not Implemented"),
}

_thrown_away = bytearray(64 * 1024)


class ArrivingBody(Body):  # type: ignore[misc]
    """A body with time limits. Reading raises TooSlow, or BadRequest if it is malformed or ends too early.

    After either, nothing is known about what follows, and the connection is closed after the answer.
    """

    def __init__(self, request: Any) -> None:
        super().__init__(request.body.reader)
        self._request = request
        self._socket = request.unreader.sock
        self._until: float | None = None
        self._limit_s = BODY_S
        self._is_asked_for = not request._expected_100_continue
        request._expected_100_continue = (
            False  # requested when it is wanted, not by gunicorn before that is known
        )

    def be_patient(self, seconds: float) -> None:
        """The whole body may take so long, from now on: for a file of somebody who may write."""
        self._limit_s = seconds
        self._until = time.monotonic() + seconds

    def _read_reader(self, size: int) -> bytes:
        try:
            return self._read_in_time(size)
        except Exception as error:
            self.failed = True
            self._request.force_close()
            raise _told(error, self._limit_s) from None

    def _read_in_time(self, size: int) -> bytes:
        if not self._is_asked_for:
            self._is_asked_for = True
            self._socket.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        now = time.monotonic()
        self._until = self._until or now + self._limit_s
        if now >= self._until:
            raise TimeoutError
        usual = self._socket.gettimeout()
        self._socket.settimeout(SILENCE_S)
        try:
            with Timeout(self._until - now, TimeoutError()):
                return self._read_whole(size)
        finally:
            self._socket.settimeout(usual)

    def _read_whole(self, size: int) -> bytes:
        promised = min(size, self.reader.length) if isinstance(self.reader, LengthReader) else 0
        data: bytes = self.reader.read(size)
        if len(data) < promised:
            raise NoMoreData
        return data

    @property
    def is_over(self) -> bool:
        """All of it has been read."""
        if self.failed:
            return False
        return (
            self.reader.length == 0 if isinstance(self.reader, LengthReader) else self.reader.parser is None
        )

    @property
    def is_skippable(self) -> bool:
        """So little is left that reading it is better than closing the connection."""
        if self.failed or not self._is_asked_for:
            return False
        return self.is_over or (isinstance(self.reader, LengthReader) and self.reader.length <= SKIP_BYTES)

    def skip(self) -> bool:
        """Read what is left. False when it does not come, or not soon."""
        self._until = time.monotonic() + SKIP_S
        with contextlib.suppress(ServiceError, OSError):
            while self.read(SKIP_BYTES):
                pass
        return self.is_over


def _told(error: Exception, limit_s: float) -> Exception:
    if isinstance(error, TimeoutError):
        return TooSlow(
            f"The body did not come: send it within {limit_s:.0f} seconds, without a pause of "
            f"{SILENCE_S:.0f}."
        )
    if isinstance(error, NoMoreData):
        return BadRequest("The body ends too early.", kind=ProblemKind.BAD_BODY)
    if isinstance(error, ParseException):
        return BadRequest(
            "The body's chunks, or the fields behind them, are malformed.", kind=ProblemKind.BAD_BODY
        )
    return error


class ArrivingRequest(Request):  # type: ignore[misc]
    body: Any

    def set_body_reader(self) -> None:
        super().set_body_reader()
        if self.req_number == 1:
            self.unreader.sock.settimeout(TAKE_S)
        reader = self.body.reader
        if not isinstance(reader, LengthReader) or reader.length:
            self.body = ArrivingBody(self)

    @property
    def has_body(self) -> bool:
        return isinstance(self.body, ArrivingBody)

    def should_close(self) -> bool:
        """Also called before the head of an answer is written, which then says that the connection will be
        closed."""
        return super().should_close() or (self.has_body and not self.body.is_skippable)

    def has_unread_body(self) -> bool:
        return self.has_body and not self.body.is_over

    def is_done_with(self) -> bool:
        """Nothing of it is left on the connection, once a small remainder has been skipped."""
        return not self.has_unread_body() or (self.body.is_skippable and self.body.skip())


def failure() -> bytes:
    """The whole answer to a request that was read, but that an error outside the application ended."""
    error = ServiceError("The service failed to answer. Its log has the details; please report it.")
    return _answer(error.problem, "Internal Server Error")


def refusal(error: BaseException) -> bytes | None:
    """The whole answer to a request that could not be read; None for any other error."""
    if not isinstance(error, ParseException) or isinstance(error, OUR_FAULTS):
        return None
    status, phrase = next(
        (said for kind, said in REFUSALS.items() if isinstance(error, kind)), (400, "Bad Request")
    )
    problem = Problem(ProblemKind.BAD_REQUEST.value, phrase, f"The request cannot be read: {error}.", status)
    return _answer(problem, phrase)


def _answer(problem: Problem, phrase: str) -> bytes:
    body = msgspec.json.encode(msgspec.structs.asdict(problem) | {"type": problem.type})
    headers = encode(
        [
            ("Content-Type", PROBLEM_TYPE),
            ("Content-Length", str(len(body))),
            ("Connection", "close"),
            *FOR_ALL,
        ]
    )
    return f"HTTP/1.1 {problem.status} {phrase}\r\n".encode() + headers + b"\r\n" + body


def linger(client: Any) -> None:
    """Shut down our side, and for a while discard what still arrives."""
    until, left = time.monotonic() + LINGER_S, LINGER_BYTES
    with contextlib.suppress(OSError):
        client.shutdown(socket.SHUT_WR)
        while left > 0 and (rest_s := until - time.monotonic()) > 0:
            client.settimeout(min(rest_s, LINGER_SILENCE_S))
            taken = client.recv_into(_thrown_away)
            if not taken:
                return
            left -= taken
