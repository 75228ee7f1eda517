"""An error outside the application is a problem document too, with the headers that protect every answer."""

from __future__ import annotations

import json
import logging
import socket

import pytest

from tts_service.web.http.worker import ListeningWorker

pytestmark = pytest.mark.pure


def test_an_error_outside_the_application_is_a_problem_document() -> None:
    ours, theirs = socket.socketpair()
    worker = ListeningWorker.__new__(ListeningWorker)
    worker.log = logging.getLogger("test")
    with ours, theirs:
        theirs.shutdown(socket.SHUT_WR)
        worker.handle_error(None, ours, ("192.0.2.1", 1), RuntimeError("the worker stumbled"))
        head, _, body = theirs.recv(65_536).partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "HTTP/1.1 500 Internal Server Error"
    assert {"Content-Type: application/problem+json", "X-Content-Type-Options: nosniff"} <= set(lines)
    problem = json.loads(body)
    assert (problem["type"], problem["status"]) == ("/docs#problem-internal-error", 500)
    assert "stumbled" not in problem["detail"]
