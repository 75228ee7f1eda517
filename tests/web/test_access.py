"""Keys, allowed sites, and what a browser may do from other sites."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tts_service.catalog import Catalog

KEY = {"Authorization": "Bearer key-2"}
PAGE = {"url": "https://news.example/river"}
STORY = {"text": "The river rose."}
SITE = "https://news.example"


@pytest.fixture
def guarded(app_with: Callable[..., Flask]) -> FlaskClient:
    return app_with(
        api_keys=("key-1", "key-2"), allowed_sites=("https://news.example", "http://blog.example:8080")
    ).test_client()


@pytest.mark.parametrize(
    "article", [STORY, PAGE, {"url": "https://other.example/a"}, {**PAGE, "title": "River"}]
)
def test_a_key_may_write_anything(guarded: FlaskClient, article: dict[str, str]) -> None:
    answer = guarded.post("/v1/articles", json=article, headers=KEY)
    assert answer.status_code == 202
    assert answer.json is not None
    assert guarded.delete(f"/v1/articles/{answer.json['id']}", headers=KEY).status_code == 204


@pytest.mark.parametrize(
    "article",
    [
        PAGE,
        {**PAGE, "show": "daily"},
        {"url": "http://blog.example:8080/a"},
    ],
)
def test_a_reader_without_a_key_may_ask_for_pages_of_allowed_sites(
    guarded: FlaskClient, article: dict[str, str]
) -> None:
    assert guarded.post("/v1/articles", json=article).status_code == 202


@pytest.mark.parametrize(
    ("url", "origin", "may"),
    [
        ("https://news.example/river", "https://news.example", True),
        ("https://news.example/river", "http://blog.example:8080", True),
        ("https://news.example/river", None, True),  # from a page of the service itself
        ("https://news.example/river", "https://other.example", False),
        ("https://other.example/river", "https://news.example", False),
    ],
)
def test_a_page_learns_whether_it_may_ask(
    guarded: FlaskClient, url: str, origin: str | None, may: bool
) -> None:
    found = guarded.get(
        "/v1/articles", query_string={"url": url}, headers={"Origin": origin} if origin else {}
    )
    assert found.json == {"articles": [], "cursor": None, "may_ask": may}


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/river",
        "http://news.example/river",
        "https://news.example:8443/river",
        "https://news.example.evil.example/river",
        "https://evil.example/https://news.example",
        "https://news.example@evil.example/",
        "not an address",
        "",
    ],
)
def test_pages_of_other_sites_need_a_key(guarded: FlaskClient, url: str) -> None:
    answer = guarded.post("/v1/articles", json={"url": url})
    assert answer.status_code == 403
    assert answer.json is not None
    assert answer.json["kind"] == "site-not-allowed"


OWN = [
    *(
        "http://127.0.0.1:8000/demo/",
        "http://127.0.0.1:8000/demo/?x=1",
        "http://localhost:8000/",
        "http://[::1]:8000/listen/a",
    ),
    *(
        "https://listen.example/audio/abc.mp3",
        "http://listen.example/docs",
        "https://LISTEN.example:443/demo/",
    ),
]


@pytest.mark.parametrize("keys", [(), ("key-2",)])
@pytest.mark.parametrize(
    "sites", [(), (SITE,), ("https://listen.example", "http://127.0.0.1:8000", "http://localhost:8000")]
)
def test_the_service_reads_nothing_of_its_own(
    app_with: Callable[..., Flask], keys: tuple[str, ...], sites: tuple[str, ...], catalog: Catalog
) -> None:
    """For nobody, whether or not there is a list of sites, and even if it names the service."""
    client = app_with(public_url="https://listen.example", api_keys=keys, allowed_sites=sites).test_client()
    for url, headers in itertools.product(OWN, ({}, KEY) if keys else ({},)):
        answer = client.post("/v1/articles", json={"url": url}, headers=headers)
        assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
        assert answer.json is not None
        assert answer.json["kind"] == "own-page"
        assert "Send the article's text" in answer.json["detail"]
    for url in OWN:
        assert client.get("/v1/articles", query_string={"url": url}).json == {
            "articles": [],
            "cursor": None,
            "may_ask": False,
        }
    assert catalog.list().entries == ()


@pytest.mark.parametrize("sites", [(), (SITE,), ("http://10.0.0.7:3000",)])
def test_private_addresses_need_a_key_unless_they_are_listed(
    app_with: Callable[..., Flask], sites: tuple[str, ...]
) -> None:
    client = app_with(api_keys=("key-2",), allowed_sites=sites).test_client()
    asked = {
        url: client.post("/v1/articles", json={"url": url})
        for url in ("http://10.0.0.7:3000/a", "http://127.0.0.1:3000/")
    }
    codes = [answer.status_code for answer in asked.values()]
    assert codes == [202 if "http://10.0.0.7:3000" in sites else 403, 403]
    refusal = list(asked.values())[-1].json
    assert refusal is not None
    assert "TTS_ALLOWED_SITES" in refusal["detail"]


def test_the_service_does_not_answer_itself(app_with: Callable[..., Flask]) -> None:
    """A proxy may have names for it that it does not know."""
    client = app_with(public_url="https://listen.example", api_keys=("key-2",)).test_client()
    for path in ("/demo/", "/healthz", "/audio/abc.mp3"):
        answer = client.get(path, headers={"User-Agent": "tts-service (+https://listen.example)"})
        assert answer.status_code == 403
        assert answer.json is not None
        assert answer.json["kind"] == "own-page"
        assert (
            client.get(path, headers={"User-Agent": "tts-service (+https://other.example)"}).status_code
            != 403
        )


@pytest.mark.parametrize(
    "article",
    [STORY, {"html": "<p>Hi.</p>"}, {**PAGE, "title": "x"}, {**PAGE, "id": "a"}, {**PAGE, "text": "x"}],
)
def test_anything_else_needs_a_key(guarded: FlaskClient, article: dict[str, str]) -> None:
    answer = guarded.post("/v1/articles", json=article)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "given", ["Bearer wrong", "Bearer ", "Bearer", "Basic key-1", "key-1", "Bearer key-1 key-2", "Bearer clé"]
)
def test_a_wrong_key_is_worse_than_none(guarded: FlaskClient, given: str) -> None:
    answer = guarded.post("/v1/articles", json=PAGE, headers={"Authorization": given})
    assert answer.status_code == 401


def test_the_scheme_is_written_in_any_case(guarded: FlaskClient) -> None:
    assert (
        guarded.post("/v1/articles", json=STORY, headers={"Authorization": "bearer  key-1"}).status_code
        == 202
    )


def test_deleting_needs_a_key(guarded: FlaskClient) -> None:
    assert guarded.delete("/v1/articles/unknown").status_code == 401
    assert guarded.delete("/v1/articles/unknown", headers=KEY).status_code == 404


def test_reading_needs_none(guarded: FlaskClient) -> None:
    status = guarded.post("/v1/articles", json=PAGE).json
    assert status is not None
    for path in ("", f"/{status['id']}", f"/{status['id']}/script"):
        assert guarded.get(f"/v1/articles{path}").status_code == 200


def test_without_a_key_bodies_are_short(guarded: FlaskClient) -> None:
    long = {**PAGE, "show": "x" * 30_000}
    assert guarded.post("/v1/articles", json=long).status_code == 401
    chunked = {"wsgi.input": io.BytesIO(json.dumps(long).encode()), "wsgi.input_terminated": True}
    environ = {**chunked, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = guarded.post("/v1/articles", content_type="application/json", environ_overrides=environ)
    assert answer.status_code == 413
    assert answer.json is not None
    assert "20,000 bytes" in answer.json["detail"]


def preflight(client: FlaskClient, origin: str, method: str, path: str = "/v1/articles") -> dict[str, str]:
    answer = client.options(path, headers={"Origin": origin, "Access-Control-Request-Method": method})
    assert answer.status_code == 200
    return dict(answer.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/articles",
        "/v1/articles/a",
        "/v1/articles/a/script",
        "/audio/a.mp3",
        "/captions/a.vtt",
        "/chapters/a.json",
    ],
)
def test_every_page_may_read(guarded: FlaskClient, path: str) -> None:
    answer = guarded.get(path, headers={"Origin": "https://any.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    headers = preflight(guarded, "https://any.example", "GET", path)
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in headers["Access-Control-Allow-Methods"]


def test_pages_of_allowed_sites_may_ask(guarded: FlaskClient) -> None:
    headers = preflight(guarded, SITE, "POST")
    assert headers["Access-Control-Allow-Origin"] == SITE
    assert "POST" in headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in headers["Access-Control-Allow-Headers"]
    answer = guarded.post("/v1/articles", json=PAGE, headers={"Origin": SITE})
    assert answer.headers["Access-Control-Allow-Origin"] == SITE
    assert "Location" in answer.headers["Access-Control-Expose-Headers"]
    assert "Origin" in answer.headers["Vary"]


def test_an_error_can_be_read_by_the_page_that_asked(guarded: FlaskClient) -> None:
    answer = guarded.post("/v1/articles", data="{", content_type="application/json", headers={"Origin": SITE})
    assert answer.status_code == 400
    assert answer.headers["Access-Control-Allow-Origin"] == SITE


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://localhost:3000", "null", "", "https://news.example.evil.example"],
)
def test_other_pages_may_not_write(guarded: FlaskClient, origin: str) -> None:
    assert "Access-Control-Allow-Origin" not in preflight(guarded, origin, "POST")


def test_no_page_may_delete(guarded: FlaskClient) -> None:
    assert (
        "DELETE" not in preflight(guarded, SITE, "DELETE", "/v1/articles/a")["Access-Control-Allow-Methods"]
    )


@pytest.mark.parametrize(
    ("origin", "may"),
    [
        ("http://localhost:3000", True),
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:5000", True),
        ("https://evil.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("null", False),
    ],
)
def test_on_ones_own_machine_its_own_pages_may_write(client: FlaskClient, origin: str, may: bool) -> None:
    assert ("Access-Control-Allow-Origin" in preflight(client, origin, "POST")) == may


def test_the_services_own_pages_may_write_behind_a_proxy(app_with: Callable[..., Flask]) -> None:
    client = app_with(api_keys=("k",), public_url="https://listen.example/").test_client()
    assert "Access-Control-Allow-Origin" in preflight(client, "https://listen.example", "POST")
