"""No route gives away anything of an article for members only, whoever added the route and whenever.

Every rule of the URL map is either one that names an article, and then checked here by itself, or is listed
below with the reason why it needs no check. A new one that is neither fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.web.hands import Hands
from tests.web.members_scene import KEYED, PAGE, SETTINGS, MembersArticle, made, token_for

UNKNOWN = "aaaabbbbccccdddd"
NO_ARTICLE = "names no article, and shows none"
NEWSROOM = "the newsroom has its own gate, and shows editors everything"
KEYED_ONLY = "needs an API key"
LISTS = "lists articles: tests/web/test_members_lists.py"
PUBLIC_EPISODES = "shows what everybody may hear, or takes a key: tests/web/test_playlists.py"
DECIDED = {
    r"/v1/articles": LISTS,
    r"/oembed": LISTS,
    r"/feed\.xml|/feeds/<show>\.xml|/artwork(/<show>)?\.png": LISTS,
    r"/v1/playlists.*|/feeds/playlist/<playlist>\.xml|/artwork/playlist/<playlist>\.png": PUBLIC_EPISODES,
    r"/v1/plays": "takes an article's id in its body: tests/web/test_members_lists.py",
    r"/admin/.*": NEWSROOM,
    r"/v1/statistics|/v1/shows/<show>/plays|/v1/members.*|/v1/lexicon.*|/v1/webhooks.*": KEYED_ONLY,
    r"/v1/keys.*|/v1/audit.*": KEYED_ONLY,
    r"/v1/hooks/.*": "is signed by hub or site",
    r"/v1/audio/.*|/v1/models.*": "speaks what it is sent",
    r"/(listen-button|listen-playlist|read-along)(\.js|/.*)|/doors/<name>|/embed\.js|/demo/.*": NO_ARTICLE,
    r"/|/docs|/openapi\.json": NO_ARTICLE,
    r"/healthz|/readyz|/metrics|/\.well-known/.*": NO_ARTICLE,
}
NUMBERS = {"first": 0, "end": 10}
KEYED_ROUTES = ("/plays", "/drop-off", "/publication")
"""Of an article, for editors alone."""


@pytest.fixture
def app(app_with: Callable[..., Flask]) -> Flask:
    return app_with(**SETTINGS)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def closed(client: FlaskClient, hands: Hands) -> MembersArticle:
    return made(client, hands)


def of_articles(app: Flask) -> Iterator[tuple[str, Rule]]:
    for rule in app.url_map.iter_rules():
        if "article_id" in rule.arguments and not rule.rule.startswith("/admin/"):
            yield from ((method, rule) for method in sorted(rule.methods or ()) if method != "OPTIONS")


def address(rule: Rule, article_id: str, revision: str) -> str:
    values = {"article_id": article_id, "revision": revision}
    built = rule.build({name: NUMBERS.get(name, values.get(name)) for name in rule.arguments})
    assert built is not None
    return str(built[1])


def told(answer: TestResponse, *names: str) -> tuple[object, ...]:
    """All that a client sees, but for the names it has asked by."""
    body = answer.data.decode("latin-1")
    for name in names:
        body = body.replace(name, "…")
    headers = {k: v for k, v in answer.headers if k not in ("Content-Length", "Date")}
    return answer.status_code, body, headers


def test_every_route_is_decided(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if "article_id" not in rule.arguments}
    undecided = {rule for rule in rules if not any(re.fullmatch(known, rule) for known in DECIDED)}
    assert undecided == set(), "does it show anything of an article for members? Say so in DECIDED"


def test_articles_are_always_named_by_article_id(app: Flask) -> None:
    """It is by this name that the gate knows what to look at."""
    others = {name for rule in app.url_map.iter_rules() for name in rule.arguments} - {"article_id"}
    assert others == {
        *(
            "playlist",
            "revision",
            "first",
            "end",
            "show",
            "name",
            "version",
            "word",
            "member",
            "key",
            "room",
            "id",
            "endpoint",
            "event",
            "kind",
        ),
    }


def test_no_route_answers_without_a_signature(
    app: Flask, client: FlaskClient, closed: MembersArticle
) -> None:
    """Each says to the letter what it says of an article that does not exist."""
    seen = 0
    for method, rule in of_articles(app):
        for query in ("", "?token=", f"?token={token_for(UNKNOWN)[:-3]}abc", "?token=feed_" + "x" * 43):
            there = client.open(address(rule, closed.id, closed.revision) + query, method=method)
            nowhere = client.open(address(rule, UNKNOWN, closed.revision) + query, method=method)
            assert told(there, closed.id) == told(nowhere, UNKNOWN), (method, rule.rule, query)
            assert there.status_code in (401, 404), (method, rule.rule)
            assert "no-store" in there.headers["Cache-Control"] or there.status_code == 401
            seen += 1
    assert seen > 100


def test_every_route_answers_to_a_signature(app: Flask, client: FlaskClient, closed: MembersArticle) -> None:
    for method, rule in of_articles(app):
        if method in ("GET", "HEAD") and not rule.rule.endswith(KEYED_ROUTES):
            for subject in (closed.id, closed.url):
                path = f"{address(rule, closed.id, closed.revision)}?token={token_for(subject)}"
                answer = client.open(path, method=method)
                if "credentials" in rule.rule:  # nothing is signed by C2PA here
                    assert answer.status_code == 404
                    continue
                assert answer.status_code in (200, 204), (method, rule.rule, answer.data)
                check_private(answer)


def check_private(answer: TestResponse) -> None:
    caching = answer.headers["Cache-Control"]
    assert caching.startswith("private")
    assert "public" not in caching
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_nothing_changes_for_an_open_article(app: Flask, client: FlaskClient, hands: Hands) -> None:
    article = made(client, hands, access="open", url="https://news.example/open")
    for method, rule in of_articles(app):
        if method == "GET" and not rule.rule.endswith(KEYED_ROUTES) and "credentials" not in rule.rule:
            answer = client.get(address(rule, article.id, article.revision))
            assert answer.status_code in (200, 204), rule.rule
            assert "private" not in answer.headers.get("Cache-Control", "")
            assert "X-Robots-Tag" not in answer.headers


def test_a_key_opens_everything_and_no_cache_keeps_it(
    app: Flask, client: FlaskClient, closed: MembersArticle
) -> None:
    answer = client.get(f"/audio/{closed.id}/{closed.revision}.mp3", headers=KEYED)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Authorization" in answer.headers["Vary"]
    assert client.get(f"/v1/articles/{closed.id}", headers={"Authorization": "Bearer no"}).status_code == 404


def test_on_a_machine_without_keys_it_is_closed_too(app_with: Callable[..., Flask], hands: Hands) -> None:
    client = app_with(**SETTINGS | {"api_keys": ()}).test_client()
    article = made(client, hands)
    assert client.get(f"/v1/articles/{article.id}").status_code == 404
    assert client.get(f"/audio/{article.id}.mp3?token={token_for(article.id)}").status_code == 200
    assert client.get(f"/v1/articles?url={PAGE}").json == {"articles": [], "cursor": None, "may_ask": True}
