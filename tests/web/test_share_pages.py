"""The page to share, the frame and oEmbed over HTTP, with the tests' hands as workers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit
from xml.etree import ElementTree

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.hands import Hands
from tts_service.web.site.share_pages import FOLDER, clock

BASE = "http://127.0.0.1:8000"
TITLE = 'Tides & "two" <moons>'
PAGE = "https://www.paper.example/tides"
STORY = {"html": f'<link rel="canonical" href="{PAGE}">The river rose. The bridge held.', "title": TITLE}
HOSTILE = {
    "text": "</script><script>alert(1)</script>. It rained.",
    "title": "</script><script>alert(2)</script>",
}


@pytest.fixture
def heard(client: FlaskClient, hands: Hands) -> str:
    return ready(client, hands, STORY)


def ready(client: FlaskClient, hands: Hands, article: dict[str, str], **headers: str) -> str:
    status = client.post("/v1/articles", json=article, headers=headers).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    return str(status["id"])


def meta(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page))


def structured(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return {node["@type"]: node for node in json.loads(found[1])["@graph"]}


# -- the page to share ---------------------------------------------------------------------------------------


def test_it_says_where_the_original_is(client: FlaskClient, heard: str) -> None:
    page = client.get(f"/listen/{heard}").text
    assert f'<link rel="canonical" href="{PAGE}">' in page
    assert f'<a href="{PAGE}"' in page
    assert "paper.example" in page


def test_it_can_be_shared(client: FlaskClient, heard: str) -> None:
    said = meta(client.get(f"/listen/{heard}").text)
    assert said["og:url"] == f"{BASE}/listen/{heard}"
    assert said["og:audio"] == f"{BASE}/audio/{heard}.mp3"
    assert said["og:audio:type"] == "audio/mpeg"
    assert said["og:title"] == "Tides &amp; &#34;two&#34; &lt;moons&gt;"
    assert said["twitter:player"] == f"{BASE}/embed/{heard}"
    assert said["og:image"] == said["twitter:image"] == f"{BASE}/artwork.png"


def test_machines_are_told_that_the_audio_is_of_the_publishers_article(
    client: FlaskClient, heard: str
) -> None:
    nodes = structured(client.get(f"/listen/{heard}").text)
    audio, article = nodes["AudioObject"], nodes["NewsArticle"]
    assert audio["contentUrl"] == f"{BASE}/audio/{heard}.mp3"
    assert audio["duration"] == "PT5.760S"
    assert audio["encodesCreativeWork"] == {"@id": article["@id"]} == {"@id": PAGE}
    assert article["audio"] == {"@id": audio["@id"]}
    assert article["headline"] == TITLE
    assert article["speakable"]["cssSelector"] == ["h1", ".transcript p"]
    assert "image" not in article


def test_the_transcript_is_in_the_page(client: FlaskClient, heard: str) -> None:
    page = client.get(f"/listen/{heard}").text
    script = client.get(f"/v1/articles/{heard}/script").json
    assert script is not None
    spans = re.findall(r'<span data-segment="(\d+)" data-start="(\d+)" data-end="(\d+)">', page)
    assert spans == [(str(n), str(s["start"]), str(s["end"])) for n, s in enumerate(script["segments"])]


def test_nothing_in_an_article_becomes_part_of_the_page(client: FlaskClient, hands: Hands) -> None:
    article = ready(client, hands, HOSTILE)
    for path in (f"/listen/{article}", f"/embed/{article}"):
        page = client.get(path).text
        assert "<script>" not in page
        assert page.count("</script>") == len(re.findall(r"<script [^>]+>", page))


def test_all_it_loads_is_there(client: FlaskClient, heard: str) -> None:
    for path in (f"/listen/{heard}", f"/embed/{heard}", "/listen/nobody"):
        page = client.get(path).text
        loaded = re.findall(r'<(?:script[^>]* src|link rel="(?:icon|stylesheet)" href)="([^"]+)"', page)
        assert loaded
        assert {client.get(urljoin(path, name)).status_code for name in loaded} == {200}
        assert " on" not in "".join(re.findall(r"<[a-z]+ on\w+=", page))


def test_an_article_that_is_not_read_yet_has_its_page(client: FlaskClient, hands: Hands) -> None:
    hands.work_while_waiting = False
    status = client.post("/v1/articles", json={"text": "It rained.", "title": "Rain"}).json
    assert status is not None
    answer = client.get(f"/listen/{status['id']}")
    assert answer.status_code == 200
    assert "appears here" in answer.text
    assert "Rain" in answer.text


def test_a_failure_is_told(client: FlaskClient, hands: Hands) -> None:
    status = client.post("/v1/articles", json={"text": "It rained.", "title": "Rain"}).json
    assert status is not None
    hands.fail(status["id"], status["revision"])
    assert "It said so." in client.get(f"/listen/{status['id']}").text


def test_the_page_speaks_the_articles_language_where_it_can(client: FlaskClient, hands: Hands) -> None:
    page = client.get(f"/listen/{ready(client, hands, {'text': 'وصل القارب.', 'language': 'ar'})}").text
    assert '<html lang="ar" dir="rtl">' in page
    assert "النص" in page
    page = client.get(f"/listen/{ready(client, hands, {'text': 'Veneen.', 'language': 'fi'})}").text
    assert '<html lang="fi" dir="ltr">' in page
    assert '<h2 class="label" id="transcript-label" lang=en dir=ltr>Transcript</h2>' in page


def test_every_language_has_every_word() -> None:
    words = {path.stem: msgspec.json.decode(path.read_bytes()) for path in (FOLDER / "words").iterdir()}
    assert set(words) == {"ar", "de", "en", "es", "fr", "hi", "it", "pt"}
    for said in words.values():
        assert set(said) == set(words["en"])
        assert "{n}" in said["minutes"]
        assert "{site}" in said["original"]


def test_whoever_has_the_page_is_told_so(client: FlaskClient, heard: str) -> None:
    first = client.get(f"/listen/{heard}")
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = client.get(f"/listen/{heard}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/listen/nobody", "/embed/nobody"])
def test_an_unknown_article_has_a_page_that_says_so(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "There is no article with this id" in answer.text


# -- the frame -----------------------------------------------------------------------------------------------


def policy(client: FlaskClient, path: str) -> dict[str, str]:
    parts = client.get(path).headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


def test_only_allowed_sites_may_frame_it(app_with: Callable[..., Flask], hands: Hands) -> None:
    client = app_with(
        api_keys=("k",), allowed_sites=("https://paper.example", "https://news.example:8443")
    ).test_client()
    article = ready(client, hands, {"text": "It rained."}, Authorization="Bearer k")
    ancestors = policy(client, f"/embed/{article}")["frame-ancestors"].split()
    assert set(ancestors) == {"'self'", BASE, "https://paper.example", "https://news.example:8443"}
    assert policy(client, f"/listen/{article}")["frame-ancestors"] == "'none'"


def test_this_machines_pages_may_frame_it_while_there_are_no_keys(client: FlaskClient, heard: str) -> None:
    assert "http://localhost:*" in policy(client, f"/embed/{heard}")["frame-ancestors"].split()


def test_no_script_may_stand_in_the_pages(client: FlaskClient, heard: str) -> None:
    for path in (f"/listen/{heard}", f"/embed/{heard}"):
        assert policy(client, path)["script-src"] == policy(client, path)["style-src"] == "'self'"


def test_the_theme_is_that_of_the_page_around_it(client: FlaskClient, heard: str) -> None:
    assert 'data-theme="dark"' in client.get(f"/embed/{heard}?theme=dark").text
    assert "data-theme" not in client.get(f"/embed/{heard}?theme=%22%3E").text


# -- oEmbed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [BASE + "/listen/{}", BASE + "/embed/{}", PAGE])
def test_oembed_describes_the_frame(client: FlaskClient, heard: str, address: str) -> None:
    said = client.get("/oembed", query_string={"url": address.format(heard)}).json
    assert said is not None
    assert (said["version"], said["type"], said["title"]) == ("1.0", "rich", TITLE)
    assert f'src="{BASE}/embed/{heard}"' in said["html"]
    assert 'title="Tides &amp; &quot;two&quot; &lt;moons&gt;"' in said["html"]
    assert f'width="{said["width"]}" height="{said["height"]}"' in said["html"]


def test_oembed_keeps_to_the_room_there_is(client: FlaskClient, heard: str) -> None:
    said = client.get("/oembed", query_string={"url": PAGE, "maxwidth": "300", "maxheight": "90"}).json
    assert said is not None
    assert (said["width"], said["height"]) == (300, 90)


def test_oembed_as_xml_says_the_same(client: FlaskClient, heard: str) -> None:
    said = client.get("/oembed", query_string={"url": PAGE}).json or {}
    answer = client.get("/oembed", query_string={"url": PAGE, "format": "xml"})
    assert answer.mimetype == "text/xml"
    told = {child.tag: child.text for child in ElementTree.fromstring(answer.data)}
    assert told == {name: str(value) for name, value in said.items()}


def test_pages_say_where_oembed_is(client: FlaskClient, heard: str) -> None:
    found = re.findall(
        r'type="(?:application/json|text/xml)\+oembed" href="([^"]+)"', client.get(f"/listen/{heard}").text
    )
    assert len(found) == 2
    for address in (address.replace("&amp;", "&") for address in found):
        assert parse_qs(urlsplit(address).query)["url"] == [f"{BASE}/listen/{heard}"]
        assert client.get(address.removeprefix(BASE)).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("url=https://nobody.example/", 404),
        (f"url={BASE}/listen/nobody", 404),
        (f"url={BASE}/listen/", 404),
        (f"url={PAGE}&format=yaml", 501),
        (f"url={PAGE}&maxwidth=wide", 400),
        (f"url={PAGE}&maxheight=0", 400),
    ],
)
def test_what_oembed_cannot_answer(client: FlaskClient, heard: str, query: str, status: int) -> None:
    answer = client.get(f"/oembed?{query}")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (83.9, "1:23"), (3723, "1:02:03")])
def test_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text
