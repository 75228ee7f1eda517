"""Articles that an editor begins in the newsroom."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.hands import Hands
from tts_service.settings import Settings

SHOWS = '[show.world]\ntitle = "The World"\n'


def begin(client: FlaskClient, by: str, **fields: object) -> TestResponse:
    token = re.search(r'name="token" value="([^"]+)"', client.get("/admin/new").text)
    assert token is not None
    kind = "multipart/form-data" if by == "file" else None
    return client.post("/admin/new", data={"token": token[1], "by": by, **fields}, content_type=kind)


def begun(client: FlaskClient, answer: TestResponse) -> dict[str, object]:
    """The article that the editor was led to."""
    assert answer.status_code == 303, answer.text
    name = answer.headers["Location"].rpartition("/")[2]
    assert client.get(f"/admin/articles/{name}").status_code == 200
    status = client.get(f"/v1/articles/{name}").json
    assert status is not None
    return dict(status)


def test_the_first_page_begins_an_article_by_its_address(client: FlaskClient, hands: Hands) -> None:
    page = client.get("/admin/").text
    assert 'action="../admin/new"' in page
    answer = begin(client, "url", url=" https://news.example/tides ")
    assert begun(client, answer)["url"] == "https://news.example/tides"
    assert "<listen-button" in client.get("/admin/" + answer.headers["Location"].partition("admin/")[2]).text


def test_an_article_is_heard_before_it_has_been_read(client: FlaskClient, hands: Hands) -> None:
    hands.work_while_waiting = False
    answer = begin(client, "url", url="https://news.example/slow")
    page = client.get("/admin/" + answer.headers["Location"].partition("admin/")[2]).text
    assert "<listen-button" in page
    assert "It is being read." in page


def test_text_is_pasted_with_all_that_a_request_may_say(
    client: FlaskClient, hands: Hands, settings: Settings
) -> None:
    settings.shows_path.write_text(SHOWS, "utf-8")
    wishes = {"title": "Tides", "language": "de", "voice": "tone/c5", "show": "world", "access": "members"}
    answer = begin(client, "text", text="Der Fluss stieg.\n\nDie Brücke hielt.", hold="on", **wishes)
    status = client.get("/admin/" + answer.headers["Location"].partition("admin/")[2]).text
    for said in ("Tides", "tone/c5", "members", "held"):
        assert said in status


def test_the_same_text_is_the_same_article_as_by_the_api(client: FlaskClient, hands: Hands) -> None:
    posted = client.post("/v1/articles", json={"text": "The river rose.", "title": "Tides"}).json
    assert posted is not None
    assert begun(client, begin(client, "text", text="The river rose.", title="Tides"))["id"] == posted["id"]


def test_an_article_that_was_out_is_held_if_an_editor_begins_it_so(client: FlaskClient, hands: Hands) -> None:
    posted = client.post("/v1/articles", json={"text": "The river rose."}).json
    assert posted is not None
    begin(client, "text", text="The river rose.", hold="on")
    assert client.get(f"/v1/articles/{posted['id']}").status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "source"),
    [
        ("tides.txt", "The Rhône rose.".encode(), "The Rhône rose."),
        ("tides.md", "\ufeffThe Rhône rose.".encode("utf-16"), "The Rhône rose."),
        ("tides.html", b"<title>Tides</title><p>The river rose.</p>", "<p>The river rose.</p>"),
        ("TIDES.HTM", "<meta charset=latin-1><p>Rhône.".encode("latin-1"), "<p>Rhône."),
    ],
)
def test_a_file_is_read_as_on_the_command_line(
    client: FlaskClient, hands: Hands, name: str, data: bytes, source: str
) -> None:
    status = begun(client, begin(client, "file", file=(io.BytesIO(data), name)))
    script = client.get(f"/v1/articles/{status['id']}/script").json
    assert script is not None
    assert source in script["source"]


def test_pasted_ssml_is_the_same_article_as_by_the_api(client: FlaskClient, hands: Hands) -> None:
    ssml = "<speak>The <sub alias='river'>R.</sub> rose.</speak>"
    posted = client.post("/v1/articles", json={"ssml": ssml}).json
    assert posted is not None
    assert begun(client, begin(client, "text", text=ssml))["id"] == posted["id"]


def test_a_long_text_in_any_script_is_taken(client: FlaskClient, hands: Hands) -> None:
    """Nine bytes a character, as forms send them."""
    assert begun(client, begin(client, "text", text="नदी " * 50_000))["status"]


@pytest.mark.parametrize(
    ("by", "fields", "field", "reason"),
    [
        ("url", {"url": ""}, "url", "The address must be an address such as"),
        ("url", {"url": "ftp://news.example/<b>"}, "url", "The address must be an address such as"),
        ("url", {"url": "https://news.example/nothing-to-see"}, "url", "No article was found"),
        ("text", {"text": " \n"}, "text", "The text is empty"),
        ("text", {"text": "<speak>Rain<br/></speak>"}, "text", "the element &lt;br&gt; is not allowed"),
        ("text", {"text": "x " * 130_000}, "text", "at most 250,000 can be read"),
        ("text", {"text": "Words.", "title": "x" * 501}, "title", "The title has 501 characters"),
        ("text", {"text": "Words.", "language": "english please"}, "language", "BCP 47 tag"),
        ("text", {"text": "Words.", "show": "nightly"}, "show", "There is no show"),
        ("file", {}, "file", "Choose a file first."),
        ("file", {"file": (io.BytesIO(b" "), "a.txt")}, "file", "The text is empty"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_entered_stays(
    client: FlaskClient,
    hands: Hands,
    settings: Settings,
    by: str,
    fields: dict[str, object],
    field: str,
    reason: str,
) -> None:
    settings.shows_path.write_text(SHOWS, "utf-8")
    answer = begin(client, by, **fields)
    assert 400 <= answer.status_code < 500
    assert answer.mimetype == "text/html"
    wrong = re.search(
        rf'id="{field}"[^>]*aria-describedby="wrong".*?id="wrong"[^>]*>([^<]*)', answer.text, re.S
    )
    assert wrong is not None, answer.text
    assert reason in wrong[1]
    for name, value in fields.items():
        if name in ("title", "language") and isinstance(value, str):
            assert f'value="{value}"' in answer.text
    assert "<b>" not in answer.text
    assert client.get("/v1/articles").json == {"articles": [], "cursor": None}


def test_a_form_that_is_far_too_large_is_refused_in_words(client: FlaskClient) -> None:
    answer = begin(client, "text", text="x" * 6_100_000)
    assert (answer.status_code, answer.mimetype) == (413, "text/html")
    assert "at most 6 MB" in answer.text


def test_a_stranger_begins_nothing(app_with: Callable[..., Flask]) -> None:
    guarded = app_with(api_keys=("key-1",)).test_client()
    token = re.search(r'name="token" value="([^"]+)"', guarded.get("/admin/login").text)
    assert token is not None
    answer = guarded.post("/admin/new", data={"token": token[1], "by": "text", "text": "Words."})
    assert (answer.status_code, 'type="password"' in answer.text) == (403, True)
