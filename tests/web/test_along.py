"""The files of reading along, as a browser or a cache gets them."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tts_service.web.along import STATIC, along_blueprint, load_along

pytestmark = pytest.mark.pure


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(along_blueprint())
    return app.test_client()


def test_the_entry_names_every_module_by_version(client: FlaskClient) -> None:
    entry = client.get("/read-along.js")
    assert entry.headers["Access-Control-Allow-Origin"] == "*"
    assert "immutable" not in entry.headers["Cache-Control"]
    found = re.findall(r'"\./read-along/(\w+)/([\w-]+\.js)"', entry.text)
    assert {name for _, name in found} == {path.name for path in (STATIC / "read-along").iterdir()}
    assert len({version for version, _ in found}) == 1
    for version, name in found:
        module = client.get(f"/read-along/{version}/{name}")
        assert module.mimetype == "text/javascript"
        assert "immutable" in module.headers["Cache-Control"]


def test_another_version_is_the_newest_and_not_kept(client: FlaskClient) -> None:
    for address in ("/read-along/session.js", "/read-along/0000/session.js"):
        assert client.get(address).headers["Cache-Control"] == "public, no-cache"
    assert client.get("/read-along/nothing.js").status_code == 404


def test_all_of_it_is_under_15_kb_compressed() -> None:
    along = load_along()
    assert sum(len(part.packed) for part in [along.entry, *along.modules.values()]) < 15_000
