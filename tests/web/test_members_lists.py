"""Lists, lookups and feeds: an article for members is in none that everybody sees. And who decides that it is
one: a request, a page that is posted whole, a show, a site, a setting."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import feedparser
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.web.hands import Hands
from tests.web.members_scene import KEYED, PAGE, SETTINGS, MembersArticle, made, token_for
from tts_service.article.members_only import is_for_members
from tts_service.article.request import ArticleRequest
from tts_service.articles.service import ArticleService
from tts_service.background.feed_uses import FeedUseCounter
from tts_service.broker.feed_uses import PendingFeedUses
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.publisher.live import publish
from tts_service.settings import Settings


@pytest.fixture
def client(app_with: Callable[..., Flask]) -> FlaskClient:
    return app_with(**SETTINGS).test_client()


@pytest.fixture
def closed(client: FlaskClient, hands: Hands) -> MembersArticle:
    return made(client, hands)


@pytest.fixture
def opened(client: FlaskClient, hands: Hands) -> MembersArticle:
    return made(client, hands, access="open", url="https://news.example/open")


def listed(client: FlaskClient, query: str = "", **options: Any) -> list[str]:
    found = client.get(f"/v1/articles{query}", **options).json
    assert found is not None
    return [article["id"] for article in found["articles"]]


def member(client: FlaskClient, show: str = "club", name: str = "4711") -> dict[str, Any]:
    added = client.post("/v1/members", json={"name": name, "show": show}, headers=KEYED)
    assert added.status_code == 201
    assert added.json is not None
    return dict(added.json)


def episodes(client: FlaskClient, path: str) -> list[Any]:
    answer = client.get(path)
    assert answer.status_code == 200
    return list(feedparser.parse(answer.data).entries)


# -- lists ---------------------------------------------------------------------------


def test_lists_show_it_to_keys_and_members_alone(
    client: FlaskClient, closed: MembersArticle, opened: MembersArticle
) -> None:
    token = member(client)["token"]
    everything = [opened.id, closed.id]
    for query in ("", "?show=club"):
        assert listed(client, query) == [opened.id]
        assert listed(client, query, headers=KEYED) == everything
    assert listed(client, f"?show=club&token={token}") == everything
    assert listed(client, f"?token={token}") == [opened.id], "its show is not the whole service"
    assert listed(client, f"?show=club&token={token_for(closed.id)}") == [opened.id]


def test_a_page_is_looked_up_as_if_nobody_had_had_it_read(
    client: FlaskClient, closed: MembersArticle
) -> None:
    unknown = client.get("/v1/articles?url=https://news.example/never").json
    assert client.get(f"/v1/articles?url={PAGE}").json == unknown
    assert client.get(f"/v1/articles?url={PAGE}&token={token_for('other')}").json == unknown
    assert listed(client, f"?url={PAGE}", headers=KEYED) == [closed.id]


def test_other_sites_embed_it_only_for_members(client: FlaskClient, closed: MembersArticle) -> None:
    base = "http://127.0.0.1:8000"
    token = token_for(closed.id)
    for url in (PAGE, f"{base}/listen/{closed.id}", f"{base}/embed/{closed.id}"):
        nowhere = url.replace("vault", "never").replace(closed.id, "aaaabbbbcccc")
        answers = [client.get("/oembed", query_string={"url": one}) for one in (url, nowhere)]
        assert [(answer.status_code, answer.data) for answer in answers] == [(404, answers[1].data)] * 2
        told = client.get("/oembed", query_string={"url": url, "token": token})
        assert told.status_code == 200
        assert told.headers["Cache-Control"] == "private, no-cache"
        assert told.json is not None
        assert f"/embed/{closed.id}?token={token}" in told.json["html"]
    beside = client.get("/oembed", query_string={"url": f"{base}/listen/{closed.id}?token={token}"})
    assert beside.status_code == 200


def test_plays_are_counted_for_members_even_if_their_time_is_over(
    client: FlaskClient, closed: MembersArticle
) -> None:
    body = {"article": closed.id, "events": [{"kind": "start", "seconds": 0}]}
    unknown = {**body, "article": "aaaabbbbcccc"}
    answers = [
        client.post("/v1/plays", json=one, headers={"Origin": "https://news.example"})
        for one in (body, unknown)
    ]
    assert [(answer.status_code, answer.data) for answer in answers] == [(404, answers[1].data)] * 2
    for lasts_s in (60, -60):
        path = f"/v1/plays?token={token_for(closed.id, lasts_s)}"
        assert client.post(path, json=body, headers={"Origin": "https://news.example"}).status_code == 204


# -- feeds ---------------------------------------------------------------------------


def test_a_public_feed_has_no_trace_of_it(
    client: FlaskClient, closed: MembersArticle, opened: MembersArticle
) -> None:
    for path in ("/feed.xml", "/feeds/club.xml"):
        text = client.get(path).text
        assert closed.id not in text
        assert opened.id in text


def test_a_show_that_has_nothing_else_does_not_exist(client: FlaskClient, closed: MembersArticle) -> None:
    unknown = client.get("/feeds/clvb.xml")
    assert client.get("/feeds/club.xml").data == unknown.data.replace(b"clvb", b"club")
    assert client.get("/artwork/club.png").status_code == 404


@pytest.mark.parametrize(("show", "path"), [("club", "/feeds/club.xml"), ("", "/feed.xml")])
def test_a_private_feed_has_all_and_works_by_itself(
    client: FlaskClient, closed: MembersArticle, opened: MembersArticle, show: str, path: str
) -> None:
    added = member(client, show)
    assert added["feed_url"] == f"http://127.0.0.1:8000{path}?token={added['token']}"
    answer = client.get(f"{path}?token={added['token']}")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Link" not in answer.headers
    assert b"<itunes:block>Yes</itunes:block>" in answer.data
    found = feedparser.parse(answer.data)
    assert [entry.id for entry in found.entries] == [opened.id, closed.id]
    for entry in found.entries:
        addresses = [entry.enclosures[0].href, entry.podcast_chapters["url"], entry.podcast_transcript["url"]]
        for address in addresses:
            assert address.endswith(f"?token={added['token']}")
            assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert client.get(found.feed.image.href.removeprefix("http://127.0.0.1:8000")).status_code == 200
    self_link = next(link.href for link in found.feed.links if link.rel == "self")
    assert self_link == added["feed_url"]


def test_a_feed_token_is_for_its_show_alone(
    client: FlaskClient, closed: MembersArticle, hands: Hands
) -> None:
    other = made(client, hands, url="https://news.example/cellar", show="cellar")
    token = member(client)["token"]
    assert client.get(f"/audio/{closed.id}.mp3?token={token}").status_code == 200
    assert client.get(f"/audio/{other.id}.mp3?token={token}").status_code == 404
    for path in ("/feed.xml", "/feeds/cellar.xml", "/feeds/nothing.xml"):
        assert client.get(f"{path}?token={token}").status_code == 404


def test_a_revoked_one_stops_at_the_next_fetch(
    app_with: Callable[..., Flask], client: FlaskClient, closed: MembersArticle
) -> None:
    added = member(client)
    elsewhere = app_with(**SETTINGS).test_client()
    paths = [f"{path}?token={added['token']}" for path in ("/feeds/club.xml", f"/audio/{closed.id}.mp3")]
    assert [elsewhere.get(path).status_code for path in paths] == [200, 200]
    path = f"/v1/members/{added['member']['id']}"
    assert [client.delete(path, headers=KEYED).status_code for _ in range(2)] == [204, 404]
    assert [elsewhere.get(path).status_code for path in paths] == [404, 404]


def test_tokens_are_counted_listed_and_stored_as_digests(
    client: FlaskClient, closed: MembersArticle, queue: Queue, catalog: Catalog, settings: Settings
) -> None:
    added, other = member(client), member(client, "", "another")
    for _ in range(3):
        client.get(f"/feeds/club.xml?token={added['token']}")
    assert FeedUseCounter(PendingFeedUses(queue.redis), catalog.members).flush() == 1
    found = client.get("/v1/members?name=4711", headers=KEYED).json
    assert found is not None
    (listed_one,) = found["members"]
    assert (listed_one["name"], listed_one["show"], listed_one["uses"]) == ("4711", "club", 3)
    assert listed_one["used_on"] is not None
    first = client.get("/v1/members?limit=1", headers=KEYED).json
    assert first is not None
    second = client.get(f"/v1/members?limit=1&cursor={first['cursor']}", headers=KEYED).json
    assert second is not None
    ids = {one["id"] for page in (first, second) for one in page["members"]}
    assert ids == {added["member"]["id"], other["member"]["id"]}
    stored = b"".join(path.read_bytes() for path in settings.data_dir.glob("catalog.db*"))
    assert b"4711" in stored
    for secret in (added["token"], other["token"], added["token"].removeprefix("feed_")):
        assert secret.encode() not in stored


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_only_keys_may_see_and_make_tokens(client: FlaskClient, method: str) -> None:
    assert client.open("/v1/members", method=method).status_code == 401
    assert client.delete("/v1/members/x").status_code == 401
    assert client.put("/v1/articles/x/access").status_code == 401


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": " "}, {"name": "a\nb"}, {"name": "x" * 1000}, {"name": "a", "shw": "b"}],
)
def test_a_member_needs_a_name(client: FlaskClient, body: dict[str, str]) -> None:
    assert client.post("/v1/members", json=body, headers=KEYED).status_code == 400


# -- who decides ---------------------------------------------------------------------------


def access_of(client: FlaskClient, **body: str) -> str:
    answer = client.post("/v1/articles", json=body, headers=KEYED)
    assert answer.status_code in (200, 202), answer.json
    assert answer.json is not None
    return str(answer.json["access"])


TEXT = "The vault was empty."


def paid(stated: object, **more: object) -> str:
    node = {"@type": "NewsArticle", "isAccessibleForFree": stated, **more}
    return f'<script type="application/ld+json">{json.dumps(node)}</script><p>{TEXT}</p>'


def test_a_request_decides_and_what_is_there_stays(client: FlaskClient) -> None:
    assert access_of(client, text=TEXT) == "open"
    assert access_of(client, text=TEXT, access="members") == "members"
    assert access_of(client, text=TEXT) == "members"
    assert access_of(client, text=TEXT, access="open") == "open"
    wrong = client.post("/v1/articles", json={"text": TEXT, "access": "friends"}, headers=KEYED)
    assert wrong.status_code == 400
    assert wrong.json is not None
    assert '"members"' in wrong.json["detail"]


@pytest.mark.parametrize("stated", [False, "false", "False", "https://schema.org/False"])
def test_a_page_that_says_it_is_not_free_is_for_members(client: FlaskClient, stated: object) -> None:
    assert access_of(client, html=paid(stated)) == "members"
    assert access_of(client, html=paid(stated), title="Other", access="open") == "open"


@pytest.mark.parametrize(
    ("html", "is_closed"),
    [
        (paid(True), False),
        (paid("true", hasPart=[{"isAccessibleForFree": False}]), True),
        (paid(None, hasPart={"isAccessibleForFree": "False"}), True),
        ('<p>"isAccessibleForFree": false</p>', False),
        (paid(False).replace("NewsArticle", "VideoObject"), False),
        (paid(False).replace("ld+json", "json"), False),
        (paid(False).replace("</script>", ""), False),
        ('<SCRIPT nonce=a TYPE="application/LD+JSON">' + '{"@graph":[{"@type":["BlogPosting"],'
         '"isAccessibleForFree":false}]}</SCRIPT>', True),
        ('<script type="application/ld+json">' + "[" * 3000 + '"isAccessibleForFree"', False),
        ("<script type=ld+json" * 20_000 + "isAccessibleForFree", False),
    ],
)  # fmt: skip
def test_what_a_page_says_is_read_without_the_extractor(html: str, is_closed: bool) -> None:
    assert is_for_members(html) is is_closed


RULES = """
[site."paid.example"]
members = true
[show.club]
members = true
[show.premium]
members = true
include = { section = "Premium" }
[show.daily]
"""


@pytest.fixture
def rules(settings: Settings) -> None:
    publish(settings.shows_path, RULES)


def test_shows_and_sites_decide_for_new_articles(client: FlaskClient, rules: None) -> None:
    assert access_of(client, url="https://paid.example/a") == "members"
    assert access_of(client, url="https://free.example/a") == "open"
    assert access_of(client, text=TEXT, show="club") == "members"
    assert access_of(client, text=TEXT, title="Daily", show="daily") == "open"
    assert access_of(client, text=TEXT, title="Free", show="club", access="open") == "open"


def test_what_was_open_before_a_rule_stays_open(client: FlaskClient, settings: Settings) -> None:
    assert access_of(client, url="https://paid.example/a") == "open"
    publish(settings.shows_path, RULES)
    assert access_of(client, url="https://paid.example/a") == "open"
    assert access_of(client, url="https://paid.example/b") == "members"


def test_the_setting_is_for_new_articles(app_with: Callable[..., Flask], client: FlaskClient) -> None:
    assert access_of(client, text=TEXT) == "open"
    other = app_with(**SETTINGS | {"article_access": "members"}).test_client()
    assert access_of(other, text=TEXT) == "open"
    assert access_of(other, text="Another text.") == "members"


def test_a_show_that_claims_an_article_by_its_section_closes_it_before_it_is_published(
    client: FlaskClient, rules: None, hands: Hands, listening: ArticleService, catalog: Catalog
) -> None:
    hands.reads_pages = True
    head = paid(True, headline="The vault", articleSection="Premium")
    body = "".join(
        f"<p>The vault number {n} was empty, and nobody on the left bank said a word.</p>" for n in range(9)
    )
    html = f"<html lang=en><head>{head}</head><body><article><h1>The vault</h1>{body}</article></body></html>"
    posted = client.post("/v1/articles", json={"html": html}, headers=KEYED).json
    assert posted is not None
    assert posted["access"] == "open", "its section is not known yet"
    hands.finish(posted["id"], posted["revision"])
    listening.refresh(posted["id"])
    assert catalog.episodes.public_feeds_with(posted["id"]) == ()
    assert catalog.episodes.feeds_with(posted["id"]) == ("", "premium")
    assert client.get(f"/audio/{posted['id']}.mp3").status_code == 404


# -- readers' clicks ---------------------------------------------------------------------------


def test_no_click_opens_it_again(client: FlaskClient, closed: MembersArticle, settings: Settings) -> None:
    publish(settings.shows_path, '[site."news.example"]\nvoices = ["tone/plain"]\n')
    for wish in ({}, {"voice": "tone/plain"}):
        answer = client.post("/v1/articles", json={"url": PAGE, **wish})
        assert answer.status_code == 422
        assert answer.json is not None
        assert answer.json["kind"] == "not-public"
        assert closed.id not in answer.text
    assert client.post("/v1/articles", json={"url": f"{PAGE}?other"}).status_code == 202


def test_closing_it_closes_what_readers_had_made_of_it(
    client: FlaskClient, hands: Hands, settings: Settings, listening: ArticleService, catalog: Catalog
) -> None:
    publish(settings.shows_path, '[site."news.example"]\nvoices = ["tone/plain"]\n')
    article = made(client, hands, access="open")
    clicked = client.post("/v1/articles", json={"url": PAGE, "voice": "tone/plain"}).json
    assert clicked is not None
    assert clicked["id"] != article.id
    listening.set_access(article.id, "members")
    assert client.get(f"/v1/articles/{clicked['id']}").status_code == 404
    listening.set_access(article.id, "open")
    assert client.get(f"/v1/articles/{clicked['id']}").status_code == 200


def test_a_keyless_reader_of_a_members_site_is_refused(client: FlaskClient, settings: Settings) -> None:
    publish(settings.shows_path, '[site."news.example"]\nmembers = true\n')
    assert client.post("/v1/articles", json={"url": PAGE}).status_code == 422
    assert client.post("/v1/articles", json={"url": PAGE, "access": "open"}).status_code == 401


# -- the hub ---------------------------------------------------------------------------


def test_the_hub_hears_nothing_of_it(
    app_with: Callable[..., Flask], hands: Hands, catalog: Catalog, settings: Settings, queue: Queue
) -> None:
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    public = {"public_url": "https://listen.example", "feed_hub": "https://hub.example/"}
    client = app_with(**SETTINGS | public).test_client()
    made(client, hands)
    assert catalog.news.due(later) == ()
    article = made(client, hands, access="open", url="https://news.example/open")
    told = {news.show for news in catalog.news.due(later)}
    assert told == {"", "club"}
    for news in catalog.news.due(later):
        catalog.news.notified(news)
    client.put(f"/v1/articles/{article.id}/access", json={"access": "members"}, headers=KEYED)
    assert {news.show for news in catalog.news.due(later)} == told, "it has gone from the public feeds"


def test_a_first_article_for_members_keeps_older_releases_from_starting(catalog: Catalog) -> None:
    def layout() -> int:
        with catalog._database.reading() as connection:
            return int(connection.scalar(sa.text("SELECT max(version) FROM schema_version")) or 0)

    catalog.accept(ArticleRequest(text="Open."), "open", None, "d", "batch")
    assert layout() == 6
    catalog.accept(ArticleRequest(text="Closed."), "closed", None, "d", "batch", if_new="members")
    assert layout() == 7
