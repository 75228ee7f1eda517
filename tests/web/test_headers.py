"""The security headers are on every answer, whatever route it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.web.hands import Hands
from tests.web.routes import every_request
from tts_service.article import address
from tts_service.settings import Settings
from tts_service.web.http.headers import player_policy
from tts_service.web.site.well_known import security_txt

KEY = "a-key-of-sixteen-letters"
BAD_HOSTS = [
    "a.example;media-src",
    "a.example;sandbox",
    "a.example,b",
    "a'b.example",
    "x." * 1950 + "example",
    "[::1%;sandbox]",
]


@pytest.fixture
def public(app_with: Callable[..., Flask]) -> FlaskClient:
    return app_with(
        api_keys=(KEY,), public_url="https://listen.example", security_contact=("mailto:a@news.example",)
    ).test_client()


def check(answer: TestResponse, where: object) -> None:
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff", where
    assert headers["Cross-Origin-Resource-Policy"] in ("same-origin", "cross-origin"), where
    if answer.mimetype == "text/html":
        assert "frame-ancestors" in headers["Content-Security-Policy"], where
        assert "default-src 'none'" in headers["Content-Security-Policy"], where
        assert headers["Referrer-Policy"] in ("same-origin", "strict-origin-when-cross-origin"), where
        assert "microphone=()" in headers["Permissions-Policy"], where
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", where


def test_every_route_has_them(client: FlaskClient, hands: Hands) -> None:
    posted = client.post("/v1/articles", json={"text": "The river rose.", "title": "Rain"}).json
    assert posted is not None
    hands.finish(posted["id"], posted["revision"])
    seen = set()
    for article in (posted["id"], "nobody"):
        for method, path in every_request(client.application, article):
            answer = client.open(path, method=method)
            check(answer, (method, path))
            assert "Strict-Transport-Security" not in answer.headers
            seen.add((answer.status_code, answer.mimetype))
            answer.close()
    assert {
        (200, "text/html"),
        (200, "audio/mpeg"),
        (200, "text/vtt"),
        (200, "application/rss+xml"),
        (404, "text/html"),
    } <= seen


def test_who_is_reached_by_https_says_so_with_every_answer(public: FlaskClient) -> None:
    for method, path in every_request(public.application, "nobody"):
        answer = public.open(path, method=method)
        check(answer, (method, path))
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000", (method, path)
        answer.close()


def test_players_may_stand_on_other_sites(client: FlaskClient) -> None:
    for path in ("/listen-button.js", "/embed.js", "/audio/nobody.mp3", "/captions/nobody.vtt", "/feed.xml"):
        assert client.get(path).headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_demo_is_framed_by_nobody_else(client: FlaskClient) -> None:
    assert "frame-ancestors 'self'" in client.get("/demo/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", BAD_HOSTS)
def test_a_picture_of_no_host_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.post(
        "/v1/articles", json={"text": "The river rose.", "image_url": f"https://{host}/a.jpg"}
    )
    assert answer.status_code == 400
    assert answer.json is not None
    assert "image_url" in answer.json["detail"]


@pytest.mark.pure
@given(st.one_of(st.text(max_size=60), st.sampled_from(BAD_HOSTS)))
def test_no_picture_ends_the_policy(host: str) -> None:
    for image in (host, f"https://{host}", address.origin(f"https://{host}/a.jpg")):
        directives = player_policy(images=(image,)).split(";")
        assert [directive.split()[0] for directive in directives] == [
            d.split()[0] for d in player_policy().split(";")
        ]
        assert "," not in ";".join(directives)
        assert len(";".join(directives)) < 700


@pytest.mark.pure
def test_a_picture_of_a_host_is_shown() -> None:
    assert "img-src 'self' https://img.example:8443 data:;" in player_policy(
        images=("https://img.example:8443",)
    )


def test_whom_to_tell_is_said_where_it_is_set(client: FlaskClient, public: FlaskClient) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    answer = public.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:a@news.example"
    assert fields["Canonical"] == "https://listen.example/.well-known/security.txt"
    expires = dt.datetime.fromisoformat(fields["Expires"])
    assert dt.timedelta(days=30) < expires - dt.datetime.now(dt.UTC) < dt.timedelta(days=365)


@pytest.mark.pure
def test_all_who_are_to_be_told_are_named() -> None:
    contacts = ("mailto:a@news.example", "https://news.example/tell")
    text = security_txt(Settings(security_contact=contacts), dt.datetime(2026, 12, 24, 15, 3, tzinfo=dt.UTC))
    assert (
        text == "Contact: mailto:a@news.example\nContact: https://news.example/tell\n"
        "Expires: 2027-03-24T00:00:00Z\n"
    )
