"""Requests that are malformed, or meant for another server: under the real server, with both of
gunicorn's parsers."""

from __future__ import annotations

import json
import re
import socket

import pytest

from tests.web.streaming.narrator import Narration, Narrator
from tests.web.streaming.web_server import Server

HOST = b"Host: localhost\r\n"
CLOSE = b"Connection: close\r\n"
CHUNKED = HOST + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
STORY = b'{"text": "The river rose."}'
BAD_CHUNKS = [
    b"zz\r\nabc\r\n0\r\n\r\n",
    b"3\r\nabcdef\r\n0\r\n\r\n",
    b"-3\r\nabc\r\n0\r\n\r\n",
    b"3;a=\x01\r\nabc\r\n0\r\n\r\n",
    b"3\r\nabc\r\n0\r\nHost: other\r\n\r\n",
    b"1" * 9000,
]


@pytest.fixture(params=["server", "strict_server"], ids=["parser in C", "parser in Python"])
def each(request: pytest.FixtureRequest) -> Server:
    server = request.getfixturevalue(request.param)
    assert isinstance(server, Server)
    return server


@pytest.fixture(scope="module")
def ready(narrator: Narrator) -> Narration:
    return narrator.ready("A strict one")


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def answers_in(stream: bytes) -> int:
    return len(re.findall(rb"^HTTP/1\.1 \d", stream, re.MULTILINE))


def problem_in(answer: bytes) -> dict[str, object]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"Content-Type: application/problem+json" in head
    assert b"X-Content-Type-Options: nosniff" in head
    return dict(json.loads(body))


@pytest.mark.parametrize("path", ["/healthz", "moving", "/nothing", "/listen-button.js"])
@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (b"", 400),
        (b"Host:\r\n", 400),
        (b"Host: a b\r\n", 400),
        (HOST * 2, 400),
        (b"Host: localhost\r\nHost: evil.example\r\n", 400),
        (b"Host: evil.example\r\n", 421),
    ],
)
def test_the_host_is_named_once_and_is_ours(
    each: Server, ready: Narration, path: str, fields: bytes, status: int
) -> None:
    target = ready.moving if path == "moving" else path
    for end in (CLOSE, b""):  # the short cut is taken only where the connection stays open
        wanted = b"GET %s HTTP/1.1\r\n%s%s\r\n" % (target.encode(), fields, end)
        goodbye = b"GET /healthz HTTP/1.1\r\n%s%s\r\n" % (HOST, CLOSE)
        answer = each.ask(wanted if end else wanted + goodbye)
        assert status_of(answer) == status


def test_what_speaks_http_1_0_need_not_name_it(each: Server) -> None:
    assert status_of(each.ask(b"GET /healthz HTTP/1.0\r\n\r\n")) == 200


def test_a_target_in_absolute_form_is_looked_at(each: Server, ready: Narration) -> None:
    for host, status in ((b"evil.example", 421), (b"localhost", 200)):
        target = b"http://" + host + ready.moving.encode()
        again = b"GET /healthz HTTP/1.1\r\n%s%s\r\n" % (HOST, CLOSE)
        assert status_of(each.ask(b"GET %s HTTP/1.1\r\n%s\r\n%s" % (target, HOST, again))) == status


@pytest.mark.parametrize(
    "fields",
    [
        b"SCRIPT_NAME: /x\r\n",
        b"Script-Name: /x\r\n",
        b"PATH_INFO: /healthz\r\n",
        b"X-Forwarded-Prefix: /x\r\n",
        b"X-Forwarded-Proto: https\r\nX-Forwarded-Ssl: off\r\n",
        b"X-Forwarded-Host: evil.example\r\n",
        b"Forwarded: host=evil.example;proto=https\r\n",
    ],
)
def test_what_a_proxy_says_of_path_scheme_and_host_is_not_believed(each: Server, fields: bytes) -> None:
    def answer(path: bytes, more: bytes) -> bytes:
        said = each.ask(b"GET %s HTTP/1.1\r\n%s%s%s\r\n" % (path, HOST, CLOSE, more))
        return re.sub(rb"(Date|Set-Cookie): .*\r\n", b"", said)

    for path in (b"/demo/", b"/openapi.json", b"/admin/login"):
        assert answer(path, fields) == answer(path, b"")
    for path in (b"/x/healthz", b"/x"):
        assert status_of(answer(path, fields)) == 404


@pytest.mark.parametrize("body", BAD_CHUNKS)
@pytest.mark.parametrize("path", [b"/v1/articles", b"/v1/plays", b"/v1/lexicon", b"/v1/hooks/articles"])
def test_a_malformed_chunk_is_400_without_a_traceback(each: Server, path: bytes, body: bytes) -> None:
    before = len(each.running.lines)
    answer = each.ask(b"POST %s HTTP/1.1\r\n%s%s" % (path, CHUNKED, body))
    assert (answers_in(answer), status_of(answer)) == (1, 400)
    assert b"Connection: close" in answer
    assert problem_in(answer)["kind"] == "bad-body"
    assert not any("Traceback" in line or "ERROR" in line for line in each.running.lines[before:])


@pytest.mark.parametrize("body", BAD_CHUNKS)
def test_who_does_not_read_a_malformed_body_answers_once(each: Server, body: bytes) -> None:
    answer = each.ask(b"POST /nothing HTTP/1.1\r\n" + CHUNKED + body)
    assert (answers_in(answer), status_of(answer)) == (1, 404)


def test_a_body_that_ends_too_early_is_not_taken_for_whole(each: Server) -> None:

    with socket.create_connection(("127.0.0.1", each.port), timeout=60) as client:
        length = b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (len(STORY) + 1)
        client.sendall(b"POST /v1/articles HTTP/1.1\r\n" + HOST + length + STORY)
        client.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert status_of(answer) == 400
    assert problem_in(answer)["kind"] == "bad-body"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (b"nonsense\r\n\r\n", 400),
        (b"GET /%s HTTP/1.1\r\n\r\n" % (b"a" * 9000), 414),
        (b"GET / HTTP/1.1\r\n%s\r\n" % (b"A: b\r\n" * 200), 431),
        (b"GET / HTTP/1.1\r\nExpect: cake\r\n\r\n", 417),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc", 400),
    ],
)
def test_what_is_no_request_gets_a_problem(each: Server, request_: bytes, status: int) -> None:
    answer = each.ask(request_)
    assert status_of(answer) == status
    assert problem_in(answer)["status"] == status


def test_small_bodies_that_nobody_wants_are_skipped(each: Server) -> None:
    """And the connection is kept: what comes behind them is the next request."""
    unwanted = b"POST /nothing HTTP/1.1\r\n%sContent-Length: 5000\r\n\r\n%s" % (HOST, b"x" * 5000)
    last = b"GET /healthz HTTP/1.1\r\n%s%s\r\n" % (HOST, CLOSE)
    assert [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+)", each.ask(unwanted * 3 + last))] == [
        404,
        404,
        404,
        200,
    ]


def test_a_body_is_asked_for_only_when_it_is_wanted(each: Server) -> None:
    expect = HOST + b"Expect: 100-continue\r\n" + CLOSE
    length = b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    wanted = each.ask(b"POST /v1/articles HTTP/1.1\r\n" + expect + length % len(STORY) + STORY)
    assert wanted.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 ")
    unwanted = each.ask(b"POST /v1/articles HTTP/1.1\r\n" + expect + length % 10**12)
    assert status_of(unwanted) == 413
