"""Articles in several designs, each with the same tag."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tts_service.article.extract.reading import read_article
from tts_service.article.request import ArticleRequest
from tts_service.article.script.script import make_script
from tts_service.settings import Settings
from tts_service.web.site.player import player
from tts_service.web.site.showroom import ROOMS, DemoDesign

pytestmark = pytest.mark.pure

BASE = "https://listen.example"
OTHERS = [room for room in ROOMS if room.name]


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(player(Settings(public_url=BASE)))
    return app.test_client()


@pytest.mark.parametrize("room", OTHERS, ids=lambda room: room.name)
def test_a_room_has_the_tag_and_loads_only_what_is_ours(client: FlaskClient, room: DemoDesign) -> None:
    path = f"/demo/{room.name}/"
    page = client.get(path).text
    assert "<listen-button></listen-button>" in page
    assert f'<link rel="canonical" href="{BASE}{path}">' in page
    loaded = re.findall(r'<(?:(?:img|script)[^>]* src|link rel="(?:icon|stylesheet)" href)="([^"]+)"', page)
    assert "../../listen-button.js" in loaded
    assert {client.get(urljoin(path, name)).status_code for name in loaded} == {200}


@pytest.mark.parametrize("room", OTHERS, ids=lambda room: room.name)
def test_its_article_is_read_without_what_stands_around_it(client: FlaskClient, room: DemoDesign) -> None:
    html = client.get(f"/demo/{room.name}/").text
    article = read_article(ArticleRequest(html=html))
    assert (article.title, article.language) == (room.title, room.language)
    spoken = " ".join(segment.text for segment in make_script(article).segments)
    assert "other designs" not in spoken
    assert "listen button" not in spoken
    described = json.loads(re.findall(r'ld\+json">(.*?)</script>', html, re.DOTALL)[0])
    assert described["headline"] == room.title


def test_each_room_leads_to_all_others(client: FlaskClient) -> None:
    paths = {f"/demo/{room.name}/".replace("//", "/") for room in ROOMS}
    for path in paths:
        nav = re.findall(r'<nav class="rooms".*?</nav>', client.get(path).text, re.DOTALL)[0]
        assert {urljoin(path, address) for address in re.findall(r'href="([^"]*)"', nav)} == paths - {path}


def test_there_are_no_other_rooms(client: FlaskClient) -> None:
    assert client.get("/demo/nothing/").status_code == 404
