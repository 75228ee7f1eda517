"""The service behind a shared cache that keeps what it is let keep: an open narration comes from the cache,
and nothing for members ever does, whoever fetched it first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from tests.cdn import Cdn, nginx_cache, source
from tests.running import Service, free_port, wait_until
from tts_service.settings import Settings
from tts_service.signed_access import AccessKey, sign
from tts_service.web import create_app

KEY = "a-key-of-the-publisher"
BEARER = {"Authorization": f"Bearer {KEY}"}
SECRET = "s" * 32
PAGE = "https://news.example"
NOT_FOR_READERS = ("/plays", "/drop-off", "/publication")
"""How the addresses of an article end that only keys are told."""


Addresses = Callable[["Article"], list[str]]


class Article(NamedTuple):
    id: str
    revision: str

    @property
    def fixed(self) -> str:
        return f"/audio/{self.id}/{self.revision}.mp3"

    @property
    def token(self) -> str:
        return sign(AccessKey("now", "hmac", SECRET), self.id, int(time.time()) + 600)


@pytest.fixture(scope="module")
def cdn_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def service(service_of_file: Callable[..., Service], cdn_port: int) -> Service:
    return service_of_file(
        workers="1",
        api_keys=KEY,
        access_keys=f"now=hmac:{SECRET}",
        client_wrong_tokens_per_minute="0",
        audio_url=f"http://127.0.0.1:{cdn_port}",
    )


@pytest.fixture(scope="module")
def cdn(
    service: Service,
    cdn_port: int,
    needs: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Cdn]:
    with nginx_cache(needs("nginx"), tmp_path_factory.mktemp("cdn"), service.settings.port, cdn_port) as cdn:
        yield cdn


@pytest.fixture
def network(cdn: Cdn) -> Cdn:
    """With nothing stored yet."""
    cdn.purge()
    return cdn


def posted(service: Service, name: str, **fields: str) -> Article:
    """A finished article, in the show ``club``."""
    html = f'<link rel="canonical" href="{PAGE}/{name}"><p>The {name} was empty. Nobody said a word.</p>'
    body = {"html": html, "title": f"The {name}", "show": "club", **fields}
    answer = httpx.post(f"{service.url}/v1/articles", json=body, headers=BEARER, trust_env=False)
    assert answer.status_code in (200, 202), answer.text
    article_id = answer.json()["id"]

    def status() -> Any:
        found = service.get(f"/v1/articles/{article_id}", headers=BEARER).json()
        return found["status"] == "ready" and found

    return Article(article_id, wait_until(status, "the narration")["revision"])


@pytest.fixture(scope="module")
def opened(service: Service) -> Article:
    return posted(service, "square")


@pytest.fixture(scope="module")
def closed(service: Service) -> Article:
    return posted(service, "vault", access="members")


@pytest.fixture(scope="module")
def member(service: Service) -> dict[str, Any]:
    """With a token for the feed of the show."""
    body = {"name": "4711", "show": "club"}
    added = httpx.post(f"{service.url}/v1/members", json=body, headers=BEARER, trust_env=False)
    return dict(added.json())


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Addresses:
    """All that readers may ask of an article."""
    app = create_app(Settings(data_dir=tmp_path_factory.mktemp("unused"), api_keys=(KEY,)))
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if "article_id" in rule.arguments
        and "GET" in (rule.methods or ())
        and not rule.rule.startswith("/admin/")
        and not rule.rule.endswith(NOT_FOR_READERS)
    ]
    assert len(rules) > 20

    def of(article: Article) -> list[str]:
        given = {"article_id": article.id, "revision": article.revision, "first": 0, "end": 10}
        built = (rule.build({name: given[name] for name in rule.arguments}) for rule in rules)
        return [address[1] for address in built if address is not None]

    return of


def shared_addresses(article: Article, token: str) -> list[tuple[str, str]]:
    """Those that name it in other ways: without a right to it, and with one."""
    page = f"{PAGE}/vault"
    return [
        ("/feeds/club.xml", f"/feeds/club.xml?token={token}"),
        ("/v1/articles?show=club", f"/v1/articles?show=club&token={token}"),
        (f"/v1/articles?url={page}", f"/v1/articles?url={page}&token={article.token}"),
        (f"/oembed?url={page}", f"/oembed?url={page}&token={article.token}"),
    ]


# -- what everybody may hear ---------------------------------------------------------------------------------


def test_a_narration_is_fetched_once_for_all_listeners(
    network: Cdn, service: Service, opened: Article
) -> None:
    for client in (network.whole, network.sliced):
        first, second = client.get(opened.fixed), client.get(opened.fixed)
        assert (source(first), source(second)) == ("MISS", "HIT")
        assert first.content == second.content == service.get(opened.fixed).content
        assert second.headers["Access-Control-Allow-Origin"] == "*"
        assert second.headers["ETag"] == first.headers["ETag"]
        again = client.get(opened.fixed, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content, source(again)) == (304, b"", "HIT")


@pytest.mark.parametrize("kind", ["whole", "sliced"])
def test_a_part_comes_from_the_cache_too(network: Cdn, service: Service, opened: Article, kind: str) -> None:
    client: httpx.Client = getattr(network, kind)
    whole = service.get(opened.fixed).content
    for asked, first, last in (
        ("bytes=20000-29999", 20_000, 29_999),
        ("bytes=-500", len(whole) - 500, len(whole) - 1),
        ("bytes=30000-", 30_000, len(whole) - 1),
    ):
        for _ in range(2):
            part = client.get(opened.fixed, headers={"Range": asked})
            assert (part.status_code, part.content) == (206, whole[first : last + 1])
            assert part.headers["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"
        assert source(part) == "HIT"
    beyond = client.get(opened.fixed, headers={"Range": "bytes=99999999-"})
    assert beyond.status_code == 416


def test_the_moving_address_leads_to_the_cache(network: Cdn, service: Service, opened: Article) -> None:
    for comes_from in ("MISS", "HIT"):
        heard = httpx.get(
            f"{service.url}/audio/{opened.id}.mp3", follow_redirects=True, trust_env=False, timeout=30
        )
        assert heard.url.path == opened.fixed
        assert source(heard) == comes_from


def test_only_what_never_changes_is_answered_without_asking(
    network: Cdn, service: Service, opened: Article, addresses: Addresses
) -> None:
    """But for feeds, which are fetched by many, and may be a minute old."""
    for address in addresses(opened):
        for _ in range(2):
            answer = network.sliced.get(address)
        assert "Cache-Control" in answer.headers, f"{address}: caches would guess how long to keep it"
        assert (source(answer) == "HIT") == (opened.revision in address and "credentials" not in address), (
            address
        )
    wait_until(lambda: service.get("/feeds/club.xml").status_code == 200, "the feed of a new show")
    for address in ("/feeds/club.xml", "/feed.xml"):
        assert network.sliced.get(address).headers["Cache-Control"] == "public, max-age=60"


# -- what is for members -------------------------------------------------------------------------------------


def test_what_members_fetched_is_given_to_nobody_else(
    network: Cdn, service: Service, closed: Article, addresses: Addresses
) -> None:
    for client in (network.whole, network.sliced):
        for address in addresses(closed):
            if "credentials" in address:
                continue  # nothing is signed here
            for _ in range(2):
                heard = client.get(address, params={"token": closed.token})
                assert (heard.status_code, source(heard)) == (200, "MISS"), address
            assert client.get(address, headers=BEARER).status_code == 200, address
            for token, headers in (("", {}), ("now.1.abc", {}), ("", {"Range": "bytes=0-99"})):
                stranger = client.get(address, params={"token": token} if token else {}, headers=headers)
                assert (stranger.status_code, source(stranger)) == (404, "MISS"), address
                assert "vault" not in stranger.text


def test_lists_and_feeds_of_members_are_theirs(
    network: Cdn,
    opened: Article,
    closed: Article,
    member: dict[str, Any],
) -> None:
    for client in (network.whole, network.sliced):
        for address, with_right in shared_addresses(closed, member["token"]):
            network.purge()
            for _ in range(2):
                told = client.get(with_right)
                assert (source(told), closed.id in told.text) == ("MISS", True), with_right
            client.get(address, headers=BEARER)
            assert closed.id not in client.get(address).text, address


def test_a_revoked_token_opens_nothing_that_it_has_opened(
    network: Cdn, service: Service, closed: Article
) -> None:
    body = {"name": "4712", "show": "club"}
    added = httpx.post(f"{service.url}/v1/members", json=body, headers=BEARER, trust_env=False).json()
    asked = {"token": added["token"]}
    for address in (closed.fixed, "/feeds/club.xml"):
        assert network.sliced.get(address, params=asked).status_code == 200
    httpx.delete(f"{service.url}/v1/members/{added['member']['id']}", headers=BEARER, trust_env=False)
    for address in (closed.fixed, "/feeds/club.xml"):
        assert network.sliced.get(address, params=asked).status_code == 404


# -- what changes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["closed", "withdrawn"])
def test_what_is_taken_back_is_gone_but_for_what_may_be_kept_for_ever(
    network: Cdn, service: Service, how: str, addresses: Addresses
) -> None:
    article = posted(service, f"harbour {how}")
    for address in addresses(article):
        network.sliced.get(address)
    at = f"{service.url}/v1/articles/{article.id}"
    if how == "closed":
        httpx.put(f"{at}/access", json={"access": "members"}, headers=BEARER, trust_env=False)
    else:
        httpx.delete(at, headers=BEARER, trust_env=False)
    for address in addresses(article):
        if article.revision in address and "credentials" not in address:
            continue
        assert network.sliced.get(address).status_code in (404, 410), address
    assert source(network.sliced.get(article.fixed)) == "HIT", "what the documentation says to purge"
    network.purge()
    for address in addresses(article):
        assert network.sliced.get(address).status_code in (404, 410), address


def test_an_edit_is_heard_at_once(
    network: Cdn, service: Service, opened: Article, addresses: Addresses
) -> None:
    article = posted(service, "tower")
    for address in addresses(article):
        network.sliced.get(address)
    edited = posted(service, "tower", id=article.id, title="The tower again")
    assert (edited.id, edited.revision != article.revision) == (article.id, True)
    assert network.sliced.get(f"/v1/articles/{article.id}").json()["revision"] == edited.revision
    heard = network.sliced.get(f"/audio/{article.id}.mp3")
    assert (heard.status_code, heard.headers["Location"].endswith(edited.fixed)) == (302, True)
    assert "The tower again" in network.sliced.get(f"/listen/{article.id}").text
    assert "The tower again" in network.sliced.get(f"/captions/{article.id}.vtt").text


def test_none_of_all_these_tokens_is_in_the_service_s_log(
    network: Cdn, service: Service, closed: Article, member: dict[str, Any]
) -> None:
    tokens = (closed.token, closed.token[:-8] + "AAAAAAAA", member["token"], "feed_" + "y" * 43)
    for token in tokens:
        for address in (f"/listen/{closed.id}", "/feeds/club.xml", "/nothing/here"):
            network.sliced.get(address, params={"token": token})
    wait_until(lambda: "path='/nothing/here'" in service.running.output, "the log of the last request")
    assert "token=" not in service.running.output
    for token in tokens:
        assert token.rsplit(".", 1)[-1] not in service.running.output
