"""Messages of sponsors as listeners get them: at moving and fixed addresses, in feeds, for members, and no
more often than they may be."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.mp3.frames import FRAME_BYTES, seconds
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Finished
from tests.web.hands import TAG, Hands
from tests.web.members_scene import SETTINGS, token_for
from tts_service.article.script.message import MESSAGE
from tts_service.articles import renditions
from tts_service.background.sponsors import MessageMaker
from tts_service.catalog import Catalog
from tts_service.catalog.publication.state import EditorialDecision
from tts_service.formats.play_counts import Counts
from tts_service.publisher.shows.sponsors import Sponsor
from tts_service.settings import Settings
from tts_service.web.context import context_of

PRE = '[sponsor.acme]\nlabel = "Acme"\ntext = "Buy it."\n'
STORY = {"title": "Tides", "text": "The tide was early. Nobody had told the ferry. It left at nine."}


class Scene:
    """An application with sponsors, and what becomes of time in it."""

    def __init__(self, app: Flask, hands: Hands, shows: str) -> None:
        context = context_of(app)
        self.client = app.test_client()
        self.hands = hands
        self.catalog: Catalog = context.catalog
        assert isinstance(context.narrations, FolderNarrations)
        self.narrations = context.narrations
        self.articles = context.articles
        self.settings: Settings = context.settings
        self.settings.shows_path.write_text(shows)
        self.maker = MessageMaker(self.catalog, self.narrations, context.rules, self.articles)
        self.plays = context.plays

    def render_messages(self) -> list[str]:
        made = self.maker.make_due()
        self._render(*(sponsor.article_id for sponsor in self._sponsors()))
        return made

    def _sponsors(self) -> list[Sponsor]:
        return list(self.articles.renditions._rules.publisher.sponsors.values())

    def _render(self, *ids: str) -> None:
        self.hands.work()
        for named in ids:
            narration = self.articles.current_narration(named)
            if narration is not None and self.narrations.finished(narration) is None:
                self.hands.finish(named, narration.revision)
            self.articles.refresh(named)
        self.look_again()

    def look_again(self) -> None:
        """As some seconds later."""
        self.articles.renditions._looked_at = None

    def story(self, **fields: str) -> NarrationId:
        answer = self.client.post("/v1/articles", json=STORY | fields)
        self._render(said(answer)["id"])
        narration = self.articles.current_narration(said(answer)["id"])
        assert narration is not None
        return narration

    def finished(self, narration: NarrationId) -> Finished:
        finished = self.narrations.finished(narration)
        assert finished is not None
        return finished


Play = Callable[..., Scene]


def said(answer: TestResponse) -> Any:
    return json.loads(answer.data)


@pytest.fixture
def scene(app_with: Callable[..., Flask], hands: Hands, monkeypatch: pytest.MonkeyPatch) -> Play:
    monkeypatch.setattr(renditions, "FRESH", dt.timedelta(0))

    def made(shows: str = PRE, **settings: object) -> Scene:
        scene = Scene(app_with(**settings), hands, shows)
        scene.render_messages()
        return scene

    return made


def enclosures(client: FlaskClient, path: str = "/feed.xml") -> list[tuple[str, int, int]]:
    """Address (its path), bytes and seconds of each episode."""
    items = Xml.fromstring(client.get(path).data).iter("item")
    found = []
    for item in items:
        sound = item.find("enclosure")
        length = item.findtext("{http://www.itunes.com/dtds/podcast-1.0.dtd}duration")
        assert sound is not None
        found.append(
            (
                re.sub(r"^https?://[^/]+", "", sound.get("url", "")),
                int(sound.get("length", "")),
                int(length or 0),
            )
        )
    return found


# -- what is heard ------------------------------------------------------------------------------------------


def test_a_rendition_is_the_message_and_then_the_article(scene: Play) -> None:
    it = scene()
    story = it.story()
    clean = it.client.get(f"/audio/{story}.mp3").data
    moving = it.client.get(f"/audio/{story.article_id}.mp3")
    message = it.client.get(f"/audio/{it._sponsors()[0].article_id}.mp3").data
    assert moving.data[: len(TAG)] == clean[: len(TAG)]
    frames = moving.data[len(TAG) :]
    assert frames.startswith(message[len(TAG) :])
    assert frames.endswith(clean[len(TAG) :])
    assert len(frames) - len(message[len(TAG) :]) - len(clean[len(TAG) :]) == 25 * FRAME_BYTES
    assert moving.headers["Content-Length"] == str(len(moving.data))


def test_its_own_address_is_for_ever_and_says_what_it_is_made_of(scene: Play) -> None:
    it = scene()
    story = it.story()
    moving = it.client.get(f"/audio/{story.article_id}.mp3")
    address = moving.headers["Content-Location"]
    fixed = it.client.get(address)
    assert fixed.data == moving.data
    assert (fixed.headers["ETag"], fixed.headers["Cache-Control"]) == (
        moving.headers["ETag"],
        "public, max-age=31536000, immutable",
    )
    assert address == f"/audio/{story.article_id}/{fixed.headers['X-Narration-Revision']}.mp3"
    it.settings.shows_path.write_text("")  # the campaign is over
    assert it.client.get(address).data == fixed.data
    assert it.client.get(f"/audio/{story.article_id}.mp3").data == it.client.get(f"/audio/{story}.mp3").data


def test_a_signature_is_of_the_article_and_no_rendition_points_to_it(scene: Play) -> None:
    it = scene()
    story = it.story()
    it.narrations.put_credentials(it.finished(story), b"a manifest", "ab12")
    moving = it.client.get(f"/audio/{story.article_id}.mp3")
    own = it.client.get(f"/audio/{story}.mp3")
    assert own.headers["Link"].startswith(f"<../../credentials/{story}.c2pa>")
    for rendition in (moving, it.client.get(moving.headers["Content-Location"])):
        assert "Link" not in rendition.headers
        assert "Link" not in rendition.headers["Access-Control-Expose-Headers"]
    name = moving.headers["X-Narration-Revision"]
    assert it.client.get(f"/credentials/{story.article_id}/{name}.c2pa").status_code == 404


@pytest.mark.parametrize(
    "wanted",
    ["bytes=0-", "bytes=0-1", "bytes=10-700", "bytes=9000-9191", "bytes=-500", "bytes=5000-99999999"],
)
def test_ranges_are_those_of_the_whole(scene: Play, wanted: str) -> None:
    it = scene()
    address = f"/audio/{it.story().article_id}.mp3"
    whole = it.client.get(address).data
    part = it.client.get(address, headers={"Range": wanted})
    first, _, last = part.headers["Content-Range"].removeprefix("bytes ").partition("/")[0].partition("-")
    assert (part.status_code, part.data) == (206, whole[int(first) : int(last) + 1])
    assert part.headers["Content-Range"].endswith(f"/{len(whole)}")


def test_the_status_names_it_for_listeners_and_the_article_itself_with_a_key(scene: Play) -> None:
    it = scene(api_keys=("k",))
    key = {"Authorization": "Bearer k"}
    posted = it.client.post("/v1/articles", json=STORY, headers=key)
    it._render(said(posted)["id"])
    address = f"/v1/articles/{said(posted)['id']}"
    told, plain = said(it.client.get(address)), said(it.client.get(address, headers=key))
    assert told["revision"].startswith(f"{plain['revision']}-")
    for name in ("audio_url", "captions_url", "chapters_url", "hls_url"):
        assert told["revision"] in told[name]
        path = re.sub(r"^https?://[^/]+", "", told[name])
        assert it.client.get(path).status_code == 200, name
    bytes_of = len(it.client.get(re.sub(r"^https?://[^/]+", "", told["audio_url"])).data) - len(TAG)
    assert told["duration_s"] == pytest.approx(seconds(bytes_of))
    assert plain["duration_s"] < told["duration_s"]


def test_captions_chapters_and_reading_along_land(scene: Play) -> None:
    it = scene()
    story = it.story()
    before = said(it.client.get(f"/captions/{story}.json"))
    after = said(it.client.get(f"/captions/{story.article_id}.json"))
    shift = (
        said(it.client.get(f"/v1/articles/{story.article_id}"))["duration_s"] - it.finished(story).duration_s
    )
    assert shift > 1
    moved = [one[1] - other[1] for one, other in zip(after["sentences"], before["sentences"], strict=True)]
    assert moved == pytest.approx([shift] * len(moved))
    assert after["revision"] == said(it.client.get(f"/v1/articles/{story.article_id}"))["revision"]
    vtt = it.client.get(f"/captions/{story.article_id}.vtt").text
    assert "[Sponsored: Acme] Buy it." in vtt
    chapters = said(it.client.get(f"/chapters/{story.article_id}.json"))["chapters"]
    assert [chapter["title"] for chapter in chapters] == ["Sponsored: Acme", "Story"]
    assert chapters[1]["startTime"] == pytest.approx(shift)
    assert "Sponsored" not in it.client.get(f"/captions/{story}.vtt").text
    listed = it.client.get(f"/listen/{story.article_id}").text
    assert "Sponsored: Acme" in listed
    assert f"/audio/{story.article_id}.mp3" in listed
    assert f"/audio/{story}" not in listed  # what is copied from here would never be another


def test_a_playlist_of_pieces_is_the_same_sound(scene: Play) -> None:
    it = scene()
    story = it.story()
    whole = it.client.get(f"/audio/{story.article_id}.mp3").data[len(TAG) :]
    playlist = it.client.get(f"/audio/{story.article_id}.m3u8").text
    pieces = [line for line in playlist.splitlines() if not line.startswith("#")]
    bodies = [it.client.get(f"/audio/{piece}").data for piece in pieces]
    (tag,) = {len(body) % FRAME_BYTES for body in bodies}
    assert b"".join(body[tag:] for body in bodies) == whole
    assert playlist.rstrip().endswith("#EXT-X-ENDLIST")


def test_while_it_grows_and_just_after_an_article_is_heard_without(
    scene: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = scene()
    answer = it.client.post("/v1/articles", json=STORY)
    it.hands.work()
    assert said(it.client.get(f"/v1/articles/{said(answer)['id']}"))["revision"].isalnum()
    monkeypatch.setattr(renditions, "FRESH", dt.timedelta(minutes=10))
    it._render(said(answer)["id"])
    story = it.articles.current_narration(said(answer)["id"])
    assert story is not None
    moving = it.client.get(f"/audio/{story.article_id}.mp3")
    assert moving.data == it.client.get(f"/audio/{story}.mp3").data
    later = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=11)
    monkeypatch.setattr(it.articles.renditions, "_now", lambda: later)
    assert it.client.get(f"/audio/{story.article_id}.mp3").data != moving.data


def test_a_message_that_is_not_rendered_is_left_out(scene: Play) -> None:
    it = scene("")
    it.settings.shows_path.write_text(PRE)
    assert it.maker.make_due() == ["acme"]
    story = it.story()
    assert it.client.get(f"/audio/{story.article_id}.mp3").data == it.client.get(f"/audio/{story}.mp3").data


def test_what_names_no_rendition_is_unknown_and_a_lost_message_leads_to_the_article(scene: Play) -> None:
    it = scene()
    story = it.story()
    for name in (f"{story.revision}-", f"{story.revision}-../x", f"nothing-{'a' * 12}"):
        for address in (f"/audio/{story.article_id}/{name}.mp3", f"/captions/{story.article_id}/{name}.vtt"):
            assert it.client.get(address).status_code == 404, address
    lost = it.client.get(f"/audio/{story}-{'a' * 22}.mp3")
    assert (lost.status_code, lost.headers["Cache-Control"]) == (307, "no-cache")
    assert it.client.get(lost.headers["Location"].replace("..", "/audio")).status_code == 200
    for path in (f"captions/{story}-%s.vtt", f"captions/{story}-%s.json", f"chapters/{story}-%s.json"):
        told = it.client.get(f"/{path}" % ("a" * 22))
        assert (told.status_code, told.headers["Cache-Control"]) == (200, "no-cache"), path


# -- feeds --------------------------------------------------------------------------------------------------


def test_an_episode_is_the_rendition_with_its_length(scene: Play) -> None:
    it = scene(PRE + '[sponsor.late]\nlabel = "Late"\ntext = "Bye."\nat = "post"\n')
    it.story()
    ((address, size, length),) = enclosures(it.client)
    sound = it.client.get(address)
    assert (len(sound.data), round(seconds(len(sound.data) - len(TAG)))) == (size, length)
    for kind in ("transcripts", "chapters"):
        path = address.replace("/audio/", f"/{kind}/").replace(".mp3", ".json")
        assert "Late" in it.client.get(path).text


def test_a_message_is_heard_with_its_shows_and_sites_alone(scene: Play) -> None:
    shows = '[show.sea]\ninclude = { section = "Sea" }\n[show.town]\n'
    it = scene(shows + PRE + 'shows = "town"\n')
    it.story()
    assert "-" not in enclosures(it.client)[0][0].rpartition("/")[2]


# -- how often ----------------------------------------------------------------------------------------------


def test_what_is_sent_is_counted_by_message_and_day_and_nothing_else(scene: Play) -> None:
    it = scene(PRE + "plays_a_day = 3\n")
    story = it.story()
    named = it._sponsors()[0].article_id
    address = f"/audio/{story.article_id}.mp3"
    it.client.head(address)
    it.client.get(address, headers={"Range": "bytes=0-1"})
    it.client.get(address, headers={"Range": "bytes=-200"})
    it.client.get(address, headers={"If-None-Match": it.client.head(address).headers["ETag"]})
    it.plays.flush()
    assert it.catalog.plays.of_article(named) == ()
    for _ in range(3):
        it.client.get(address)
    it.plays.flush()
    (day,) = it.catalog.plays.of_article(named)
    assert (day.starts, day.seconds) == (3, 0.0)
    it.look_again()
    assert it.client.get(address).data == it.client.get(f"/audio/{story}.mp3").data  # that was all for today


def test_a_limit_of_all_days_counts_them_together(scene: Play) -> None:
    it = scene(PRE + "plays = 10\n")
    story = it.story()
    named = it._sponsors()[0].article_id
    for days in (3, 40):
        it.catalog.plays.add(named, Counts(starts=5), dt.date.today() - dt.timedelta(days=days))
    it.look_again()
    assert it.articles.heard(story.article_id) is None


def test_before_and_after_its_time_it_is_not_heard(scene: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    it = scene(PRE + "from = 2026-12-01\nuntil = 2026-12-01\n")
    story = it.story()
    heard = []
    for moment in (
        "2026-11-30T23:59:59",
        "2026-12-01T00:00:00",
        "2026-12-01T23:59:59",
        "2026-12-02T00:00:00",
    ):
        now = dt.datetime.fromisoformat(f"{moment}+00:00")
        monkeypatch.setattr(it.articles.renditions, "_now", lambda now=now: now)
        it.look_again()
        entry = it.catalog.get(story.article_id)
        assert entry is not None
        heard.append(it.articles.renditions._heard(story, "anybody") is not None)
    assert heard == [False, True, True, False]


# -- members ------------------------------------------------------------------------------------------------


def test_members_hear_none_that_is_not_for_them(scene: Play) -> None:
    it = scene(PRE + "members = false\n", access_keys=SETTINGS["access_keys"])
    story = it.story()
    clean = it.client.get(f"/audio/{story}.mp3").data
    address = f"/audio/{story.article_id}.mp3"
    assert it.client.get(address).data != clean
    assert it.client.get(f"{address}?token={token_for(story.article_id)}").data == clean
    assert it.client.get(f"{address}?token=nonsense").data != clean


def test_a_private_feed_leaves_it_out_and_the_public_one_does_not(scene: Play) -> None:
    it = scene(PRE + "members = false\n", api_keys=("k",), client_wrong_tokens_per_minute=0)
    key = {"Authorization": "Bearer k"}
    posted = said(it.client.post("/v1/articles", json=STORY, headers=key))
    it._render(posted["id"])
    member = said(it.client.post("/v1/members", json={"name": "4711", "show": ""}, headers=key))
    private = re.sub(r"^https?://[^/]+", "", member["feed_url"])
    ((open_to_all, *_),) = enclosures(it.client)
    ((for_members, *_),) = enclosures(it.client, private)
    assert "-" in open_to_all
    assert "-" not in for_members.partition("?")[0]


# -- messages as articles -----------------------------------------------------------------------------------


def test_a_message_is_in_no_list_and_no_feed(scene: Play) -> None:
    it = scene()
    assert said(it.client.get("/v1/articles"))["articles"] == []
    assert enclosures(it.client) == []


def test_nobody_puts_words_into_it_by_its_id(scene: Play) -> None:
    it = scene()
    edit = {"id": it._sponsors()[0].article_id, "text": "Do not buy it."}
    refused = it.client.post("/v1/articles", json=edit)
    assert (refused.status_code, "shows.toml" in said(refused)["detail"]) == (403, True)
    it.look_again()
    assert it.articles.renditions.on_air()[0].played.message.text == "Buy it."


def test_an_editor_holds_it_as_any_article(scene: Play) -> None:
    it = scene()
    story, named = it.story(), it._sponsors()[0].article_id
    it.articles.decide(named, EditorialDecision(to="held"))
    it.look_again()
    assert it.client.get(f"/audio/{story.article_id}.mp3").data == it.client.get(f"/audio/{story}.mp3").data
    it.articles.decide(named, EditorialDecision(to="published"))
    it.look_again()
    assert it.articles.heard(story.article_id) is not None


def test_it_is_rendered_once_and_again_when_it_changes(scene: Play) -> None:
    it = scene()
    later = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2)
    assert (it.maker.make_due(), it.maker.make_due(later)) == ([], [])
    first = it.articles.renditions.on_air()[0].played
    it.settings.shows_path.write_text(PRE.replace("Acme", "Acme Bank", 1))
    assert it.maker.make_due() == ["acme"]
    it._render(it._sponsors()[0].article_id)
    second = it.articles.renditions.on_air()[0].played
    assert (first.message.label, second.message.label) == ("Acme", "Acme Bank")
    assert first.narration != second.narration


def test_one_that_is_refused_leaves_the_one_before_and_is_tried_again_later(scene: Play) -> None:
    it = scene()
    it.settings.shows_path.write_text(PRE.replace("Buy it.", "nothing to see"))  # the worker refuses it
    assert it.maker.make_due() == ["acme"]
    it._render(it._sponsors()[0].article_id)
    assert it.articles.renditions.on_air()[0].played.message.text == "Buy it."
    moments = [dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes) for minutes in (2, 10, 20)]
    assert [it.maker.make_due(moment) for moment in moments] == [[], [], ["acme"]]


def test_what_was_pruned_is_made_again(scene: Play) -> None:
    it = scene()
    named = it.articles.renditions.on_air()[0].played.narration
    it.narrations.unfinish(named)
    it.look_again()
    assert it.articles.renditions.on_air() == ()
    assert it.maker.make_due(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2)) == []
    it._render(named.article_id)
    assert it.articles.renditions.on_air()[0].played.narration == named


def test_what_workers_make_it_of_is_put_back_and_made_again(scene: Play) -> None:
    """Redis, or a cache, may have lost it; or a worker of an earlier release has read an article."""
    it = scene()
    named = it.articles.renditions.on_air()[0].played.narration
    it.narrations.clear_article(named.article_id, MESSAGE)
    it.narrations.clear_article(named.article_id, named.revision)
    it.look_again()
    assert it.articles.renditions.on_air() == ()
    assert it.maker.make_due(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2)) == []
    it._render(named.article_id)
    assert it.articles.renditions.on_air()[0].played.message.text == "Buy it."


# -- plays of what is heard with messages --------------------------------------------------------------------


def tell(it: Scene, article_id: str, *events: tuple[str, float], **place: object) -> None:
    told = [{"kind": kind, "seconds": seconds} for kind, seconds in events]
    body = {"article": article_id, "events": told} | ({"place": place} if place else {})
    assert it.client.post("/v1/plays", json=body).status_code == 204
    it.plays.flush()


def test_listeners_of_a_rendition_stop_at_sentences_of_the_article(scene: Play) -> None:
    it = scene()
    story = it.story()
    told = said(it.client.get(f"/v1/articles/{story.article_id}"))
    shift = told["duration_s"] - it.finished(story).duration_s
    for to in (0, int(shift) + 2):
        tell(it, story.article_id, ("start", 0), revision=told["revision"], to=to)
    for beyond in (10**6, 10**400):
        tell(it, story.article_id, revision=told["revision"], to=beyond)
    stops = it.catalog.stops.of_revision(story.article_id, story.revision)
    assert stops == {0: 1, int(int(shift) + 2.5 - shift): 1}
    assert said(it.client.get(f"/v1/articles/{story.article_id}/drop-off"))["plays"] == 2


def test_a_play_is_as_long_as_what_was_heard(scene: Play) -> None:
    it = scene(PRE.replace("Buy it.", "Buy the boat that lies in the harbour. " * 20))
    story = it.story()
    heard_s = said(it.client.get(f"/v1/articles/{story.article_id}"))["duration_s"]
    assert heard_s > 3 * it.finished(story).duration_s + 5
    tell(it, story.article_id, ("start", 0), ("end", heard_s))
    (day,) = it.catalog.plays.of_article(story.article_id)
    assert (day.starts, day.ends) == (1, 1)


def test_nobody_uses_a_message_up_by_telling_of_plays(scene: Play) -> None:
    it = scene(PRE + "plays = 1\n")
    named = it._sponsors()[0].article_id
    tell(it, named, ("start", 0))
    assert it.catalog.plays.of_article(named) == ()
