"""The names under which the service answers, and whose pages may write to a service without keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.routes import every_request
from tts_service.hosts import host_named, is_host

KEYS = ("a-key-of-sixteen-letters",)
HERE = ["localhost", "localhost:8000", "LOCALHOST.", "127.0.0.1:8000", "127.9.9.9", "[::1]:8000"]
ELSEWHERE = [
    "evil.example",
    "evil.example:8000",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "192.0.2.7",
    "0.0.0.0:8000",
]
NO_NAMES = [
    "",
    " ",
    "a b",
    "user@localhost",
    "localhost/x",
    "localhost:80:80",
    "localhost:99999",
    "[::1",
    "localhost,evil.example",
]


@pytest.fixture
def guarded(app_with: Callable[..., Flask]) -> FlaskClient:
    return app_with(api_keys=KEYS, allowed_sites=("https://news.example",)).test_client()


@pytest.mark.parametrize("host", HERE)
def test_without_keys_it_answers_under_this_machines_names(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ELSEWHERE)
def test_without_keys_no_route_answers_under_another_name(client: FlaskClient, host: str) -> None:
    for method, path in every_request(client.application):
        answer = client.open(path, method=method, headers={"Host": host})
        assert answer.status_code == 421, (method, path)
    assert answer.json is not None
    assert answer.json["kind"] == "misdirected"


def test_a_public_address_on_this_machine_is_a_name_too(app_with: Callable[..., Flask]) -> None:
    client = app_with(public_url="http://127.0.0.1:9000/listen").test_client()
    assert client.get("/healthz", headers={"Host": "127.0.0.1:9000"}).status_code == 200


@pytest.mark.parametrize("host", [*HERE, *ELSEWHERE])
def test_with_keys_any_name_will_do_and_changes_nothing(guarded: FlaskClient, host: str) -> None:
    """Health checks ask by number, proxies by a name of their own."""
    for path in ("/healthz", "/openapi.json", "/demo/", "/listen/nobody", "/feed.xml", "/v1/articles"):
        answer, usual = guarded.get(path, headers={"Host": host}), guarded.get(path)
        assert (answer.status_code, answer.data) == (usual.status_code, usual.data)


@pytest.mark.parametrize("host", NO_NAMES)
def test_what_is_no_name_is_refused_by_all(client: FlaskClient, guarded: FlaskClient, host: str) -> None:
    for asked in (client, guarded):
        answer = asked.get("/healthz", headers={"Host": host})
        assert answer.status_code == 400
        assert answer.json is not None
        assert answer.json["kind"] == "bad-host"


def test_a_target_that_names_another_host_is_looked_at_as_well(client: FlaskClient) -> None:
    for target, status in (
        ("http://evil.example/healthz", 421),
        ("http://localhost/healthz", 200),
        ("http://a@b/", 400),
    ):
        assert client.get("/healthz", environ_overrides={"RAW_URI": target}).status_code == status


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://evil.example:8000", "null", "chrome-extension://abc"]
)
def test_without_keys_other_sites_pages_write_nothing(client: FlaskClient, origin: str) -> None:
    for method, path in every_request(client.application):
        if method in ("GET", "HEAD", "OPTIONS") or path.endswith("/plays"):
            continue
        answer = client.open(path, method=method, headers={"Origin": origin}, json={})
        assert answer.status_code == 403, (method, path)


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:8000", None])
def test_without_keys_this_machines_pages_write(client: FlaskClient, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    assert client.post("/v1/articles", json={"text": "The river rose."}, headers=headers).status_code == 202


@pytest.mark.pure
@pytest.mark.parametrize(
    "host", ["a;b", "a b", "a,b", "a'b", "ä", "a" * 64, "a." * 200, "::1%;x", "", ".", "-/"]
)
def test_no_host_can_end_a_header(host: str) -> None:
    assert not is_host(host)
    assert not host_named(host)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("authority", "host"),
    [("News.Example:443", "news.example"), ("[2001:DB8::1]:80", "2001:db8::1"), ("a_b", "a_b")],
)
def test_hosts_are_found_in_what_names_them(authority: str, host: str) -> None:
    assert host_named(authority) == host
