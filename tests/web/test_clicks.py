"""What readers without a key may do to what others hear: nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from tests.web.hands import Hands
from tests.web.test_newsroom import words
from tts_service.article.request import ArticleRequest, article_id
from tts_service.articles.service import ArticleService
from tts_service.catalog import Catalog, CatalogEntry
from tts_service.publisher.live import publish
from tts_service.settings import Settings
from tts_service.web.context import context_of

KEY = {"Authorization": "Bearer key"}
U = "https://news.example/river"
SHOWS = """
[site."news.example"]
language = "en"
voices = ["tone/b4"]
languages = ["es", "pt-BR"]
{more}

[show.world]
include = {{ language = "en" }}

[show.satire]
voice = "tone/plain"
"""


@pytest.fixture
def client(app_with: Callable[..., Flask], settings: Settings) -> FlaskClient:
    publish(settings.shows_path, SHOWS.format(more=""))
    return app_with(api_keys=("key",), allowed_sites=("https://news.example",)).test_client()


def post(client: FlaskClient, headers: dict[str, str] | None = None, **article: Any) -> dict[str, Any]:
    answer = client.post("/v1/articles", json=article, headers=headers)
    assert answer.status_code in (200, 202), answer.text
    return dict(answer.json or {})


def finished(client: FlaskClient, hands: Hands, headers: dict[str, str] | None = None, **article: Any) -> str:
    """The id of what was asked for and rendered."""
    status = post(client, headers, **article)
    hands.work()
    hands.finish(status["id"], client.get(f"/v1/articles/{status['id']}").json["revision"])  # type: ignore[index]
    assert client.get(f"/v1/articles/{status['id']}").json["status"] == "ready"  # type: ignore[index]
    context_of(client.application).articles.refresh(status["id"])
    return str(status["id"])


def in_feed(client: FlaskClient, feed: str = "/feed.xml") -> str:
    return client.get(feed).text


def as_heard(catalog: Catalog, name: str) -> tuple[CatalogEntry, ArticleRequest]:
    entry, source = catalog.get(name), catalog.source(name)
    assert entry is not None
    assert source is not None
    return entry, source


# -- what others hear ----------------------------------------------------------------------------------------

SENT: list[dict[str, Any]] = [
    {"url": U},
    {"url": U, "language": "en-GB", "title": "Up the river", "show": "world", "version": "7"},
    {"html": f'<link rel="canonical" href="{U}"><p>The whole story, which only subscribers see.</p>'},
]
WISHES = st.fixed_dictionaries(
    {"url": st.sampled_from([U, f"{U}?utm_source=x", f"{U}#top", "HTTPS://News.example:443/river"])},
    optional={
        "language": st.sampled_from(["en", "EN", "en-GB", "es", "ES", "pt-br", "ta", "x y"]),
        "voice": st.sampled_from(["tone/b4", "tone/plain", "gtts/en", "gtts", "piper/en_US-joe-medium", ""]),
        "show": st.sampled_from(["world", "satire", "nothing", "x" * 300]),
    },
)


@pytest.mark.parametrize("sent", SENT, ids=["by address", "with more", "as HTML"])
@profile(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wish=WISHES)
def test_no_click_changes_what_others_hear(
    client: FlaskClient, hands: Hands, catalog: Catalog, sent: dict[str, Any], wish: dict[str, Any]
) -> None:
    name = article_id(ArticleRequest(url=U))
    if catalog.get(name) is None:
        assert finished(client, hands, KEY, **sent) == name
    before, feeds = (
        as_heard(catalog, name),
        [in_feed(client, feed) for feed in ("/feed.xml", "/feeds/world.xml")],
    )
    answer = client.post("/v1/articles", json=wish)
    assert answer.status_code in (200, 202, 400, 403)
    hands.work()
    assert as_heard(catalog, name) == before
    assert [in_feed(client, feed) for feed in ("/feed.xml", "/feeds/world.xml")] == feeds
    assert client.get("/feeds/satire.xml").text.count("<item>") == 0
    assert client.get("/v1/articles", query_string={"url": U}).json["articles"][0]["id"] == name  # type: ignore[index]
    if answer.status_code < 400 and answer.json and answer.json["id"] != name:
        assert set(wish) & {"voice", "language"}


def test_a_first_click_decides_nothing_for_the_next_reader(client: FlaskClient, hands: Hands) -> None:
    wished = [finished(client, hands, url=U, language="es"), finished(client, hands, url=U, voice="tone/b4")]
    found = client.get("/v1/articles", query_string={"url": U}).json
    assert found == {"articles": [], "cursor": None, "may_ask": True}
    plain = finished(client, hands, url=U)
    assert plain not in wished
    assert client.get("/v1/articles", query_string={"url": U}).json["articles"][0]["id"] == plain  # type: ignore[index]
    assert client.get(f"/v1/articles/{plain}").json["language"] == "en"  # type: ignore[index]
    by_voice = client.get("/v1/articles", query_string={"url": U, "voice": "tone/b4"}).json
    assert by_voice["articles"][0]["id"] == wished[1]  # type: ignore[index]


# -- what may be wished --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "wishes"),
    [
        ("voice-not-allowed", [{"voice": voice} for voice in ("gtts/en", "gtts", "tone/plain", "tone/B4")]),
        ("voice-not-allowed", [{"language": "es", "voice": "gtts/es"}]),
        ("language-not-allowed", [{"language": language} for language in ("ta", "es-MX")]),
    ],
)
def test_what_the_publisher_does_not_list_is_refused(
    client: FlaskClient, catalog: Catalog, kind: str, wishes: list[dict[str, str]]
) -> None:
    for wish in wishes:
        answer = client.post("/v1/articles", json={"url": U, **wish})
        assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
        assert answer.json is not None
        assert answer.json["kind"] == kind
        assert '[site."news.example"] in shows.toml' in answer.json["detail"]
    assert catalog.list().entries == ()


def test_what_the_publisher_lists_is_a_narration_of_its_own(
    client: FlaskClient, hands: Hands, catalog: Catalog
) -> None:
    wishes: list[dict[str, str]] = [
        {},
        {"voice": "tone/b4"},
        {"language": "es"},
        {"language": "pt-BR"},
        {"language": "es", "voice": "tone/b4"},
    ]
    names = [finished(client, hands, None, url=U, **wish) for wish in wishes]
    assert len(set(names)) == len(wishes)
    for name, wish in zip(names, wishes, strict=True):
        assert as_heard(catalog, name)[1] == msgspec.convert({"url": U, **wish}, ArticleRequest)
    again = [
        post(
            client,
            None,
            url=U,
            **{key: value.upper() if key == "language" else value for key, value in wish.items()},
        )
        for wish in wishes
    ]
    assert [status["id"] for status in again] == names


def test_the_sites_own_language_and_a_show_are_no_wishes(
    client: FlaskClient, hands: Hands, catalog: Catalog
) -> None:
    plain = finished(client, hands, url=U, show="satire", language="EN")
    assert plain == article_id(ArticleRequest(url=U)) == post(client, url=U, show="nothing of ours")["id"]
    assert as_heard(catalog, plain)[1] == ArticleRequest(url=U)


def test_a_voice_that_somebody_with_a_key_has_asked_for_can_be_heard(
    client: FlaskClient, hands: Hands
) -> None:
    name = finished(client, hands, KEY, url=U, voice="tone/plain")
    assert post(client, url=U, voice="tone/plain")["id"] == name
    assert client.get("/v1/articles", query_string={"url": U}).json["articles"][0]["id"] == name  # type: ignore[index]


def test_a_page_learns_whether_it_may_ask_for_a_voice(client: FlaskClient) -> None:
    for voice, may in (("", True), ("tone/b4", True), ("gtts/en", False), ("tone/plain", False)):
        query = {"url": U} | ({"voice": voice} if voice else {})
        assert client.get("/v1/articles", query_string=query).json["may_ask"] == may  # type: ignore[index]


def test_what_is_withdrawn_is_gone_in_every_voice_that_readers_chose(
    client: FlaskClient, hands: Hands, catalog: Catalog
) -> None:
    plain = finished(client, hands, KEY, url=U)
    wished = [finished(client, hands, url=U, voice="tone/b4"), finished(client, hands, url=U, language="es")]
    kept = [
        finished(client, hands, url=f"{U}/2", language="es"),
        finished(client, hands, KEY, url=U, voice="tone/plain"),
    ]
    assert client.delete(f"/v1/articles/{plain}", headers=KEY).status_code == 204
    assert [name for name in (plain, *wished, *kept) if catalog.get(name)] == kept
    assert {client.get(f"/audio/{name}.mp3").status_code for name in wished} == {404}


def test_where_nothing_is_listed_nothing_may_be_wished(app_with: Callable[..., Flask]) -> None:
    client = app_with(api_keys=("key",), allowed_sites=("https://news.example",)).test_client()
    for wish in ({"voice": "tone/a4"}, {"language": "en"}):
        assert client.post("/v1/articles", json={"url": U, **wish}).status_code == 403
    assert client.post("/v1/articles", json={"url": U}).status_code == 202


# -- the podcast ---------------------------------------------------------------------------------------------


def test_a_click_makes_no_episode_until_somebody_sends_the_article(
    client: FlaskClient, hands: Hands, catalog: Catalog, listening: ArticleService
) -> None:
    for number, origin in enumerate(("key", "hook", "watch", "command")):
        url = f"{U}/{number}"
        name = finished(client, hands, url=url)
        assert name not in in_feed(client) + in_feed(client, "/feeds/world.xml")
        listening.request(ArticleRequest(url=url), queue="batch", origin=origin)  # type: ignore[arg-type]
        assert name in in_feed(client)
        assert as_heard(catalog, name)[0].origin == origin
        post(client, url=url)
        assert as_heard(catalog, name)[0].origin == origin
        assert name in in_feed(client)
    assert catalog.episodes.state("")[0] == 4


def test_what_is_sent_while_it_is_rendered_for_a_reader_becomes_an_episode(
    client: FlaskClient, hands: Hands
) -> None:
    post(client, url=U)
    name = finished(client, hands, KEY, url=U)
    assert name in in_feed(client)


def test_many_clicks_leave_the_podcast_as_it_is(client: FlaskClient, hands: Hands, catalog: Catalog) -> None:
    sent = finished(client, hands, KEY, url=U)
    feed = in_feed(client)
    for number in range(8):
        finished(client, hands, url=f"{U}?page={number}")
    assert in_feed(client) == feed
    assert catalog.episodes.feeds_with(sent)


def test_a_site_may_have_clicks_in_its_feed(client: FlaskClient, hands: Hands, settings: Settings) -> None:
    publish(settings.shows_path, SHOWS.format(more="feed = true"))
    plain = finished(client, hands, url=U)
    wished = [finished(client, hands, url=U, language="es"), finished(client, hands, url=U, voice="tone/b4")]
    assert plain in in_feed(client)
    assert plain in in_feed(client, "/feeds/world.xml")
    assert not any(name in in_feed(client) for name in wished)


def test_an_episode_stays_one_and_follows_its_article(
    client: FlaskClient, hands: Hands, settings: Settings, listening: ArticleService
) -> None:
    """Made by a click while its site said so; later it does not."""
    publish(settings.shows_path, SHOWS.format(more="feed = true"))
    name = finished(client, hands, url=U)
    publish(settings.shows_path, SHOWS.format(more="skip = '.ad'"))
    listening.follow_rules(name)
    assert hands.work() == ["tts.fetch"]
    assert listening.refresh(name).status == "ready"
    assert name in in_feed(client)


def test_an_editor_puts_a_clicked_article_into_the_podcast(
    client: FlaskClient, app_with: Callable[..., Flask], hands: Hands, catalog: Catalog
) -> None:
    name = finished(client, hands, url=U)
    newsroom = app_with().test_client()
    page = newsroom.get(f"/admin/articles/{name}")
    assert "A reader’s click brought it here, so it is in no feed." in words(page)
    token = page.text.split('name="token" value="')[1].split('"')[0]
    assert (
        newsroom.post(f"/admin/articles/{name}/publish", data={"token": token, "do": "feed"}).status_code
        == 303
    )
    assert name in in_feed(client)
    assert "brought it here" not in words(newsroom.get(f"/admin/articles/{name}"))
    other = finished(client, hands, url=f"{U}/2")
    data = {"token": token, "do": "pick", "show": "satire"}
    assert newsroom.post(f"/admin/articles/{other}/publish", data=data).status_code == 303
    assert other in in_feed(client, "/feeds/satire.xml")


def test_without_keys_whoever_is_here_sends(app_with: Callable[..., Flask], hands: Hands) -> None:
    client = app_with().test_client()
    assert finished(client, hands, url=U, voice="tone/plain", show="daily") in in_feed(
        client, "/feeds/daily.xml"
    )


def test_a_click_renews_what_was_sent_from_what_was_sent(
    client: FlaskClient, hands: Hands, catalog: Catalog, settings: Settings
) -> None:
    """When rules change, too, the text that the publisher has sent counts, and not what stands on the page
    for everybody."""
    sent = SENT[2]
    name = finished(client, hands, KEY, **sent)
    publish(settings.shows_path, SHOWS.format(more="skip = '.ad'"))
    post(client, url=U)
    hands.work()
    entry, source = as_heard(catalog, name)
    assert msgspec.structs.asdict(source)["html"] == sent["html"]
    assert entry.origin == "key"
