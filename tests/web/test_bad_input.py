"""Whatever is sent: a problem document with the right status, and a sentence that helps."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.hands import Hands
from tts_service.errors import ProblemKind

OK = {"text": "The river rose."}


def body(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


def check(answer: TestResponse, status: int, kind: str, says: str = "") -> None:
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    problem = answer.json
    assert problem is not None
    assert set(problem) == {"type", "kind", "title", "status", "detail", "instance"}
    assert (problem["type"], problem["kind"], problem["status"]) == (f"/docs#problem-{kind}", kind, status)
    assert kind in set(ProblemKind)
    assert says in problem["detail"]
    assert problem["title"]
    assert problem["detail"].endswith((".", "?", "!"))


BAD_BODIES = [
    ("nothing", b"", 400, "bad-json", "empty"),
    ("blanks", b"  \n", 400, "bad-json", "empty"),
    ("half an object", b'{"text": "The ri', 400, "bad-json", "ends too early"),
    ("not JSON", b"text=The+river", 400, "bad-json", "not JSON"),
    ("something behind it", b'{"text":"a"} x', 400, "bad-json", "byte"),
    ("not a number", b'{"text": NaN}', 400, "bad-json", "byte"),
    ("single quotes", b"{'text': 'a'}", 400, "bad-json", "byte"),
    ("a raw line break", b'{"text": "a\nb"}', 400, "bad-json", "byte"),
    ("not UTF-8", b'{"text": "caf\xe9"}', 400, "bad-json", "UTF-8"),
    ("UTF-16", json.dumps(OK).encode("utf-16"), 400, "bad-json", ""),
    ("a byte order mark", b"\xef\xbb\xbf" + json.dumps(OK).encode(), 400, "bad-json", ""),
    ("half a surrogate pair", b'{"text": "\\ud800"}', 400, "bad-json", "surrogate"),
    ("a list", b'["text"]', 400, "wrong-type", "not a list"),
    ("a text", b'"text"', 400, "wrong-type", "not a text"),
    ("null", b"null", 400, "wrong-type", "not null"),
    ("deep lists", b"[" * 300_000, 400, "wrong-type", "not a list"),
    ("deep lists in a field", b'{"text":' + b"[" * 300_000, 400, "wrong-type", "text must be a text"),
    ("deep lists in an unknown field", b'{"x":' + b'{"x":' * 300_000, 400, "unknown-field", '"x"'),
    ("a number for a text", body(text=1), 400, "wrong-type", "text must be a text, not a number"),
    ("a list for a text", body(text=["a"]), 400, "wrong-type", "text must be a text, not a list"),
    ("a list for a title", body(**OK, title={}), 400, "wrong-type", "title must be a text, not an object"),
    (
        "true for a voice",
        body(**OK, voice=True),
        400,
        "wrong-type",
        "voice must be a text, not true or false",
    ),
    ("a misspelt field", body(txt="a"), 400, "unknown-field", "Did you mean text?"),
    ("an unknown field", body(**OK, priority="high"), 400, "unknown-field", "Known are url, html, text"),
    ("a field with a long name", body(**{"x" * 10_000: 1}), 400, "unknown-field", "x" * 80),
    ("an empty object", b"{}", 400, "bad-request", "exactly one of url, html, text and ssml"),
    ("two sources", body(**OK, url="https://news.example/a"), 400, "bad-request", "exactly one"),
    ("null for the source", body(text=None), 400, "bad-request", "exactly one"),
    ("an empty text", body(text=""), 400, "empty-text", "empty"),
    ("white space", body(text=" \n\t\u00a0\u2003"), 400, "empty-text", "empty"),
    ("an empty page", body(html=" "), 400, "empty-text", "empty"),
    ("SSML without words", body(ssml="<speak> <break/> </speak>"), 400, "empty-text", "no text"),
    ("SSML that is no XML", body(ssml="<speak>a & b</speak>"), 400, "bad-ssml", "line 1, column 11"),
    ("an element of SSML", body(ssml="<speak><mark name='a'/>b</speak>"), 400, "bad-ssml", "<mark> is not"),
    (
        "SSML that defines entities",
        body(ssml='<!DOCTYPE s [<!ENTITY a "b">]><speak>&a;</speak>'),
        400,
        "bad-ssml",
        "entities of one's own are not allowed",
    ),
    ("far too long SSML", body(ssml=f"<speak>{'word ' * 200_000}</speak>"), 413, "too-large", "1,000,000"),
    ("far too long a text", body(text="word " * 400_000), 413, "too-large", "250,000"),
    ("a title without end", body(**OK, title="x" * 501), 400, "bad-request", "title"),
    ("an empty voice", body(**OK, voice=" "), 400, "bad-request", "voice"),
    ("control characters in a voice", body(**OK, voice="a\0b"), 400, "bad-request", "voice"),
    ("a language that is none", body(**OK, language="English, please"), 400, "bad-language", "BCP 47"),
    ("a date that is none", body(**OK, published_at="yesterday"), 400, "bad-request", "ISO 8601"),
    ("a season that is none", body(**OK, season=0), 400, "bad-request", "from 1 to 99,999"),
    ("an episode in words", body(**OK, episode="two"), 400, "wrong-type", "episode"),
    ("an id that is none", body(**OK, id="../../etc"), 400, "bad-request", "id"),
    ("an unknown id", body(**OK, id="unknown"), 404, "no-such-article", "no article"),
    ("a relative address", body(url="/story"), 400, "bad-request", "https://"),
    ("a file", body(url="file:///etc/passwd"), 400, "bad-request", "https://"),
    ("a script", body(url="javascript:alert(1)"), 400, "bad-request", "https://"),
    ("FTP", body(url="ftp://news.example/a"), 400, "bad-request", "https://"),
    (
        "a password in the address",
        body(url="https://me:secret@news.example/"),
        400,
        "bad-request",
        "https://",
    ),
    ("no host", body(url="https:///story"), 400, "bad-request", "https://"),
    ("a port that is none", body(url="https://news.example:99999/"), 400, "bad-request", "https://"),
    ("an address without end", body(url="https://news.example/" + "a" * 5000), 400, "bad-request", "4,000"),
    ("a picture that is no address", body(**OK, image_url="x"), 400, "bad-request", "image_url"),
]


@pytest.mark.parametrize(
    ("sent", "status", "kind", "says"), [row[1:] for row in BAD_BODIES], ids=[row[0] for row in BAD_BODIES]
)
def test_bad_bodies(client: FlaskClient, sent: bytes, status: int, kind: str, says: str) -> None:
    answer = client.post("/v1/articles", data=sent, content_type="application/json")
    check(answer, status, kind, says)
    assert client.get("/v1/articles").json == {"articles": [], "cursor": None}


GOOD_BODIES = {
    "right to left": body(text="שלום עולם. مرحبا بالعالم."),
    "emoji": body(text="The 🌊 rose 👩‍👩‍👧‍👦."),
    "a long word": body(text="x" * 20_000),
    "control characters": body(text="The\x00 river\x07 rose\x1b[31m."),
    "escaped surrogate pair": b'{"text": "The \\ud83c\\udf0a rose."}',
    "a charset": body(**OK),
}


@pytest.mark.parametrize("sent", GOOD_BODIES.values(), ids=GOOD_BODIES)
def test_odd_but_good_bodies(client: FlaskClient, hands: Hands, sent: bytes) -> None:
    answer = client.post("/v1/articles", data=sent, content_type="application/json; charset=utf-8")
    assert answer.status_code == 202, answer.text


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json; x"]
)
def test_other_media_types(client: FlaskClient, kind: str) -> None:
    check(
        client.post("/v1/articles", data=json.dumps(OK), content_type=kind),
        415,
        "unsupported-media-type",
        "application/json",
    )


class Source:
    """A request's body that says how much of it was read."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        self.given += max(size, 1)
        return b" " * max(size, 1)


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(client: FlaskClient) -> None:
    source = Source()
    environ = {"wsgi.input": source, "CONTENT_LENGTH": "6000001"}
    answer = client.post("/v1/articles", content_type="application/json", environ_overrides=environ)
    check(answer, 413, "too-large", "6,000,000 bytes")
    assert source.given == 0


def test_a_body_without_a_length_is_read_up_to_the_limit(client: FlaskClient) -> None:
    source = Source()
    environ = {"wsgi.input": source, "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = client.post("/v1/articles", content_type="application/json", environ_overrides=environ)
    check(answer, 413, "too-large", "6,000,000 bytes")
    assert source.given < 7_000_000


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/articles?limit=0", "bad-request"),
        ("/v1/articles?limit=101", "bad-request"),
        ("/v1/articles?limit=-1", "bad-request"),
        ("/v1/articles?limit=ten", "bad-request"),
        ("/v1/articles?limit=000000100999", "bad-request"),
        ("/v1/articles?limit=00000000000000000000000000101", "bad-request"),
        ("/v1/articles?limit=%D9%A3", "bad-request"),
        ("/feed.xml?page=0000000000000000000000", "bad-request"),
        ("/feed.xml?page=10000000000", "bad-request"),
        ("/v1/articles?limit=٣", "bad-request"),
        ("/v1/articles?limit=" + "9" * 5000, "bad-request"),
        ("/v1/articles?cursor=abc", "bad-cursor"),
        ("/v1/articles?cursor=%00", "bad-cursor"),
        ("/v1/articles?cursor=" + "A" * 4000, "bad-cursor"),
    ],
)
def test_bad_parameters(client: FlaskClient, path: str, kind: str) -> None:
    check(client.get(path), 400, kind)


ADDRESSES = [
    "/v1/articles/{}",
    "/v1/articles/{}/script",
    "/v1/articles/{}/events",
    "/audio/{}.mp3",
    "/captions/{}.vtt",
    "/chapters/{}.json",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", ["unknown", "%00", "%F0%9F%8C%8A", "%ff", "..", "A" * 300, "' OR 1=1 --"])
def test_unknown_ids(client: FlaskClient, address: str, name: str) -> None:
    check(client.get(address.format(name)), 404, "no-such-article", "no article with this id")


@pytest.mark.parametrize(
    "path", ["/nothing", "/v1", "/v1/articles/", "/v1/articles/a/b/c", "/v2/articles", "/audio/", "/%00"]
)
def test_unknown_addresses(client: FlaskClient, path: str) -> None:
    check(client.get(path), 404, "not-found", "/docs")


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/v1/articles"), ("PATCH", "/v1/articles/a"), ("POST", "/healthz")]
)
def test_methods_that_are_not_taken(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(path, method=method)
    check(answer, 405, "method-not-allowed", "Allow")
    assert "GET" in answer.headers["Allow"]


def test_a_page_that_cannot_be_read_aloud(client: FlaskClient) -> None:
    answer = client.post("/v1/articles", json={"url": "https://news.example/nothing-to-see"})
    check(answer, 422, "no-article", "No article was found")


def test_a_surprise_is_told_without_details(
    app_with: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    app = app_with()

    @app.get("/surprise")
    def surprise() -> str:
        raise KeyError("secret")

    answer = app.test_client().get("/surprise")
    check(answer, 500, "internal-error")
    assert "secret" not in answer.text
    assert "secret" in caplog.text
