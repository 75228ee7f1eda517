"""Signed addresses: forged, expired and foreign ones, keys that are replaced, guessing; what is cached."""

from __future__ import annotations

import base64
import logging
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from flask.testing import FlaskClient

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from tests.web.hands import Hands
from tests.web.members_scene import ACCESS_KEY, API_KEY, KEYED, SETTINGS, MembersArticle, made, token_for
from tts_service.articles.service import ArticleService
from tts_service.catalog import Access, Catalog
from tts_service.catalog.tables import EpisodeRow
from tts_service.signed_access import AccessKey, sign
from tts_service.web.http.redaction import keep_tokens_out
from tts_service.web.media.ready_audio import EXTENSION, ReadyAudio

OTHER = AccessKey("now", "hmac", "t" * 32)
NEXT = AccessKey("next", "hmac", "n" * 32)


@pytest.fixture
def client(app_with: Callable[..., Flask]) -> FlaskClient:
    return app_with(**SETTINGS).test_client()


@pytest.fixture
def closed(client: FlaskClient, hands: Hands) -> MembersArticle:
    return made(client, hands)


def status_of(client: FlaskClient, article: MembersArticle, token: str) -> int:
    return client.get(f"/audio/{article.id}.mp3", query_string={"token": token}).status_code


def test_a_signature_is_for_its_article_alone(
    client: FlaskClient, closed: MembersArticle, hands: Hands
) -> None:
    other = made(client, hands, url="https://news.example/cellar")
    for article, subject, status in (
        (closed, closed.id, 200),
        (closed, closed.url, 200),
        (closed, other.id, 404),
        (closed, other.url, 404),
        (closed, closed.url + "?utm_source=x", 404),
        (closed, "", 404),
        (other, closed.id, 404),
    ):
        assert status_of(client, article, token_for(subject)) == status, subject


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token.replace("now.", "next."),
        lambda token: token.replace(".", ".9", 1),
        lambda token: token + "=",
        lambda token: token.upper(),
        lambda token: token.rsplit(".", 1)[0] + ".",
        lambda token: token.rsplit(".", 1)[0],
        lambda token: token * 1000,
        lambda _: "now.99999999999." + "A" * 43,
        lambda _: "null",
        lambda _: "\0\ud7ff%00é",
        lambda _: "..",
    ],
)
def test_a_forged_one_is_worth_nothing(
    client: FlaskClient, closed: MembersArticle, forge: Callable[[str], str]
) -> None:
    assert status_of(client, closed, forge(token_for(closed.id))) == 404


def test_one_by_another_secret_is_worth_nothing(client: FlaskClient, closed: MembersArticle) -> None:
    assert status_of(client, closed, token_for(closed.id, key=OTHER)) == 404


def test_one_that_has_expired_says_so_and_only_it(client: FlaskClient, closed: MembersArticle) -> None:
    answer = client.get(f"/audio/{closed.id}.mp3?token={token_for(closed.id, -1)}")
    assert answer.status_code == 403
    assert answer.json is not None
    assert answer.json["kind"] == "access-expired"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"
    assert status_of(client, closed, token_for(closed.id, -1, OTHER)) == 404


def test_keys_are_replaced_without_a_gap(
    app_with: Callable[..., Flask], client: FlaskClient, closed: MembersArticle
) -> None:
    both = app_with(**SETTINGS | {"access_keys": (ACCESS_KEY, NEXT)}).test_client()
    later = app_with(**SETTINGS | {"access_keys": (NEXT,)}).test_client()
    old, new = token_for(closed.id), token_for(closed.id, key=NEXT)
    assert [status_of(client, closed, token) for token in (old, new)] == [200, 404]
    assert [status_of(both, closed, token) for token in (old, new)] == [200, 200]
    assert [status_of(later, closed, token) for token in (old, new)] == [404, 200]


def test_with_ed25519_only_the_publisher_can_sign(
    app_with: Callable[..., Flask], client: FlaskClient, closed: MembersArticle
) -> None:
    private = Ed25519PrivateKey.generate()
    public = base64.b64encode(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    key = AccessKey("paper", "ed25519", public)
    there = app_with(**SETTINGS | {"access_keys": (key,)}).test_client()

    def by_publisher(subject: str, lasts_s: int = 60) -> str:
        expires = int(time.time()) + lasts_s
        signature = private.sign(f"listen-access\n{subject}\n{expires}".encode())
        return f"paper.{expires}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"

    assert status_of(there, closed, by_publisher(closed.id)) == 200
    assert status_of(there, closed, by_publisher(closed.url)) == 200
    assert status_of(there, closed, by_publisher("another")) == 404
    assert status_of(there, closed, by_publisher(closed.id, -1)) == 403
    assert status_of(there, closed, by_publisher(closed.id)[:-8] + "AAAAAAAA") == 404
    forged = sign(AccessKey("paper", "hmac", public), closed.id, int(time.time()) + 60)
    assert status_of(there, closed, forged) == 404


def test_guessing_is_limited_and_does_not_lock_out_who_is_in(
    app_with: Callable[..., Flask], client: FlaskClient, closed: MembersArticle
) -> None:
    limited = app_with(**SETTINGS | {"client_wrong_tokens_per_minute": 5}).test_client()
    right = token_for(closed.id)
    assert status_of(limited, closed, right) == 200
    wrong = [status_of(limited, closed, f"now.{number}.{'A' * 43}") for number in range(10**9, 10**9 + 8)]
    assert wrong == [404] * 5 + [429] * 3
    answer = limited.get(f"/listen/unknown?token={token_for(closed.id, key=OTHER)}")
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)
    assert status_of(limited, closed, right) == 200
    assert status_of(limited, closed, token_for(closed.id, 601)) == 429, (
        "whoever guesses gains nothing by luck"
    )


def test_a_token_that_nothing_needs_is_no_guess(
    app_with: Callable[..., Flask], client: FlaskClient, hands: Hands, closed: MembersArticle
) -> None:
    """Such as that of a member who has left, on an article for everybody."""
    limited = app_with(**SETTINGS | {"client_wrong_tokens_per_minute": 2}).test_client()
    article = made(client, hands, access="open", url="https://news.example/open")
    for path in (f"/v1/articles/{article.id}", f"/listen/{article.id}", f"/audio/{article.id}.mp3"):
        assert limited.get(f"{path}?token=now.{10**9}.{'A' * 43}").status_code == 200, path
    assert status_of(limited, closed, token_for(closed.id)) == 200


def test_what_may_be_kept_is_kept_by_the_browser_alone(client: FlaskClient, closed: MembersArticle) -> None:
    fixed = client.get(f"/audio/{closed.id}/{closed.revision}.mp3?token={token_for(closed.id, 300)}")
    private, max_age, immutable = fixed.headers["Cache-Control"].split(", ")
    assert (private, immutable) == ("private", "immutable")
    assert 290 <= int(max_age.removeprefix("max-age=")) <= 300
    moving = client.get(f"/audio/{closed.id}.mp3?token={token_for(closed.id)}")
    assert moving.headers["Cache-Control"] == "private, no-cache"
    assert moving.headers["Content-Location"].endswith(f"?token={token_for(closed.id)}")


def test_ranges_and_conditions_work_as_for_any_file(client: FlaskClient, closed: MembersArticle) -> None:
    path = f"/audio/{closed.id}.mp3?token={token_for(closed.id)}"
    part = client.get(path, headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.data)) == (206, 100)
    same = client.get(path, headers={"If-None-Match": part.headers["ETag"]})
    assert same.status_code == 304
    assert same.headers["Cache-Control"] == "private, no-cache"


def test_a_playlist_leads_on_with_the_token(client: FlaskClient, closed: MembersArticle) -> None:
    token = token_for(closed.id)
    playlist = client.get(f"/audio/{closed.id}.m3u8?token={token}").text
    pieces = [line for line in playlist.splitlines() if line and not line.startswith("#")]
    assert pieces
    for piece in pieces:
        assert client.get(f"/audio/{piece}").status_code == 200
        assert client.get(f"/audio/{piece.partition('?')[0]}").status_code == 404


def test_what_is_told_of_it_leads_on_with_the_token(client: FlaskClient, closed: MembersArticle) -> None:
    token = token_for(closed.url)
    found = client.get("/v1/articles", query_string={"url": closed.url, "token": token}).json
    one = client.get(f"/v1/articles/{closed.id}?token={token}").json
    assert found is not None
    assert one is not None
    assert found["articles"] == [one]
    assert one["access"] == "members"
    for name in ("audio_url", "hls_url", "captions_url", "chapters_url"):
        assert client.get(one[name]).status_code == 200, name
        assert client.get(one[name].partition("?")[0]).status_code == 404, name
    events = client.get(f"/v1/articles/{closed.id}/events?token={token}").text
    assert f".mp3?token={token}" in events


def test_pages_hold_the_token_and_hand_it_to_nobody(client: FlaskClient, closed: MembersArticle) -> None:
    token = token_for(closed.id)
    for place in ("listen", "embed"):
        page = client.get(f"/{place}/{closed.id}?token={token}")
        assert f'token="{token}"' in page.text
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert 'name="robots" content="noindex"' in page.text
        for public in ("og:", "ld+json", "oembed", "&lt;iframe"):
            assert public not in page.text
    assert f"?download=1&amp;token={token}" in client.get(f"/listen/{closed.id}?token={token}").text


def test_nothing_in_a_log_is_a_token(
    client: FlaskClient, closed: MembersArticle, caplog: pytest.LogCaptureFixture, catalog: Catalog
) -> None:
    caplog.set_level(logging.DEBUG)
    right, wrong = token_for(closed.id), token_for(closed.id, key=OTHER)
    expired, feed = token_for(closed.id, -5), "feed_" + "y" * 43
    for token in (right, wrong, expired, feed):
        for path in (f"/audio/{closed.id}.mp3", f"/listen/{closed.id}", "/feeds/club.xml", "/v1/articles"):
            client.get(path, query_string={"token": token, "show": "club"})
        client.post(f"/v1/plays?token={token}", json={"article": closed.id, "events": []})
    assert client.get(f"/v1/articles?limit=x&token={right}").status_code == 400
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert "GET" in said, "requests are logged"
    for token in (right, wrong, expired, feed):
        assert token not in said
        assert token.rsplit(".", 1)[-1] not in said


def test_an_error_that_quotes_the_request_loses_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.Logger("library")
    log.addHandler(logging.StreamHandler())
    keep_tokens_out(log)
    try:
        raise ValueError(f"GET /audio/a.mp3?token={token_for('a')}&x=1 failed; feed_{'z' * 43}")
    except ValueError:
        log.exception("for %s", f"/feed.xml?token=feed_{'q' * 43}")
    said = capsys.readouterr().err
    assert said.count("token=…") == 2
    assert "&x=1 failed; … " not in said
    assert "z" * 20 not in said
    assert "q" * 20 not in said
    assert "Traceback" in said


# -- the short cut past the application ------------------------------------------------------------


def paths(article: MembersArticle) -> tuple[str, str]:
    return f"/audio/{article.id}.mp3", f"/audio/{article.id}/{article.revision}.mp3"


def test_the_short_cut_never_sends_what_is_closed(
    client: FlaskClient, closed: MembersArticle, hands: Hands
) -> None:
    ready: ReadyAudio = client.application.extensions[EXTENSION]
    for path in paths(closed):
        assert ready.find(path) is None
    for path in paths(made(client, hands, access="open", url="https://news.example/open")):
        assert ready.find(path) is not None


def test_an_open_file_is_let_go_when_its_article_is_closed(
    app_with: Callable[..., Flask], client: FlaskClient, hands: Hands
) -> None:
    """In every process at once, not when the next second has come."""
    article = made(client, hands, access="open")
    other_process: ReadyAudio = app_with(**SETTINGS).extensions[EXTENSION]
    for path in paths(article):
        assert other_process.find(path) is not None
    for access, is_sent in (("members", False), ("open", True), ("members", False)):
        changed = client.put(f"/v1/articles/{article.id}/access", json={"access": access}, headers=KEYED)
        assert changed.status_code == 200
        assert [other_process.find(path) is not None for path in paths(article)] == [is_sent] * 2


def test_the_catalog_is_not_asked_for_each_opening_of_a_fixed_address(
    narrations: Narrations, client: FlaskClient, hands: Hands
) -> None:
    article = made(client, hands, access="open")
    asked: list[NarrationId] = []

    def is_public(narration: NarrationId) -> bool:
        asked.append(narration)
        return True

    ready = ReadyAudio(narrations, lambda name: NarrationId(name, article.revision), is_public=is_public)
    fixed = paths(article)[1]
    first = ready.find(fixed)
    assert first is not None
    first.trusted_until = 0.0  # a second later
    assert ready.find(fixed) is not first
    assert asked == [NarrationId(article.id, article.revision)]
    assert ready.find(paths(article)[0]) is not None
    assert len(asked) == 1, "at the moving address the catalog says it with what it plays"


# -- editors ---------------------------------------------------------------------------


def test_two_editors_at_once_leave_it_one_or_the_other(
    client: FlaskClient, hands: Hands, catalog: Catalog, listening: ArticleService
) -> None:
    article = made(client, hands, access="open")

    def turn(number: int) -> None:
        listening.set_access(article.id, "members" if number % 2 else "open")
        entry = catalog.get(article.id)
        assert entry is not None
        listening.reconcile(entry)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(turn, range(40)))
    states: tuple[Access, ...] = ("open", "members")
    for access in states:
        listening.set_access(article.id, access)
        is_public = bool(catalog.episodes.public_feeds_with(article.id))
        assert is_public == (access == "open")
        assert catalog.episodes.feeds_with(article.id) == ("", "club")


def test_an_article_that_is_closed_while_it_is_published_is_published_for_members(
    client: FlaskClient, hands: Hands, catalog: Catalog
) -> None:
    """The publisher may have looked at the article when it was still open."""
    article = made(client, hands, access="open")
    episode = catalog.episodes.page("club", 1, 1)[0]
    facts = catalog.episodes._some(EpisodeRow, "")[0][1]
    catalog.access.change(article.id, "members")
    catalog.episodes.publish(episode, facts, ["club"])
    assert catalog.episodes.page("club", 1, 10) == ()
    assert [one.article_id for one in catalog.episodes.page_for_members("club", 1, 10)] == [article.id]


# -- the newsroom ---------------------------------------------------------------------------


def test_editors_see_a_badge_and_hear_it(client: FlaskClient, closed: MembersArticle) -> None:
    token = re.search(r'name="token" value="(\w+)"', client.get("/admin/login").text)
    assert token is not None
    client.post("/admin/login", data={"key": API_KEY, "token": token[1], "to": "/admin/"})
    assert 'class="state members"' in client.get("/admin/articles").text
    page = client.get(f"/admin/articles/{closed.id}").text
    assert 'class="state members"' in page
    listening = re.search(r"\.mp3\?token=([\w.-]+)", page)
    assert listening is not None
    assert status_of(client, closed, listening[1]) == 200
    assert client.get(f"/audio/other.mp3?token={listening[1]}").status_code == 404
