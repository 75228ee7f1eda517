"""Editors log in with a provider of OpenID Connect: a certified one, which checks what we send."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.running import free_port
from tests.web.hands import Hands
from tests.web.login.conftest import KEY, Provider
from tests.web.test_newsroom_gate import token_in
from tts_service.catalog import Catalog
from tts_service.catalog.audit_log.asking import filter_of
from tts_service.ops.checks.login import login
from tts_service.settings import Settings

CROSS = {"Sec-Fetch-Site": "cross-site"}
"""What a browser says of the way back."""


@pytest.fixture
def app(app_with: Callable[..., Flask], provider: Provider) -> Flask:
    return app_with(**provider.settings())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def at_provider(url: str, login: str) -> str:
    """What a person does there, in a browser of their own. Returns where it sends them."""
    with httpx.Client(trust_env=False) as browser:
        return through_provider(browser, url, login=login, password="any")


def through_provider(browser: httpx.Client, url: str, **typed: str) -> str:
    """What a person does there who types ``typed`` and agrees to everything. Returns where it sends them."""
    answer = browser.get(url)
    while True:
        while answer.is_redirect:
            url = urljoin(str(answer.request.url), answer.headers["Location"])
            if "/admin/" in url:
                return url
            answer = browser.get(url)
        form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
        assert form is not None, answer.text
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', answer.text)
        yes = {"logout": "yes"} if 'value="yes" name="logout"' in answer.text else {}
        answer = browser.post(form[1], data=dict(hidden) | yes | typed)


def begun(client: FlaskClient, to: str = "/admin/articles") -> str:
    """Where the browser is sent."""
    answer = client.get("/admin/oidc", query_string={"to": to})
    assert answer.status_code == 303
    return answer.headers["Location"]


def back(client: FlaskClient, url: str) -> TestResponse:
    parts = urlsplit(url)
    return client.get(f"{parts.path}?{parts.query}", headers=CROSS)


def log_in(client: FlaskClient, login: str) -> TestResponse:
    return back(client, at_provider(begun(client), login))


def test_the_form_offers_it_beside_keys(client: FlaskClient, provider: Provider) -> None:
    page = client.get("/admin/articles").text
    assert f"Log in with {urlsplit(provider.issuer).netloc}" in page
    assert "admin/oidc?to=%2Fadmin%2Farticles" in page
    assert 'type="password"' in page


def test_what_is_sent_there(client: FlaskClient) -> None:
    sent = parse_qs(urlsplit(begun(client)).query)
    assert sent["response_type"] == ["code"]
    assert sent["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(sent)
    assert "client_secret" not in sent
    cookie = client.get_cookie("newsroom-login", path="/admin/oidc")
    assert cookie is not None


def test_an_editor_comes_in_with_name_and_scopes(client: FlaskClient, catalog: Catalog, hands: Hands) -> None:
    answer = log_in(client, "ada")
    assert answer.status_code == 200  # only a page of ours can lead on: the session's cookie is strict
    assert 'content="0;url=../../admin/articles"' in answer.text
    page = client.get("/admin/articles")
    assert "Ada Moss" in page.text
    assert "admin/keys" not in page.text
    assert client.get("/admin/keys").status_code == 403
    posted = client.post(
        "/v1/articles", json={"text": "The river rose."}, headers={"Authorization": f"Bearer {KEY}"}
    ).json
    assert posted is not None
    article = f"/admin/articles/{posted['id']}"
    form = {"token": token_in(client.get(article)), "do": "hold"}
    state = re.search(r'name="tag" value="(\w+)"', client.get(article).text)
    assert state is not None
    assert client.post(f"{article}/decide", data=form | {"tag": state[1]}).status_code == 303
    assert "Decided by Ada Moss" in client.get(article).text
    held, _, came = catalog.audit.page(filter_of({}))
    assert (held.what, held.name, held.about["before"]) == ("article.held", "Ada Moss", "published")
    assert came.name == "Ada Moss"
    assert (came.what, came.about) == ("login", {"editor": "ada@news.example"})
    client.post("/admin/logout", data={"token": token_in(client.get("/admin/"))})
    assert client.get("/admin/").status_code == 403


def test_who_logs_out_is_logged_out_there_too(client: FlaskClient) -> None:
    with httpx.Client(trust_env=False) as browser:
        back(client, through_provider(browser, begun(client), login="ada", password="any"))
        assert "Ada Moss" in client.get("/admin/").text
        back(client, through_provider(browser, begun(client)))  # which knows this browser
        left = client.post("/admin/logout", data={"token": token_in(client.get("/admin/"))})
        assert client.get("/admin/").status_code == 403
        url = html.unescape(re.findall('content="0;url=([^"]+)"', left.text)[0])
        sent = parse_qs(urlsplit(url).query)
        assert sent["post_logout_redirect_uri"] == ["http://127.0.0.1:8000/admin/login"]
        assert (sent["client_id"], len(sent["id_token_hint"])) == (["newsroom"], 1)
        assert through_provider(browser, url) == "http://127.0.0.1:8000/admin/login"
        assert 'name="login"' in browser.get(begun(client), follow_redirects=True).text


def test_who_came_by_key_is_led_to_no_provider(client: FlaskClient) -> None:
    token = token_in(client.get("/admin/"))
    client.post("/admin/login", data={"token": token, "key": KEY, "to": "/admin/"})
    left = client.post("/admin/logout", data={"token": token_in(client.get("/admin/"))})
    assert (left.status_code, left.headers["Location"]) == (303, "../admin/login")


def test_a_provider_that_is_away_keeps_nobody_in(
    app_with: Callable[..., Flask], provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app_with(**provider.settings()).test_client()
    log_in(client, "ada")
    monkeypatch.setattr("tts_service.ops.login.provider.KNOWN_S", -1.0)
    monkeypatch.setattr("tts_service.ops.login.provider.DISCOVERY", "/other")
    left = client.post("/admin/logout", data={"token": token_in(client.get("/admin/"))})
    assert (left.status_code, left.headers["Location"]) == (303, "../admin/login")
    assert client.get("/admin/").status_code == 403


@pytest.mark.parametrize(
    ("account", "told"),
    [
        ("eve", "is not among those that may, or is not verified"),
        ("bob", "the address bob@elsewhere.example is not among those that may"),
        ("gus", "none of their groups is in TTS_LOGIN_GROUPS"),
        ("nobody", "your account, which names no address"),
    ],
)
def test_others_do_not(client: FlaskClient, account: str, told: str) -> None:
    answer = log_in(client, account)
    assert answer.status_code == 403
    assert told in answer.text
    assert "newsroom=" not in str(answer.headers.getlist("Set-Cookie"))
    assert client.get("/admin/").status_code == 403


def test_an_answer_counts_once_and_for_the_browser_that_asked(app: Flask) -> None:
    mine, other = app.test_client(), app.test_client()
    answer = at_provider(begun(mine), "ada")
    assert back(other, answer).status_code == 403  # who never asked
    begun(other)
    assert "begun in another window" in back(other, answer).text  # who asked for themselves
    assert back(mine, answer).status_code == 200
    assert "begun in another browser" in back(mine, answer).text
    assert mine.get("/admin/").status_code == 200


def test_a_code_is_good_once(app: Flask) -> None:
    client = app.test_client()
    answer = at_provider(begun(client), "ada")
    cookie = client.get_cookie("newsroom-login", path="/admin/oidc")
    assert cookie is not None
    assert back(client, answer).status_code == 200
    client.set_cookie("newsroom-login", cookie.value, path="/admin/oidc")
    assert "used before" in back(client, answer).text


@pytest.mark.parametrize(
    ("field", "told"),
    [("nonce", "cannot be verified"), ("verifier", "or was used before"), ("state", "another window")],
)
def test_an_answer_to_another_question_does_not_count(client: FlaskClient, field: str, told: str) -> None:
    url = begun(client)
    cookie = client.get_cookie("newsroom-login", path="/admin/oidc")
    assert cookie is not None
    asked = json.loads(base64.urlsafe_b64decode(cookie.value)) | {field: "x" * 43}
    changed = base64.urlsafe_b64encode(json.dumps(asked).encode()).decode()
    client.set_cookie("newsroom-login", changed, path="/admin/oidc")
    answer = back(client, at_provider(url, "ada"))
    assert answer.status_code == 403
    assert told in answer.text
    assert client.get("/admin/").status_code == 403


def test_an_answer_of_another_provider_does_not_count(client: FlaskClient) -> None:
    answer = at_provider(begun(client), "ada")
    assert "another provider" in back(client, re.sub("iss=[^&]+", "iss=https://evil.example", answer)).text


def test_a_provider_that_says_no(client: FlaskClient) -> None:
    state = parse_qs(urlsplit(begun(client)).query)["state"][0]
    answer = client.get(f"/admin/oidc/callback?error=access_denied&state={state}")
    assert answer.status_code == 403
    assert "has not let you in: access_denied" in answer.text


def test_a_wrong_secret_is_the_operators_to_mend(app_with: Callable[..., Flask], provider: Provider) -> None:
    client = app_with(**provider.settings(oidc_client_secret="another")).test_client()
    answer = log_in(client, "ada")
    assert answer.status_code == 503
    assert "it refuses this service: invalid_client" in answer.text


@pytest.mark.parametrize("path", ["", "/other"])
def test_while_the_provider_is_away_keys_still_work(
    app_with: Callable[..., Flask], provider: Provider, path: str
) -> None:
    """Nobody listens there; or it is no provider."""
    issuer = f"{provider.issuer}{path}" if path else f"http://127.0.0.1:{free_port()}"
    client = app_with(**provider.settings(oidc_issuer=issuer)).test_client()
    answer = client.get("/admin/oidc")
    assert answer.status_code == 503
    assert "Nobody can log in with" in answer.text
    assert "or log in with a key" in answer.text
    entered = client.post("/admin/login", data={"token": token_in(answer), "key": KEY, "to": "/admin/"})
    assert entered.status_code == 303
    assert client.get("/admin/").status_code == 200


def test_the_doctor_asks_it_and_says_what_to_register_there(provider: Provider) -> None:
    found = login(Settings(**provider.settings()))
    assert (found.state, found.remedy) == ("ok", "")
    assert "http://127.0.0.1:8000/admin/oidc/callback" in found.detail
    assert "after a log-out, to http://127.0.0.1:8000/admin/login;" in found.detail
    for issuer, why in (
        (f"{provider.issuer}/", "it calls itself"),
        (f"{provider.issuer}/other", "it answers 404"),
        (f"http://127.0.0.1:{free_port()}", "it does not answer"),
    ):
        found = login(Settings(**provider.settings(oidc_issuer=issuer)))
        assert (found.state, found.remedy) == ("failed", "Correct TTS_OIDC_ISSUER, or wait for it.")
        assert why in found.detail


def test_the_doctor_says_how_others_log_in() -> None:
    assert login(Settings()).detail == "open to anyone at this machine"
    assert login(Settings(api_keys=(KEY,))).detail == "by key"
    proxied = login(Settings(api_keys=(KEY,), proxy_user_header="Remote-User", trusted_proxies=("10.0.0.7",)))
    assert proxied.detail == "as Remote-User says, from 10.0.0.7; and by key"


def test_a_session_ends_when_its_provider_is_no_longer_asked(
    app_with: Callable[..., Flask], provider: Provider
) -> None:
    client = app_with(**provider.settings()).test_client()
    log_in(client, "ada")
    cookie = client.get_cookie("newsroom", path="/admin/")
    assert cookie is not None
    other = app_with(api_keys=(KEY,)).test_client()
    other.set_cookie("newsroom", cookie.value, path="/admin/")
    assert other.get("/admin/").status_code == 403
    assert client.get("/admin/").status_code == 200
