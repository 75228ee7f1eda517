"""What playlists hold, and briefings that are made once, on real parts: a catalog, folders, a queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.narration_id import NarrationId
from tests.catalog.test_episodes import about, accepted, episode
from tests.web.hands import Hands
from tests.web.test_newsroom_gate import token_in
from tts_service.article.extract.reading import read_article
from tts_service.article.model import encode_script
from tts_service.article.request import ArticleRequest
from tts_service.article.script.briefing import BRIEFING, BriefingContent
from tts_service.article.script.script import make_script
from tts_service.article.steering import Steering
from tts_service.articles.episodes import feeds_of
from tts_service.articles.playlists import PlaylistReader
from tts_service.articles.service import ArticleService
from tts_service.background.briefings import MOST_LATE, BriefingMaker
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.errors import Unavailable
from tts_service.formats.play_counts import Counts
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings

FILE = """\
[show.brief]
title = "Brief"

[playlist.heard]
include = { everything = true }
order = "most-heard"
days = 2
most = 3

[playlist.picked]
articles = ["c", "gone", "a"]
playlists = ["tagged"]

[playlist.tagged]
include = { tag = "b" }
articles = ["d"]

[briefing.noon]
show = "brief"
playlist = "picked"
at = "12:00"
stories = 3
"""
NOON = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
TEXT = "The ferry sailed again on Monday with everybody on board. It was full by nine. The rest is routine."


@pytest.fixture
def rules(settings: Settings) -> PublisherRules:
    settings.shows_path.write_text(FILE, "utf-8")
    return PublisherRules(settings)


@pytest.fixture
def reader(catalog: Catalog, rules: PublisherRules) -> PlaylistReader:
    return PlaylistReader(catalog, rules)


@pytest.fixture(autouse=True)
def articles(catalog: Catalog, narrations: FolderNarrations, rules: PublisherRules) -> None:
    """Four, each newer than the one before."""
    request = ArticleRequest(text=TEXT, title="The ferry", language="en")
    script = encode_script(make_script(read_article(request, steering=Steering(""))))
    for hours, name in enumerate("abcd"):
        narrations.put_script(NarrationId(accepted(catalog, name), "r1"), script)
        facts = about(name, name)
        catalog.episodes.publish(episode(name, hours), facts, feeds_of(facts, rules.publisher))


def heard(reader: PlaylistReader, name: str) -> str:
    return "".join(one.article_id for one in reader.episodes(reader.playlist(name)))


def test_what_is_picked_by_hand_comes_first_in_its_order(reader: PlaylistReader) -> None:
    assert heard(reader, "tagged") == "db"
    assert heard(reader, "picked") == "cadb"


def test_the_most_heard_of_the_last_days_come_first_and_else_the_newest(
    catalog: Catalog, reader: PlaylistReader
) -> None:
    today = dt.datetime.now(dt.UTC).date()
    for name, days, starts in (("a", 0, 2), ("b", 1, 5), ("c", 2, 100), ("d", 0, 0)):
        counts = Counts(starts=starts, quarters=0, halves=0, three_quarters=0, ends=0, seconds=0.0)
        catalog.plays.add(name, counts, today - dt.timedelta(days=days))
    assert heard(reader, "heard") == "bad"


def test_what_is_closed_or_withdrawn_is_in_none(catalog: Catalog, reader: PlaylistReader) -> None:
    catalog.access.change("c", "members")
    catalog.delete("d")
    assert heard(reader, "picked") == "ab"
    catalog.access.change("c", "open")
    assert heard(reader, "picked") == "cab"


def test_a_changed_rule_moves_what_was_filed(
    settings: Settings, catalog: Catalog, listening: ArticleService
) -> None:
    settings.shows_path.write_text(FILE.replace('tag = "b"', 'tag = "a"'), "utf-8")
    listening.follow_shows()
    assert heard(PlaylistReader(catalog, PublisherRules(settings)), "tagged") == "da"
    assert catalog.episodes.shows() == ()  # a playlist is no show


class Makers(NamedTuple):
    """Of two machines that share a catalog and a store."""

    one: BriefingMaker
    other: BriefingMaker


@pytest.fixture
def makers(
    catalog: Catalog,
    narrations: FolderNarrations,
    rules: PublisherRules,
    settings: Settings,
    queue: Queue,
    hands: Hands,
) -> Makers:
    service = ArticleService(settings, catalog, narrations, queue, rules=rules, wait=hands.wait)
    one, other = (
        BriefingMaker(catalog, narrations, rules, service, "https://listen.example") for _ in range(2)
    )
    return Makers(one, other)


def test_a_briefing_is_made_once_by_whoever_comes_first(
    makers: Makers, catalog: Catalog, narrations: FolderNarrations, queue: Queue
) -> None:
    assert makers.one.make_due(NOON - dt.timedelta(seconds=1)) == []
    [made] = makers.one.make_due(NOON)
    assert makers.other.make_due(NOON + dt.timedelta(seconds=1)) == []
    assert makers.one.make_due(NOON + dt.timedelta(seconds=1)) == []
    content = narrations.article(made, BRIEFING)
    assert content is not None
    told = msgspec.json.decode(content, type=BriefingContent)
    assert told.title == "The three stories of this afternoon"
    assert [story.url[-1] for story in told.stories] == ["c", "a", "d"]
    source = catalog.source(made)
    assert source is not None
    assert (source.show, source.language) == ("brief", "en")
    assert queue.depths("batch")["batch"] == 1
    assert makers.other.make_due(NOON + dt.timedelta(days=1)) != [made]


def test_one_that_was_withdrawn_does_not_come_back(makers: Makers, catalog: Catalog) -> None:
    [made] = makers.one.make_due(NOON)
    catalog.delete(made)
    assert makers.other.make_due(NOON + dt.timedelta(minutes=5)) == []


def test_after_a_standstill_it_is_made_late_or_not_at_all(makers: Makers) -> None:
    assert makers.one.make_due(NOON + MOST_LATE + dt.timedelta(seconds=1)) == []
    assert len(makers.one.make_due(NOON + MOST_LATE)) == 1


def test_a_crash_before_it_was_noted_makes_no_second_one(
    makers: Makers, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise Unavailable("the database has just gone")

    monkeypatch.setattr(catalog.briefings, "note", crash)
    assert makers.one.make_due(NOON) == []
    monkeypatch.undo()
    assert makers.one.make_due(NOON + dt.timedelta(seconds=30)) == []  # not yet again
    [made] = makers.other.make_due(NOON + dt.timedelta(seconds=30))
    found = [entry.id for entry in catalog.list().entries if entry.id.startswith("briefing")]
    assert found == [made]


def test_without_a_story_for_everybody_it_waits(makers: Makers, catalog: Catalog) -> None:
    for name in "abcd":
        catalog.access.change(name, "members")
    assert makers.one.make_due(NOON) == []
    catalog.access.change("a", "open")
    assert makers.one.make_due(NOON + dt.timedelta(seconds=59)) == []
    assert len(makers.one.make_due(NOON + dt.timedelta(seconds=60))) == 1


def test_what_a_playlist_is_made_from_needs_a_key(app_with: Callable[..., Flask]) -> None:
    client = app_with(api_keys=("k" * 16,)).test_client()
    assert client.get("/v1/playlists/picked").status_code == 200
    for method, path in (("get", "/settings"), ("put", ""), ("delete", "")):
        assert getattr(client, method)(f"/v1/playlists/picked{path}", json={}).status_code == 401


def test_editors_make_change_and_remove_one_in_the_newsroom(client: FlaskClient, settings: Settings) -> None:
    def post(path: str, **fields: str) -> tuple[int, str]:
        form = {"token": token_in(client.get("/admin/playlists/new")), **fields}
        answer = client.post(f"/admin/playlists/{path}", data=form)
        return answer.status_code, answer.headers.get("Location", "") or answer.text

    assert "picked" in client.get("/admin/playlists").text
    made = {"name": "mine", "title": "Mine", "section": "World, Sport", "articles": "b\nc"}
    assert post("new", **made)[0] == 303
    page = client.get("/admin/playlists/mine").text
    assert "About b" in page
    assert '&lt;listen-playlist name="mine"&gt;' in page
    status, text = post("new", **made)
    assert (status, "There is a playlist &#39;mine&#39; already" in text) == (409, True)
    status, text = post("mine/save", version="old", title="Other")
    assert (status, "has been changed in the meantime" in text, 'value="Other"' in text) == (412, True, True)
    status, text = post("mine/save", version="*", playlists="mine")
    assert (status, "this playlist contains itself" in text) == (400, True)
    form = {"token": token_in(client.get("/admin/articles/d")), "playlist": "mine"}
    assert client.post("/admin/articles/d/playlist", data=form).status_code == 303
    assert 'articles = ["b", "c", "d"]' in settings.shows_path.read_text("utf-8")
    assert post("mine/remove", version="*")[0] == 303
    assert client.get("/admin/playlists/mine").status_code == 404
