"""Articles that are held, scheduled or never narrated, and revisions that are kept: who hears what, when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from audio_cache.narration_id import NarrationId
from tests.web.hands import Hands
from tests.web.members_scene import KEYED, PAGE, SETTINGS, MembersArticle, made, token_for
from tests.web.test_members_routes import UNKNOWN, address, of_articles, told
from tts_service.articles.service import ArticleService
from tts_service.background.sweeper import Sweeper
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.catalog.publication.state import EditorialDecision
from tts_service.errors import OutOfDate
from tts_service.publisher.live import publish
from tts_service.settings import Settings
from tts_service.web.context import context_of
from tts_service.web.media.ready_audio import EXTENSION, ReadyAudio

HOUR = dt.timedelta(hours=1)
TOMORROW = (dt.datetime.now(dt.UTC) + 24 * HOUR).replace(microsecond=0)
NOT_OUT = {
    "held": {"publication": "held"},
    "scheduled": {"publish_at": TOMORROW.isoformat()},
    "never": {"publication": "never"},
    "ruled": None,
}


@pytest.fixture
def app(app_with: Callable[..., Flask]) -> Flask:
    return app_with(**SETTINGS)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def article(client: FlaskClient, hands: Hands) -> MembersArticle:
    return made(client, hands, access="open")


def articles_of(client: FlaskClient) -> ArticleService:
    return context_of(client.application).articles


def decide(client: FlaskClient, article_id: str, tag: str = "*", **wanted: Any) -> TestResponse:
    path = f"/v1/articles/{article_id}/publication"
    return client.patch(path, json=wanted, headers={**KEYED, "If-Match": tag})


def withhold(client: FlaskClient, article_id: str, how: str, settings: Settings) -> None:
    wanted = NOT_OUT[how]
    if wanted is not None:
        assert decide(client, article_id, **wanted).status_code == 200
        return
    publish(settings.shows_path, '[site."news.example"]\nnever = "/vau*"\n')
    articles_of(client).follow_shows()


def posted(client: FlaskClient, **body: Any) -> dict[str, Any]:
    answer = client.post("/v1/articles", json=body, headers=KEYED)
    assert answer.status_code in (200, 202), answer.json
    assert answer.json is not None
    return dict(answer.json)


def problem(answer: TestResponse, status: int) -> str:
    assert answer.status_code == status, answer.data
    assert answer.json is not None
    return str(answer.json["kind"])


def entries(client: FlaskClient, path: str = "/feeds/club.xml") -> list[Any]:
    return list(feedparser.parse(client.get(path).data).entries)


def state_of(client: FlaskClient, article_id: str) -> dict[str, Any]:
    answer = client.get(f"/v1/articles/{article_id}/publication", headers=KEYED)
    assert answer.json is not None
    return {**answer.json, "tag": answer.headers["ETag"]}


# -- who hears what is not out -------------------------------------------------------------------------------


@pytest.mark.parametrize("how", NOT_OUT)
def test_no_route_answers_while_it_is_not_out(
    app: Flask, client: FlaskClient, article: MembersArticle, settings: Settings, how: str
) -> None:
    """To the letter what each says of an article that does not exist; not to a signature either."""
    withhold(client, article.id, how, settings)
    member = client.post("/v1/members", json={"name": "4711", "show": "club"}, headers=KEYED).json
    assert member is not None
    seen = 0
    for method, rule in of_articles(app):
        there = client.open(address(rule, article.id, article.revision), method=method)
        nowhere = client.open(address(rule, UNKNOWN, article.revision), method=method)
        assert told(there, article.id) == told(nowhere, UNKNOWN), (method, rule.rule)
        assert there.status_code in (401, 404), (method, rule.rule)
        if method == "GET":
            for token in (token_for(article.id), token_for(article.url), member["token"]):
                path = f"{address(rule, article.id, article.revision)}?token={token}"
                assert client.get(path).status_code in (401, 404), rule.rule
        seen += 1
    assert seen > 25


@pytest.mark.parametrize("how", NOT_OUT)
def test_editors_hear_it_and_no_cache_keeps_it(
    client: FlaskClient, article: MembersArticle, settings: Settings, how: str
) -> None:
    withhold(client, article.id, how, settings)
    for path in (f"/audio/{article.id}.mp3", f"/audio/{article.id}/{article.revision}.mp3"):
        answer = client.get(path, headers=KEYED)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.parametrize("how", NOT_OUT)
def test_an_open_file_is_let_go_and_no_list_names_it(
    app_with: Callable[..., Flask],
    client: FlaskClient,
    article: MembersArticle,
    settings: Settings,
    how: str,
) -> None:
    other: ReadyAudio = app_with(**SETTINGS).extensions[EXTENSION]
    paths = [f"/audio/{article.id}.mp3", f"/audio/{article.id}/{article.revision}.mp3"]
    assert all(map(other.find, paths))
    assert [one.id for one in entries(client)] == [article.id]
    withhold(client, article.id, how, settings)
    assert not any(map(other.find, paths))
    assert entries(client) == [] or client.get("/feeds/club.xml").status_code == 404
    assert entries(client, "/feed.xml") == []
    for query in ("", "?show=club", f"?url={PAGE}"):
        listed = client.get(f"/v1/articles{query}").json
        assert listed is not None
        assert listed["articles"] == []
    oembed = client.get("/oembed", query_string={"url": PAGE})
    assert oembed.status_code == 404


def test_it_comes_back_when_it_is_published(
    app_with: Callable[..., Flask], client: FlaskClient, article: MembersArticle
) -> None:
    before = entries(client)[0]
    other: ReadyAudio = app_with(**SETTINGS).extensions[EXTENSION]
    for _ in range(2):
        decide(client, article.id, publication="held")
        assert other.find(f"/audio/{article.id}/{article.revision}.mp3") is None
        decide(client, article.id, publication="published")
        assert other.find(f"/audio/{article.id}/{article.revision}.mp3") is not None
    (after,) = entries(client)
    assert (after.id, after.published) == (before.id, before.published), "it was out before"


def test_what_is_for_members_stays_for_members(client: FlaskClient, hands: Hands) -> None:
    closed = made(client, hands)
    decide(client, closed.id, publication="held")
    client.put(f"/v1/articles/{closed.id}/access", json={"access": "open"}, headers=KEYED)
    assert client.get(f"/audio/{closed.id}.mp3").status_code == 404
    client.put(f"/v1/articles/{closed.id}/access", json={"access": "members"}, headers=KEYED)
    decide(client, closed.id, publication="published")
    assert client.get(f"/audio/{closed.id}.mp3").status_code == 404
    assert client.get(f"/audio/{closed.id}.mp3?token={token_for(closed.id)}").status_code == 200
    assert entries(client, "/feed.xml") == []


# -- review ---------------------------------------------------------------------------

REVIEWED = '[site."news.example"]\nreview = true\n[show.club]\n[show.daily]\nreview = true\n'


@pytest.fixture
def reviewed(settings: Settings) -> None:
    publish(settings.shows_path, REVIEWED)


def test_a_site_with_reviews_narrates_and_holds(client: FlaskClient, reviewed: None, hands: Hands) -> None:
    status = posted(client, url="https://news.example/a")
    assert status["publication"] == "held"
    assert posted(client, text="The bridge held.", show="daily")["publication"] == "held"
    assert posted(client, text="The bridge fell.", show="club")["publication"] == "published"
    assert client.get(f"/v1/articles/{status['id']}").status_code == 404


def test_its_episode_is_dated_when_it_came_out(
    client: FlaskClient, reviewed: None, hands: Hands, catalog: Catalog
) -> None:
    article = made(client, hands, access="open")
    assert client.get("/feeds/club.xml").status_code in (200, 404)
    assert entries(client, "/feed.xml") == []
    assert catalog.episodes.feeds_with(article.id) == ("", "club")
    started = dt.datetime.now(dt.UTC).replace(microsecond=0)
    assert decide(client, article.id, publication="published").status_code == 200
    (episode,) = entries(client)
    assert episode.id == article.id
    assert parsedate_to_datetime(episode.published) >= started
    assert episode.guidislink is False


def test_an_article_is_approved_before_it_is_ready(client: FlaskClient, reviewed: None, hands: Hands) -> None:
    status = posted(client, url="https://news.example/a")
    decide(client, status["id"], publication="published")
    assert client.get(f"/v1/articles/{status['id']}").status_code == 200


def test_a_show_that_claims_it_by_its_section_holds_it_before_it_is_published(
    client: FlaskClient, hands: Hands, listening: ArticleService, settings: Settings, catalog: Catalog
) -> None:
    publish(settings.shows_path, '[show.premium]\nreview = true\ninclude = { section = "Premium" }\n')
    hands.reads_pages = True
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "articleSection": "Premium"}</script>'
    body = "".join(f"<p>Vault {n} was empty, and nobody on the left bank said a word.</p>" for n in range(9))
    html = f"<html lang=en><head>{head}</head><body><article><h1>Vaults</h1>{body}</article></body></html>"
    status = posted(client, html=html)
    assert status["publication"] == "published", "its section is not known yet"
    hands.work()
    read = listening.refresh(status["id"])
    assert read.revision is not None
    hands.finish(read.id, read.revision)
    listening.refresh(status["id"])
    assert client.get(f"/v1/articles/{status['id']}").status_code == 404
    assert catalog.episodes.public_feeds_with(status["id"]) == ()
    decide(client, status["id"], publication="published")
    listening.refresh(status["id"])
    assert catalog.episodes.public_feeds_with(status["id"]) == ("", "premium")


@pytest.mark.parametrize("how", ["held", "scheduled"])
def test_a_reader_is_not_offered_what_is_not_out(
    client: FlaskClient, article: MembersArticle, settings: Settings, how: str
) -> None:
    origin = {"Origin": "https://news.example"}
    withhold(client, article.id, how, settings)
    asked = client.get(f"/v1/articles?url={PAGE}", headers=origin).json
    assert asked == {"articles": [], "cursor": None, "may_ask": False}
    pressed = client.post("/v1/articles", json={"url": PAGE}, headers=origin)
    assert problem(pressed, 403) == "not-out-yet"
    publish(settings.shows_path, '[site."news.example"]\nvoices = ["tone/plain"]\n')
    wished = client.post("/v1/articles", json={"url": PAGE, "voice": "tone/plain"}, headers=origin)
    assert problem(wished, 403) == "not-out-yet"


def test_a_press_makes_nothing_on_a_site_with_reviews(
    client: FlaskClient, reviewed: None, catalog: Catalog
) -> None:
    page = "https://news.example/new"
    asked = client.get(f"/v1/articles?url={page}").json
    assert asked is not None
    assert asked["may_ask"] is False
    assert problem(client.post("/v1/articles", json={"url": page}), 403) == "not-out-yet"
    assert catalog.list().entries == ()


# -- scheduled ---------------------------------------------------------------------------


def test_a_request_says_when_it_is_out(
    app_with: Callable[..., Flask],
    client: FlaskClient,
    hands: Hands,
    queue: Queue,
    catalog: Catalog,
    listening: ArticleService,
) -> None:
    """It is rendered now; the sweeper of any process brings it out."""
    later = TOMORROW.astimezone(dt.timezone(5.5 * HOUR)).isoformat()
    body: dict[str, Any] = {
        "url": "https://news.example/a",
        "publish_at": later,
        "published_at": "2020-01-01",
    }
    status = posted(client, **body)
    assert (status["publication"], status["publish_at"]) == (
        "scheduled",
        TOMORROW.isoformat().replace("+00:00", "Z"),
    )
    hands.work()
    revision = posted(client, **body)["revision"]
    hands.finish(status["id"], revision)
    assert posted(client, **body)["status"] == "ready"
    assert client.get(f"/audio/{status['id']}.mp3").status_code == 404
    sweeper = Sweeper(catalog, listening, queue)
    sweeper.sweep()
    assert entries(client, "/feed.xml") == []
    listening.publication._now = lambda: TOMORROW + dt.timedelta(seconds=1)
    sweeper.sweep()
    assert client.get(f"/audio/{status['id']}.mp3").status_code == 200
    (episode,) = entries(client, "/feed.xml")
    assert parsedate_to_datetime(episode.published) == TOMORROW, "not when the sweeper came by"
    public = client.get(f"/v1/articles/{status['id']}").json
    assert public is not None
    assert (public["publication"], public["publish_at"]) == ("published", None)


@pytest.mark.parametrize(
    "at", ["2026-12-24", "2026-12-24T06:00:00", "tomorrow", "", "9999-12-31T23:59:59-23:59", "\ud800"]
)
def test_a_time_without_an_offset_is_refused(client: FlaskClient, article: MembersArticle, at: str) -> None:
    asked = client.post("/v1/articles", json={"text": "Words.", "publish_at": at}, headers=KEYED)
    assert asked.status_code == 400
    assert decide(client, article.id, publish_at=at).status_code == 400
    assert client.get(f"/audio/{article.id}.mp3").status_code == 200


def test_a_time_that_has_passed_is_now(client: FlaskClient, article: MembersArticle) -> None:
    past = "2020-01-01T00:00:00Z"
    assert posted(client, text="The bridge held.", publish_at=past)["publication"] == "published"
    decide(client, article.id, publication="held")
    assert decide(client, article.id, publish_at=past).json["publication"] == "published"  # type: ignore[index]


def test_a_new_article_is_held_if_its_request_says_so(client: FlaskClient) -> None:
    held = posted(client, text="The bridge held.", hold=True)
    assert held["publication"] == "held"
    assert posted(client, text="The bridge held.")["publication"] == "held"
    out = posted(client, text="The river rose.")
    assert (
        posted(client, text="The river rose.", hold=True)["publication"] == out["publication"] == "published"
    )
    wrong = client.post("/v1/articles", json={"text": "Words.", "hold": "yes"}, headers=KEYED)
    assert (wrong.status_code, "true or false" in wrong.text) == (400, True)


def test_the_editor_counts_more_than_the_next_request(client: FlaskClient, reviewed: None) -> None:
    """A publishing system sends the same again, with its time."""
    body = {"url": "https://news.example/a", "publish_at": TOMORROW.isoformat()}
    status = posted(client, **body)
    assert status["publication"] == "held", "a time is no approval"
    decided = decide(client, status["id"], publication="scheduled")
    assert decided.json["publish_at"] == TOMORROW.isoformat()  # type: ignore[index]
    moved = (TOMORROW + HOUR).isoformat()
    assert posted(client, **body | {"publish_at": moved})["publish_at"] == moved.replace("+00:00", "Z")
    decide(client, status["id"], publication="published")
    assert posted(client, **body)["publication"] == "published"
    decide(client, status["id"], publication="held")
    assert posted(client, **body)["publication"] == "held"


def test_a_time_needs_a_key(client: FlaskClient) -> None:
    body = {"url": PAGE, "publish_at": TOMORROW.isoformat()}
    assert client.post("/v1/articles", json=body).status_code == 401


def test_the_hub_hears_of_it_when_it_comes_out_and_when_it_goes(
    app_with: Callable[..., Flask], hands: Hands, catalog: Catalog
) -> None:
    public = {"public_url": "https://listen.example", "feed_hub": "https://hub.example/"}
    client = app_with(**SETTINGS | public).test_client()
    article = made(client, hands, access="open")

    def told_of() -> set[str]:
        due = catalog.news.due(TOMORROW)
        for news in due:
            catalog.news.notified(news)
        return {news.show for news in due}

    told_of()
    for publication in ("held", "published"):
        decide(client, article.id, publication=publication)
        assert told_of() == {"", "club"}
    decide(client, article.id, keep=True, publication="published")
    assert told_of() == set()
    decide(client, article.id, publication="held")
    told_of()
    decide(client, article.id, publish_at=TOMORROW.isoformat())
    assert told_of() == set()


# -- never ---------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["never", "ruled"])
def test_what_is_never_narrated_is_refused_to_everybody(
    client: FlaskClient, article: MembersArticle, settings: Settings, how: str
) -> None:
    withhold(client, article.id, how, settings)
    for headers in (KEYED, {}):
        for body in ({"url": PAGE}, {"url": PAGE, "voice": "tone/plain"}):
            asked = client.post("/v1/articles", json=body, headers=headers)
            if body == {"url": PAGE} or headers:
                assert problem(asked, 403) == "never-narrated"
    html = f'<link rel="canonical" href="{PAGE}"><p>The vault again.</p>'
    assert problem(client.post("/v1/articles", json={"html": html}, headers=KEYED), 403) == "never-narrated"
    by_id = {"id": article.id, "text": "The vault again."}
    assert problem(client.post("/v1/articles", json=by_id, headers=KEYED), 403) == "never-narrated"
    assert client.get(f"/v1/articles?url={PAGE}").json == {"articles": [], "cursor": None, "may_ask": False}


def test_it_takes_the_whole_page_along_and_brings_it_back(
    client: FlaskClient, article: MembersArticle
) -> None:
    other = posted(client, url=PAGE, voice="tone/plain")
    with_readers = (article.id, other["id"])
    decide(client, article.id, publication="never")
    assert [client.get(f"/v1/articles/{name}").status_code for name in with_readers] == [404, 404]
    decide(client, other["id"], publication="published")
    assert [client.get(f"/v1/articles/{name}").status_code for name in with_readers] == [200, 200]


def test_it_brings_nothing_out_that_was_never_out(client: FlaskClient, reviewed: None, hands: Hands) -> None:
    first, second = (posted(client, url=PAGE, voice=voice)["id"] for voice in ("tone/plain", "tone/low"))
    decide(client, first, publication="published")
    decide(client, first, publication="never")
    decide(client, first, publication="published")
    assert client.get(f"/v1/articles/{first}").status_code == 200
    assert client.get(f"/v1/articles/{second}").status_code == 404


def test_a_rule_that_goes_brings_back_what_was_out(
    client: FlaskClient, article: MembersArticle, hands: Hands, settings: Settings
) -> None:
    held = made(client, hands, access="open", url="https://news.example/vaunted")
    decide(client, held.id, publication="held")
    withhold(client, article.id, "ruled", settings)
    assert state_of(client, article.id)["publication"] == "never"
    refused = decide(client, article.id, publication="published")
    assert problem(refused, 409) == "conflict"
    settings.shows_path.unlink()
    articles_of(client).follow_shows()
    assert client.get(f"/audio/{article.id}.mp3").status_code == 404, "the next file may be on its way"
    publish(settings.shows_path, '[site."news.example"]\nvoices = ["tone/plain"]\n')
    articles_of(client).follow_shows()
    assert client.get(f"/audio/{article.id}.mp3").status_code == 200
    assert client.get(f"/audio/{held.id}.mp3").status_code == 404
    assert [one.id for one in entries(client)] == [article.id]


def test_what_is_scheduled_does_not_come_out_against_a_rule(
    client: FlaskClient, article: MembersArticle, settings: Settings
) -> None:
    decide(client, article.id, publish_at=TOMORROW.isoformat())
    publish(settings.shows_path, '[site."news.example"]\nnever = "*"\n')
    publication = articles_of(client).publication
    publication._now = lambda: TOMORROW
    assert publication.release_due() == 0
    assert client.get(f"/audio/{article.id}.mp3").status_code == 404
    assert state_of(client, article.id)["publication"] == "never"


# -- a revision that is kept ---------------------------------------------------------------------------

EDIT = '<link rel="canonical" href="{}"><p>The vault was full. Nobody said a word.</p>'


@pytest.fixture
def edited(client: FlaskClient, article: MembersArticle, hands: Hands) -> str:
    """The revision that waits behind the one that is kept."""
    assert decide(client, article.id, keep=True).status_code == 200
    status = posted(client, html=EDIT.format(article.url), title="The vault")
    assert (status["revision"], status["status"], status["kept"]) == (article.revision, "ready", True)
    hands.work()
    newer = state_of(client, article.id)["newer"]
    assert newer["status"] == "rendering"
    hands.finish(article.id, newer["revision"])
    return str(newer["revision"])


def test_an_edit_waits_and_is_compared(client: FlaskClient, article: MembersArticle, edited: str) -> None:
    state = state_of(client, article.id)
    assert (state["kept"], state["revision"]) == (True, article.revision)
    assert (state["newer"]["status"], state["newer"]["revision"]) == ("ready", edited)
    texts = [(change["was"], change["now"]) for change in state["newer"]["changes"]]
    assert any("full" in "".join(now) and "empty" in "".join(was) for was, now in texts)
    articles_of(client).refresh(article.id)
    for path in (f"/v1/articles/{article.id}", f"/v1/articles/{article.id}/script"):
        assert article.revision in client.get(path).text or "empty" in client.get(path).text
    assert entries(client)[0].enclosures[0].href.endswith(f"{article.revision}.mp3")


def test_nobody_hears_the_edit_but_editors(
    app: Flask, client: FlaskClient, article: MembersArticle, edited: str
) -> None:
    ready: ReadyAudio = app.extensions[EXTENSION]
    assert ready.find(f"/audio/{article.id}/{edited}.mp3") is None
    assert ready.find(f"/audio/{article.id}/{article.revision}.mp3") is not None
    for method, rule in of_articles(app):
        if "revision" in rule.arguments and method == "GET":
            for query in ("", f"?token={token_for(article.id)}"):
                assert client.get(address(rule, article.id, edited) + query).status_code == 404, rule.rule
    assert client.get(f"/audio/{article.id}/{edited}.mp3", headers=KEYED).status_code == 200
    assert client.get(f"/audio/{article.id}/{article.revision}.mp3").status_code == 200


def test_an_editor_lets_it_through_and_the_next_waits_again(
    client: FlaskClient, article: MembersArticle, edited: str, hands: Hands
) -> None:
    assert decide(client, article.id, take_newer=True).status_code == 200
    state = state_of(client, article.id)
    assert (state["revision"], state["newer"], state["kept"]) == (edited, None, True)
    assert client.get(f"/audio/{article.id}/{edited}.mp3").status_code == 200
    assert client.get(f"/audio/{article.id}/{article.revision}.mp3").status_code == 200, "it was out before"
    assert entries(client)[0].enclosures[0].href.endswith(f"{edited}.mp3")
    posted(client, html=EDIT.format(article.url).replace("full", "blue"), title="The vault")
    assert state_of(client, article.id)["revision"] == edited
    assert problem(decide(client, article.id, take_newer=True, keep=False), 400) == "bad-request"


def test_let_go_it_follows_edits_again(client: FlaskClient, article: MembersArticle, edited: str) -> None:
    assert problem(decide(client, article.id, keep=True, take_newer=False, publish_at=""), 400)
    decide(client, article.id, keep=False)
    assert state_of(client, article.id)["revision"] == edited
    again = posted(client, html=EDIT.format(article.url).replace("full", "blue"), title="The vault")
    assert again["revision"] not in (edited, article.revision)


def test_an_edit_that_cannot_be_read_says_so_and_changes_nothing(
    client: FlaskClient, article: MembersArticle, hands: Hands
) -> None:
    decide(client, article.id, keep=True)
    html = f'<link rel="canonical" href="{article.url}"><p>nothing to see</p>'
    client.post("/v1/articles", json={"html": html}, headers=KEYED)
    hands.work()
    newer = state_of(client, article.id)["newer"]
    assert (newer["status"], newer["error"]["kind"]) == ("failed", "no-article")
    assert client.get(f"/audio/{article.id}.mp3").status_code == 200


def test_a_kept_revision_follows_no_rules_and_is_not_read_again(
    client: FlaskClient, article: MembersArticle, settings: Settings, catalog: Catalog
) -> None:
    decide(client, article.id, keep=True)
    publish(settings.shows_path, '[show.club]\nvoice = "tone/plain"\n')
    articles_of(client).follow_rules(article.id)
    articles_of(client).narration_for_playback(article.id)
    entry = catalog.get(article.id)
    assert entry is not None
    assert (entry.newer_digest, entry.settled) == (None, True)
    with pytest.raises(Exception, match="kept"):
        articles_of(client).rerender(article.id)


def test_only_what_is_finished_can_be_kept(client: FlaskClient) -> None:
    status = posted(client, text="The bridge held.")
    assert problem(decide(client, status["id"], keep=True), 409) == "conflict"
    assert problem(decide(client, status["id"], take_newer=True), 409) == "conflict"
    assert problem(decide(client, status["id"], publication="scheduled"), 409) == "conflict"


def test_what_is_kept_or_waits_is_not_pruned(
    client: FlaskClient, article: MembersArticle, hands: Hands, catalog: Catalog
) -> None:
    text = posted(client, text="The bridge held.", publish_at=TOMORROW.isoformat())
    decide(client, article.id, keep=True)
    kept = catalog.keeping(0).published
    assert NarrationId(article.id, article.revision) in kept
    assert NarrationId(text["id"], text["revision"]) in kept


def test_the_edit_that_waits_is_neither_pruned_nor_an_orphan(
    client: FlaskClient, article: MembersArticle, catalog: Catalog
) -> None:
    waiting = NarrationId(article.id, "0123456789ab")
    decide(client, article.id, keep=True)
    assert article.id not in catalog.keeping(0).busy
    assert not catalog.stored.wanted([waiting])
    known = catalog.source(article.id)
    assert known is not None
    catalog.accept(known, article.id, None, "another", "batch")
    assert article.id in catalog.keeping(0).busy
    assert catalog.stored.wanted([waiting])
    assert [one.digest for one in catalog.publication.waiting()] == ["another"]


def test_a_kept_revision_keeps_its_reading(client: FlaskClient, article: MembersArticle) -> None:
    decide(client, article.id, keep=True)
    path = f"/v1/articles/{article.id}/recording"
    assert problem(client.put(path, data=b"ID3" + bytes(2_000), headers=KEYED), 409) == "conflict"
    assert problem(client.delete(path, headers=KEYED), 409) == "conflict"


# -- two editors ---------------------------------------------------------------------------


def test_the_second_of_two_editors_is_told(client: FlaskClient, article: MembersArticle) -> None:
    seen = state_of(client, article.id)["tag"]
    assert decide(client, article.id, seen, publication="held").status_code == 200
    late = decide(client, article.id, seen, publication="never")
    assert problem(late, 412) == "changed-meanwhile"
    assert late.json is not None
    assert "held now" in late.json["detail"]
    assert state_of(client, article.id)["publication"] == "held"


def test_an_edit_in_between_is_told_too(client: FlaskClient, article: MembersArticle, hands: Hands) -> None:
    """Whoever approves has heard something: it must be what comes out."""
    decide(client, article.id, publication="held")
    seen = state_of(client, article.id)["tag"]
    posted(client, html=EDIT.format(article.url), title="The vault")
    assert problem(decide(client, article.id, seen, publication="published"), 412) == "changed-meanwhile"


def test_of_many_at_once_one_succeeds(client: FlaskClient, article: MembersArticle, catalog: Catalog) -> None:
    state = catalog.publication.of(article.id)
    assert state is not None

    def turn(number: int) -> bool:
        decision = EditorialDecision(to="held") if number % 2 else EditorialDecision(keep=True)
        try:
            return catalog.publication.change(article.id, decision, TOMORROW, state.tag) is not None
        except OutOfDate:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(turn, range(12))) == 1


def test_a_decision_says_what_it_has_seen(client: FlaskClient, article: MembersArticle) -> None:
    path = f"/v1/articles/{article.id}/publication"
    assert problem(client.patch(path, json={"keep": True}, headers=KEYED), 428) == "precondition-required"
    assert client.patch(path, json={"keep": True}).status_code == 401
    assert client.get(path).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"publication": "hidden"},
        {"publication": "held", "publish_at": TOMORROW.isoformat()},
        {"keep": "yes"},
        {"kept": True},
        {"publish_at": 5},
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    client: FlaskClient, article: MembersArticle, body: dict[str, Any]
) -> None:
    assert decide(client, article.id, **body).status_code == 400
    assert decide(client, UNKNOWN, publication="held").status_code == 404
