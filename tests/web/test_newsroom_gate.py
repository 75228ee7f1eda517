"""Who may log in to the newsroom, and whose forms it accepts."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tts_service.settings import Settings
from tts_service.web.admin.login import COOKIE, leads_to

KEY = "key-1"


@pytest.fixture
def guarded(app_with: Callable[..., Flask]) -> FlaskClient:
    return app_with(api_keys=(KEY, "key-2")).test_client()


def token_in(page: TestResponse) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page.text)
    assert found is not None
    return found[1]


def log_in(client: FlaskClient, key: str = KEY, to: str = "/admin/") -> TestResponse:
    return client.post(
        "/admin/login", data={"token": token_in(client.get("/admin/login")), "key": key, "to": to}
    )


def test_without_keys_this_machine_is_let_in(client: FlaskClient) -> None:
    assert "Overview" in client.get("/admin/").text
    assert client.get("/admin/login").status_code == 303


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "192.0.2.7", "localhost.evil.example"])
def test_without_keys_no_other_name_leads_in(client: FlaskClient, host: str) -> None:
    answer = client.get("/admin/", headers={"Host": host})
    assert answer.status_code == 421
    assert "TTS_API_KEYS" in answer.text


@pytest.mark.parametrize("path", ["/admin/", "/admin/articles", "/admin/articles/abc", "/admin/login"])
def test_with_keys_a_stranger_sees_only_the_door(guarded: FlaskClient, path: str) -> None:
    answer = guarded.get(path)
    assert answer.status_code == 403
    assert 'type="password"' in answer.text
    assert "Overview" not in answer.text


def test_a_key_opens_and_leads_where_one_wanted_to_go(guarded: FlaskClient) -> None:
    answer = log_in(guarded, to="/admin/articles?state=failed")
    assert (answer.status_code, answer.headers["Location"]) == (303, "../admin/articles?state=failed")
    assert guarded.get("/admin/").status_code == 200
    guarded.post("/admin/logout", data={"token": token_in(guarded.get("/admin/"))})
    assert guarded.get("/admin/").status_code == 403


@pytest.mark.parametrize("key", ["", "wrong", "key-1 key-2", "clé"])
def test_a_wrong_key_does_not(guarded: FlaskClient, key: str) -> None:
    answer = log_in(guarded, key)
    assert answer.status_code == 403
    assert 'role="alert"' in answer.text
    assert guarded.get("/admin/").status_code == 403


def test_keys_are_not_guessed(guarded: FlaskClient) -> None:
    for _ in range(Settings().client_wrong_keys_per_minute):
        log_in(guarded, "wrong")
    answer = log_in(guarded)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_the_cookie_is_for_this_page_only(guarded: FlaskClient) -> None:
    cookie = log_in(guarded).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/admin/"} <= set(cookie.split("; "))
    assert KEY not in cookie


def test_a_public_address_keeps_the_cookie_to_itself(app_with: Callable[..., Flask]) -> None:
    client = app_with(api_keys=(KEY,), public_url="https://listen.example/audio").test_client()
    assert {"Secure", "Path=/audio/admin/"} <= set(client.get("/admin/").headers["Set-Cookie"].split("; "))


def test_who_logs_in_by_https_is_remembered_by_https_only(guarded: FlaskClient) -> None:
    """Also where no public address is set: the browser says by itself what the page was loaded by."""
    form = {"token": token_in(guarded.get("/admin/login")), "key": KEY}
    assert (
        "Secure"
        in guarded.post("/admin/login", data=form, headers={"Origin": "https://listen.example"}).headers[
            "Set-Cookie"
        ]
    )


def test_another_session_begins_with_the_login(guarded: FlaskClient) -> None:
    guarded.get("/admin/login")
    before = guarded.get_cookie(COOKIE, path="/admin/")
    log_in(guarded)
    after = guarded.get_cookie(COOKIE, path="/admin/")
    assert before is not None
    assert after is not None
    assert before.value != after.value


def test_a_forged_cookie_is_none(guarded: FlaskClient) -> None:
    guarded.set_cookie(COOKIE, "WyJ0b2tlbiIsdHJ1ZV0.aBcDeF.c2lnbmF0dXJl", path="/admin/")
    assert guarded.get("/admin/").status_code == 403


def test_a_session_ends_with_its_key(guarded: FlaskClient, app_with: Callable[..., Flask]) -> None:
    log_in(guarded)
    cookie = guarded.get_cookie(COOKIE, path="/admin/")
    assert cookie is not None
    same, other = app_with(api_keys=(KEY, "key-2")).test_client(), app_with(api_keys=("key-2",)).test_client()
    for client, status in ((same, 200), (other, 403)):
        client.set_cookie(COOKIE, cookie.value, path="/admin/")
        assert client.get("/admin/").status_code == status


@pytest.mark.parametrize("token", ["", "wrong", "ünlike"])
def test_a_form_without_its_token_is_refused(client: FlaskClient, token: str) -> None:
    client.get("/admin/")
    answer = client.post("/admin/articles/abc/withdraw", data={"token": token})
    assert answer.status_code == 403
    assert "load the page again" in answer.text


def test_a_form_of_a_stranger_leads_to_the_door(guarded: FlaskClient) -> None:
    answer = guarded.post("/admin/articles/abc/withdraw", data={"token": token_in(guarded.get("/admin/"))})
    assert answer.status_code == 403
    assert 'type="password"' in answer.text


def test_who_follows_a_link_from_elsewhere_arrives_with_the_cookie_next_time(guarded: FlaskClient) -> None:
    answer = guarded.get("/admin/articles", headers={"Sec-Fetch-Site": "cross-site"})
    assert 'http-equiv="refresh"' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_pages_are_for_nobody_else(client: FlaskClient) -> None:
    headers = client.get("/admin/").headers
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/admin/articles/abc?x=1", "admin/articles/abc?x=1"),
        ("", "admin/"),
        ("https://evil.example/admin/", "admin/"),
        ("//evil.example/admin/", "admin/"),
        ("/admin//evil.example", "admin/"),
        ("/v1/articles", "admin/"),
        ("/admin/\r\nSet-Cookie: a", "admin/"),
    ],
)
def test_a_login_leads_nowhere_else(wanted: str, path: str) -> None:
    assert leads_to(wanted) == path


def test_a_large_file_is_taken_from_whom_the_newsroom_knows_and_beside_the_audio(
    client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a key too, where a page of another site could send the form, but not the cookie."""
    folders: list[Path] = []
    make = tempfile.TemporaryFile

    def noted(**where: Path) -> IO[bytes]:
        folders.append(where["dir"])
        return make(dir=where["dir"])

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    token = token_in(client.get("/admin/playlists/new"))
    head = f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
    file = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp3"\r\n\r\nID3'
    body = f"{head}{file}".encode() + bytes(7_000_000) + b"\r\n--x--\r\n"

    def send(browser: FlaskClient) -> int:
        kind = "multipart/form-data; boundary=x"
        return browser.post("/admin/articles/unknown/record", data=body, content_type=kind).status_code

    assert send(client.application.test_client()) == 413
    assert folders == []
    assert send(client) == 404
    assert folders == [settings.uploads_dir]
    assert not list(settings.uploads_dir.iterdir())
