"""The button's files and the demo page, as a browser or a cache gets them."""

from __future__ import annotations

import gzip
import json
import re
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient

from audio_cache.mp3.frames import BYTES_PER_SECOND, FRAME_BYTES
from tts_service.settings import Settings
from tts_service.web.site.assets import STATIC
from tts_service.web.site.button import joined, load_program, needed_at_once, without_comments
from tts_service.web.site.player import player

pytestmark = pytest.mark.pure

BASE = "https://listen.example"


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(player(Settings(public_url=BASE)))
    return app.test_client()


def first_module(client: FlaskClient) -> str:
    """The address of what the entry imports."""
    (address,) = re.findall(r'from "\.(/[^"]+)"', client.get("/listen-button.js").text)
    return str(address)


def test_a_page_loads_two_files(client: FlaskClient) -> None:
    source = client.get(first_module(client)).text
    assert not re.findall(r"^import ", source, re.MULTILINE)
    assert "class ListenButton extends MemberElement" in source


def test_what_is_needed_later_is_there_under_the_same_version(client: FlaskClient) -> None:
    folder = first_module(client).rsplit("/", 1)[0]
    later = set(re.findall(r'import\("\./([\w-]+\.js)"\)', client.get(f"{folder}/first.js").text))
    assert {"panel.js", "sticky.js", "native.js"} <= later
    for name in later | {"words-ar.js", "view.js"}:
        assert "immutable" in client.get(f"{folder}/{name}").headers["Cache-Control"], name


def test_parts_of_the_first_module_are_not_loaded_twice(client: FlaskClient) -> None:
    folder = first_module(client).rsplit("/", 1)[0]
    assert client.get(f"{folder}/view.js").text == 'export * from "./first.js";\n'
    exported = re.search(r"^export \{ (.*) \};$", client.get(f"{folder}/first.js").text, re.MULTILINE)
    assert exported is not None
    assert {"ListenButton", "make", "picture", "Problem", "clock", "addStyles"} <= set(
        exported[1].split(", ")
    )


def test_modules_of_this_version_may_be_kept_for_ever_and_others_not(client: FlaskClient) -> None:
    assert "immutable" in client.get(first_module(client)).headers["Cache-Control"]
    assert client.get("/listen-button/0000/element.js").headers["Cache-Control"] == "public, no-cache"
    assert client.get("/listen-button/element.js").headers["Cache-Control"] == "public, no-cache"
    assert "immutable" not in client.get("/listen-button.js").headers["Cache-Control"]


def test_any_site_may_load_it(client: FlaskClient) -> None:
    for address in ["/listen-button.js", first_module(client)]:
        response = client.get(address)
        assert response.mimetype == "text/javascript"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Set-Cookie" not in response.headers


def test_what_every_page_loads_is_under_15_kb_compressed() -> None:
    button = load_program("listen-button")
    assert len(button.entry.packed) + len(button.modules["first.js"].packed) < 15_000


def test_a_playlist_costs_only_pages_that_have_one(client: FlaskClient) -> None:
    button = load_program("listen-button")
    entry = client.get("/listen-playlist.js")
    assert f'"./listen-button/{button.version}/playlist.js"' in entry.text
    assert "immutable" not in entry.headers["Cache-Control"]
    own = ("playlist.js", "own-queue.js", "playlist-words-hi.js")
    assert sum(len(button.modules[name].packed) for name in own) + len(gzip.compress(entry.data)) < 7_000
    assert b"playlist" not in button.modules["first.js"].body


def test_all_that_stands_on_a_page_speaks_the_same_languages() -> None:
    """Otherwise a page would mix them."""
    share_pages = {path.stem for path in (STATIC / "site/words").glob("*.json")} - {"en"}
    for kind in ("words", "playlist-words"):
        source = (STATIC / f"listen-button/{kind}.js").read_text()
        named = re.search(r"^const LANGUAGES = (\[.*\]);$", source, re.MULTILINE)
        assert named is not None
        assert set(json.loads(named[1])) == share_pages
        assert {path.stem for path in (STATIC / "listen-button").glob(f"{kind}-*.js")} == {
            f"{kind}-{language}" for language in share_pages
        }


def test_what_stands_on_pages_says_its_licence(client: FlaskClient) -> None:
    banner = "/*! SPDX-License-Identifier: MIT */"
    for entry in ("/listen-button.js", "/listen-playlist.js", "/read-along.js"):
        assert client.get(entry).text.startswith(f"{banner}\nimport ")
    assert (STATIC / "site/embed.js").read_text().startswith(banner)
    licence = client.get("/listen-button/LICENSE.txt")
    assert (licence.status_code, licence.mimetype) == (200, "text/plain")
    assert "MIT License" in licence.text
    assert client.get(first_module(client).replace("first.js", "LICENSE.txt")).status_code == 200


def test_a_client_that_has_it_gets_nothing_again(client: FlaskClient) -> None:
    first = client.get("/listen-button.js")
    again = client.get("/listen-button.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_a_client_that_takes_gzip_gets_it_under_its_own_etag(client: FlaskClient) -> None:
    plain = client.get("/listen-button/panel.js")
    packed = client.get("/listen-button/panel.js", headers={"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "address", ["/listen-button/nothing.js", "/demo/nothing.css", "/listen-button/..%2fapi.py"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_only_doc_comments_and_types_are_left_out() -> None:
    source = (
        b'/**\n * Says it.\n */\nconst say = "/** not this */"; /* nor this */\n'
        b"  /** @param {string} x */\n  f(x) {}\n"
    )
    assert without_comments(source) == b'const say = "/** not this */"; /* nor this */\n  f(x) {}\n'
    assert without_comments(b"const x = /** @type {any} */ (y);\n") == b"const x = (y);\n"


def test_style_sheets_lose_their_white_space_and_nothing_else() -> None:
    source = (
        b"const css = `\n.a :is(b, i) {\n  margin: 0 1px; /* thin */\n}\n"
        b"@media (hover: hover) { b { c: d; } }\n`;\n"
    )
    small = b"const css = `.a :is(b,i){margin:0 1px}@media (hover:hover){b{c:d}}`;\n"
    assert without_comments(source) == small
    plain = b"const text = `\n${a} ; { b }\n`;\n"
    assert without_comments(plain) == plain


def test_what_nobody_else_uses_is_not_exported() -> None:
    parts = {"a.js": b"export const one = 1;\nexport const two = 2;\n"}
    assert joined(parts, {"two"}).endswith(b"export { two };\n")


def test_modules_are_joined_behind_what_they_import() -> None:
    parts = {
        "b.js": b"export const two = 2;\n",
        "a.js": b'import { two } from "./b.js";\nexport class Four {\n  n = two + two;\n}\n',
    }
    assert needed_at_once(b'import { Four } from "./a.js";\n', parts) == ["b.js", "a.js"]
    assert joined(parts) == b"const two = 2;\nclass Four {\n  n = two + two;\n}\nexport { two, Four };\n"


def test_what_waits_for_an_import_is_not_joined() -> None:
    parts = {"a.js": b'const later = () => import("./b.js");\n', "b.js": b""}
    assert needed_at_once(b'import "./a.js";\n', parts) == ["a.js"]


def test_two_modules_with_a_name_in_common_are_refused() -> None:
    with pytest.raises(ValueError, match="TRIES"):
        joined({"a.js": b"const TRIES = 1;\n", "b.js": b"const TRIES = 2;\n"})


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
    loaded = re.findall(
        r'<(?:(?:img|script)[^>]* src|link rel="(?:icon|stylesheet)" href)="([^"]+)"', response.text
    )
    assert sorted(loaded) == ["../listen-button.js", "demo.css", "night-ferry.svg", "night-ferry.svg"]
    for name in loaded:
        assert client.get(urljoin("/demo/", name)).status_code == 200


def test_reading_along_is_two_files_that_are_loaded_when_they_are_wanted(client: FlaskClient) -> None:
    assert "read-along" not in client.get("/listen-button.js").text
    (address,) = re.findall(r'from "\.(/[^"]+)"', client.get("/read-along.js").text)
    module = client.get(address)
    assert "immutable" in module.headers["Cache-Control"]
    assert not re.findall(r"\bimport\b", module.text)
    assert len(gzip.compress(module.data)) < 11_000
    assert client.get("/read-along/0000/session.js").headers["Cache-Control"] == "public, no-cache"
    assert client.get("/read-along/nothing.js").status_code == 404
