"""The button's files and the demo page, as a browser or a cache gets them."""

from __future__ import annotations

import gzip
import json
import re
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient

from audio_cache.frames import BYTES_PER_SECOND, FRAME_BYTES
from tts_service.settings import Settings
from tts_service.web.player import STATIC, load_button, player, without_comments

pytestmark = pytest.mark.pure

BASE = "https://listen.example"


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(player(Settings(public_url=BASE)))
    return app.test_client()


def module_addresses(client: FlaskClient) -> list[str]:
    return re.findall(r'import "\.(/[^"]+)"', client.get("/listen-button.js").text)


def test_the_entry_names_every_module_by_version(client: FlaskClient) -> None:
    names = {address.rsplit("/", 1)[1] for address in module_addresses(client)}
    assert names == {path.name for path in (STATIC / "listen-button").iterdir()}
    assert len({address.rsplit("/", 1)[0] for address in module_addresses(client)}) == 1


def test_modules_of_this_version_may_be_kept_for_ever_and_others_not(client: FlaskClient) -> None:
    for address in module_addresses(client):
        assert "immutable" in client.get(address).headers["Cache-Control"]
    assert client.get("/listen-button/0000/element.js").headers["Cache-Control"] == "public, no-cache"
    assert client.get("/listen-button/element.js").headers["Cache-Control"] == "public, no-cache"
    assert "immutable" not in client.get("/listen-button.js").headers["Cache-Control"]


def test_any_site_may_load_it(client: FlaskClient) -> None:
    for address in ["/listen-button.js", *module_addresses(client)]:
        response = client.get(address)
        assert response.mimetype == "text/javascript"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Set-Cookie" not in response.headers


def test_all_of_it_is_under_15_kb_compressed() -> None:
    button = load_button()
    assert sum(len(part.packed) for part in [button.entry, *button.modules.values()]) < 15_000


def test_a_client_that_has_it_gets_nothing_again(client: FlaskClient) -> None:
    first = client.get("/listen-button.js")
    again = client.get("/listen-button.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_a_client_that_takes_gzip_gets_it_under_its_own_etag(client: FlaskClient) -> None:
    plain = client.get("/listen-button/view.js")
    packed = client.get("/listen-button/view.js", headers={"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("address", ["/listen-button/nothing.js", "/demo/nothing.css", "/listen-button/..%2fapi.py"])
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_only_doc_comments_are_left_out() -> None:
    source = b'/**\n * Says it.\n */\nconst say = "/** not this */"; /* nor this */\n  /** @param {string} x */\n  f(x) {}\n'
    assert without_comments(source) == b'const say = "/** not this */"; /* nor this */\n  f(x) {}\n'


def test_the_button_counts_bytes_as_the_cache_does() -> None:
    source = (STATIC / "listen-button/mp3.js").read_text()
    assert f"FRAME_BYTES = {FRAME_BYTES};" in source
    assert f"BYTES_PER_SECOND = {BYTES_PER_SECOND};" in source


def test_the_demo_names_its_public_address_everywhere(client: FlaskClient) -> None:
    page = client.get("/demo/").text
    assert f'<link rel="canonical" href="{BASE}/demo/">' in page
    assert f'<meta property="og:url" content="{BASE}/demo/">' in page
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    described = json.loads(found[1])
    assert described["@type"] == "NewsArticle"
    assert described["mainEntityOfPage"] == f"{BASE}/demo/"
    assert described["headline"] in page.split("</h1>")[0]


def test_the_demo_loads_nothing_from_elsewhere(client: FlaskClient) -> None:
    response = client.get("/demo/")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    loaded = re.findall(r'<(?:(?:img|script)[^>]* src|link rel="(?:icon|stylesheet)" href)="([^"]+)"', response.text)
    assert sorted(loaded) == ["../listen-button.js", "demo.css", "night-ferry.svg", "night-ferry.svg"]
    for name in loaded:
        assert client.get(urljoin("/demo/", name)).status_code == 200
