"""The newsroom's lexicon, voices, members, watched feeds, shows and sites: in the files and tables that the
command line and the API use."""

from __future__ import annotations

import re
import tomllib
from html import unescape
from typing import get_args
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.catalog.audit_log.book import SUBJECTS, AuditFilter
from tts_service.contracts.messages import WATCHER
from tts_service.publisher.shows.table_editor import TableKind
from tts_service.settings import Settings
from tts_service.web import create_app

SHOWS = """# Ours.
[show.world]
title = "The World"   # as on the masthead
intro = "chime.mp3"
include = { section = "World", id = ["picked"] }

[site."news.example"]
skip = ".promo"

[watch."https://news.example/feed.xml"]
every = "20m"
"""


def hidden(client: FlaskClient, page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', client.get(page).text)
    assert found is not None
    return unescape(found[1])


def send(client: FlaskClient, page: str, path: str, **fields: str) -> TestResponse:
    """The form of ``page`` that goes to ``path``, with the token of the page."""
    return client.post(path, data={"token": hidden(client, page, "token"), **fields})


def problem_of(answer: TestResponse) -> str:
    found = re.search(r'role="alert">(.*?)</p>', answer.text, re.DOTALL)
    return unescape(found[1]) if found else ""


def shows(settings: Settings) -> dict[str, object]:
    return tomllib.loads(settings.shows_path.read_text("utf-8"))


# -- lexicon -------------------------------------------------------------------------------------------------


def add_word(client: FlaskClient, **fields: str) -> TestResponse:
    return send(client, "/admin/lexicon", "/admin/lexicon", **{"as": "say", **fields})


def test_a_word_is_added_searched_changed_and_removed(
    client: FlaskClient, settings: Settings, catalog: Catalog
) -> None:
    settings.lexicon_path.write_text("# Ours.\n", "utf-8")
    answer = add_word(client, write="Qarluq", say=" kar-look ")
    assert answer.headers["Location"].endswith("admin/lexicon?q=Qarluq")
    add_word(client, **{"write": "Skerry", "say": "/ˈskɛri/", "as": "ipa", "language": "en"})
    for wanted in ("SKERRY", "skɛri"):
        page = client.get("/admin/lexicon", query_string={"q": wanted}).text
        assert ("Skerry" in page, "Qarluq" in page) == (True, False)
    word = re.search(r'admin/(lexicon/\w+)">Qarluq', client.get("/admin/lexicon").text)
    assert word is not None
    one = f"/admin/{word[1]}"
    version = hidden(client, one, "version")
    send(client, one, one, version=version, write="Qarluq", say="karlook", **{"as": "say"})
    late = send(client, one, one, version=version, write="Qarluq", say="kaloo", **{"as": "say"})
    assert (late.status_code, "changed in the meantime" in problem_of(late)) == (412, True)
    assert 'value="kaloo"' in late.text
    late = send(client, one, f"{one}/remove", version=version)
    assert (late.status_code, 'value="karlook"' in late.text) == (412, True)
    assert settings.lexicon_path.read_text("utf-8").startswith("# Ours.")
    assert 'say = "karlook"' in settings.lexicon_path.read_text("utf-8")
    assert send(client, one, f"{one}/remove", version=hidden(client, one, "version")).status_code == 303
    assert "Qarluq" not in settings.lexicon_path.read_text("utf-8")
    assert client.get(one).status_code == 404
    removed, changed, _, added = catalog.audit.page(AuditFilter(what="lexicon"))
    assert (added.about, removed.about) == ({"write": "Qarluq", "after": "kar-look"}, {"before": "karlook"})
    assert changed.about == {"write": "Qarluq", "before": "kar-look", "after": "karlook"}


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"write": "", "say": "kar-look"}, "write", "it is empty"),
        ({"write": "Qarluq", "say": "RIV!", "as": "ipa"}, "say", "not a symbol"),
        ({"write": "Qarluq", "say": "x", "language": "english"}, "language", ""),
        ({"write": "River", "say": "riv"}, "write", "already"),
    ],
)
def test_a_word_that_cannot_be_added_is_explained_at_its_field(
    client: FlaskClient, fields: dict[str, str], field: str, reason: str
) -> None:
    add_word(client, write="river", say="rivver")
    answer = add_word(client, **fields)
    assert answer.status_code in (400, 409)
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true"', answer.text), answer.text
    assert reason in problem_of(answer)
    assert f'value="{fields["say"]}"' in answer.text


def test_a_long_lexicon_is_paged(client: FlaskClient, settings: Settings) -> None:
    words = "".join(f'[[word]]\nwrite = "w{n}"\nsay = "v{n}"\n' for n in range(130))
    settings.lexicon_path.write_text(words, "utf-8")
    first, second = client.get("/admin/lexicon").text, client.get("/admin/lexicon?page=2").text
    assert (first.count("<audio"), second.count("<audio")) == (100, 30)
    settings.lexicon_path.write_text(words + "[[word]]\nwrit = 1\n", "utf-8")
    broken = client.get("/admin/lexicon?page=x").text
    assert "The lexicon file has an error." in broken
    assert broken.count("<audio") == 100


def sounds(client: FlaskClient, page: str) -> list[dict[str, list[str]]]:
    """What the players of a page ask for."""
    found = re.findall(r'src="([^"]*admin/hear[^"]*)"', client.get(page).text)
    return [parse_qs(urlsplit(unescape(src)).query) for src in found]


def test_a_word_is_heard_as_articles_have_it(client: FlaskClient, queue: Queue) -> None:
    add_word(client, write="Qarluq", say="kar-look", language="en", voice="tone/c5")
    add_word(client, write="ICE", say="the I.C.E", site="news.example")
    add_word(client, **{"write": "Skerry", "say": "ˈskɛri", "as": "ipa", "site": "news.example"})
    asked = [{name: value[0] for name, value in sound.items()} for sound in sounds(client, "/admin/lexicon")]
    token = hidden(client, "/admin/lexicon", "token")
    assert asked == [
        {"token": token, "text": "Qarluq", "language": "en", "voice": "tone/c5"},
        {"token": token, "text": "the I.C.E"},
    ]


def test_only_a_page_of_the_newsroom_has_words_spoken(client: FlaskClient) -> None:
    token = hidden(client, "/admin/lexicon", "token")
    assert client.get("/admin/hear?text=Psst").status_code == 403
    for text in ("", "x" * 501):
        assert client.get("/admin/hear", query_string={"token": token, "text": text}).status_code == 400


# -- voices --------------------------------------------------------------------------------------------------


def test_two_voices_are_compared_and_one_is_chosen_for_a_show(
    client: FlaskClient, settings: Settings
) -> None:
    settings.shows_path.write_text(SHOWS, "utf-8")
    page = "/admin/voices?text=Good+morning.&voice=tone/a4&voice=tone/c5"
    assert [sound["voice"] for sound in sounds(client, page)] == [["tone/a4"], ["tone/c5"]]
    assert len(sounds(client, "/admin/voices?text=Good+morning.&voice=tone/a4&voice=")) == 1
    assert sounds(client, "/admin/voices") == []
    seen = {"show": "world", "version": hidden(client, "/admin/voices", "version")}
    send(client, "/admin/voices", "/admin/voices", **seen, voice="tone/c5")
    late = send(client, "/admin/voices", "/admin/voices", **seen, voice="tone/a4")
    assert (late.status_code, "Somebody else has changed this show" in problem_of(late)) == (412, True)
    assert 'voice = "tone/c5"' in settings.shows_path.read_text("utf-8")
    assert 'value="tone/c5" selected' in re.sub(
        r"<option selected>tone/c5", '<option value="tone/c5" selected', client.get("/admin/voices").text
    )
    seen["version"] = hidden(client, "/admin/voices", "version")
    send(client, "/admin/voices", "/admin/voices", **seen, voice="")
    assert settings.shows_path.read_text("utf-8") == SHOWS
    assert send(client, "/admin/voices", "/admin/voices", show="nightly", voice="x").status_code == 400


# -- members -------------------------------------------------------------------------------------------------


def test_a_member_gets_a_feed_once_and_loses_it(
    client: FlaskClient, settings: Settings, catalog: Catalog
) -> None:
    settings.shows_path.write_text(SHOWS, "utf-8")
    made = send(client, "/admin/members", "/admin/members", name="subscriber 4711", show="world")
    address = re.search(r'class="secret">([^<]+)<', made.text)
    assert address is not None
    feed = unescape(address[1]).removeprefix(settings.base_url)
    assert client.get(feed).status_code == 200
    page = client.get("/admin/members")
    assert "subscriber 4711" in page.text
    assert feed not in page.text
    assert "No member has that name" in client.get("/admin/members?name=subscriber").text
    (member,) = catalog.members.page()
    path = f"/admin/members/{member.id}/revoke"
    assert send(client, "/admin/members", path).status_code == 303
    assert client.get(feed).status_code == 404
    assert send(client, "/admin/members", path).status_code == 404


@pytest.mark.parametrize(
    ("name", "show", "field"), [("", "", "name"), ("x" * 201, "", "name"), ("Ada", "nightly", "show")]
)
def test_a_member_that_cannot_be_is_explained(
    client: FlaskClient, settings: Settings, name: str, show: str, field: str
) -> None:
    settings.shows_path.write_text(SHOWS, "utf-8")
    answer = send(client, "/admin/members", "/admin/members", name=name, show=show)
    assert answer.status_code == 400
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true"', answer.text)
    assert f'value="{name}"' in answer.text


# -- watched feeds -------------------------------------------------------------------------------------------


def test_every_table_of_the_shows_file_is_a_subject_of_the_audit_log() -> None:
    assert {*get_args(TableKind)} <= {*SUBJECTS}


def test_while_the_queue_is_away_no_page_says_that_feeds_are_not_watched(settings: Settings) -> None:
    settings.shows_path.write_text(SHOWS, "utf-8")
    away = create_app(Settings(data_dir=settings.data_dir, redis_url="redis://127.0.0.1:1/0"))
    page = away.test_client().get("/admin/watches")
    assert page.status_code == 200
    assert "Every 20 minutes" in page.text
    assert "not running" not in page.text


def test_a_feed_is_watched_and_not_any_more(
    client: FlaskClient, settings: Settings, catalog: Catalog, queue: Queue
) -> None:
    settings.shows_path.write_text(SHOWS, "utf-8")
    assert "Every 20 minutes" in client.get("/admin/watches").text
    url = "https://news.example/world.xml"
    send(client, "/admin/watches", "/admin/watches", url=url, every="6h", show="world", language="")
    assert "a few seconds to start" in client.get("/admin/watches").text
    queue.hold(WATCHER, "a process", 60)
    assert "a few seconds to start" not in client.get("/admin/watches").text
    assert shows(settings)["watch"] == {
        "https://news.example/feed.xml": {"every": "20m"},
        url: {"every": "6h", "show": "world"},
    }
    for fields, field, reason in (
        ({"url": url}, "url", "already"),
        ({"url": "news"}, "url", "Write the address of a feed"),
        ({"url": "https://a.example/", "every": "soon"}, "every", "Write a time such as"),
        ({"url": "https://a.example/", "show": "nightly"}, "show", "nightly"),
    ):
        answer = send(client, "/admin/watches", "/admin/watches", **fields)
        assert answer.status_code in (400, 409)
        assert re.search(rf'id="{field}"[^>]*aria-invalid="true"', answer.text), answer.text
        assert reason in problem_of(answer)
    version = re.search(
        rf'value="{url}"><input type="hidden" name="version" value="(\w+)"', client.get("/admin/watches").text
    )
    assert version is not None
    send(client, "/admin/watches", "/admin/watches/remove", url=url, version=version[1])
    for subject in (url, f"watch:{url}"):
        found = catalog.audit.page(AuditFilter(subject=subject))
        assert [entry.what for entry in found] == ["watch.removed", "watch.added"]
    assert settings.shows_path.read_text("utf-8").strip() == SHOWS.strip()


# -- shows and sites -----------------------------------------------------------------------------------------


def test_a_show_is_changed_and_keeps_what_has_no_field(client: FlaskClient, settings: Settings) -> None:
    settings.shows_path.write_text(SHOWS, "utf-8")
    page = "/admin/shows/show?name=world"
    seen = {"name": "world", "version": hidden(client, page, "version"), "include_section": "World"}
    saved = send(client, page, "/admin/shows/show", **seen, title="The World Today", members="on")
    assert saved.status_code == 303
    assert shows(settings)["show"] == {
        "world": {
            "title": "The World Today",
            "intro": "chime.mp3",
            "include": {"section": "World", "id": ["picked"]},
            "members": True,
        }
    }
    assert "# as on the masthead" in settings.shows_path.read_text("utf-8")
    late = send(client, page, "/admin/shows/show", **seen, title="Mine")
    assert late.status_code == 412
    assert "Somebody else has changed this show since you opened it" in problem_of(late)
    assert 'value="Mine"' in late.text
    assert send(client, page, "/admin/shows/show/remove", **seen).status_code == 412
    seen["version"] = hidden(client, page, "version")
    assert send(client, page, "/admin/shows/show/remove", **seen).status_code == 303
    assert "world" not in settings.shows_path.read_text("utf-8")


@pytest.mark.parametrize(
    ("kind", "fields", "field", "reason"),
    [
        ("show", {"name": ""}, "name", "Give it a name"),
        ("show", {"name": "World News"}, "name", "lower-case letters"),
        ("show", {"name": "world"}, "name", "already"),
        ("show", {"name": "new", "owner_email": "nobody"}, "owner_email", "not an e-mail address"),
        ("show", {"name": "new", "category": "Gossip"}, "category", "Apple's categories"),
        ("site", {"name": "https://a.example/"}, "name", "only the host"),
        ("site", {"name": "a.example", "skip": ".ads\np["}, "skip", "not a CSS selector"),
        ("site", {"name": "a.example", "never": "live"}, "never", "not the path of a page"),
        ("site", {"name": "a.example", "show": "nightly"}, "show", "nightly"),
    ],
)
def test_what_cannot_be_saved_is_explained_at_its_field(
    client: FlaskClient, settings: Settings, kind: str, fields: dict[str, str], field: str, reason: str
) -> None:
    settings.shows_path.write_text(SHOWS, "utf-8")
    page = f"/admin/shows/{kind}"
    answer = send(client, page, page, version="", **fields)
    assert answer.status_code in (400, 409)
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true"', answer.text), answer.text
    assert reason in problem_of(answer)
    assert "None" not in answer.text
    assert settings.shows_path.read_text("utf-8") == SHOWS


def test_a_site_is_made_and_read_back(client: FlaskClient, settings: Settings, catalog: Catalog) -> None:
    page = "/admin/shows/site"
    fields = {"name": "News.example", "skip": ".ads\n#promo", "voices": "tone/a4, tone/c5", "review": "on"}
    send(client, page, page, version="", **fields)
    assert shows(settings) == {
        "site": {
            "news.example": {"skip": [".ads", "#promo"], "voices": ["tone/a4", "tone/c5"], "review": True}
        }
    }
    again = client.get("/admin/shows/site?name=news.example").text
    assert ".ads\n#promo</textarea>" in again
    assert 'value="tone/a4, tone/c5"' in again
    assert "news.example" in client.get("/admin/shows").text
    for subject in ("news.example", "site:news.example"):
        (noted,) = catalog.audit.page(AuditFilter(subject=subject))
        assert noted.what == "site.saved"


def test_what_something_else_needs_is_not_removed(client: FlaskClient, settings: Settings) -> None:
    settings.shows_path.write_text(SHOWS + 'show = "world"\n', "utf-8")
    page = "/admin/shows/show?name=world"
    answer = send(
        client, page, "/admin/shows/show/remove", name="world", version=hidden(client, page, "version")
    )
    assert answer.status_code == 400
    assert "Something else in the file needs it" in problem_of(answer)


@pytest.mark.parametrize("path", ["shows", "shows/show?name=world", "watches", "voices", "members"])
def test_a_broken_file_is_told_and_nothing_is_changed(
    client: FlaskClient, settings: Settings, path: str
) -> None:
    settings.shows_path.write_text(SHOWS, "utf-8")
    client.get(f"/admin/{path}")
    settings.shows_path.write_text(SHOWS + "[shop.x]\n", "utf-8")
    page = client.get(f"/admin/{path}")
    assert page.status_code == 200
    if path != "members":
        assert "while the shows file has an error" in page.text
    kept = settings.shows_path.read_text("utf-8")
    answer = send(client, "/admin/shows/show", "/admin/shows/show", name="new", version="", title="New")
    assert answer.status_code == 422
    assert settings.shows_path.read_text("utf-8") == kept
