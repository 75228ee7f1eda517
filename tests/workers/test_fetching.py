"""Pages are fetched before they are read: few of a site at once; those that wait are sent again, and fetched
pages are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import redis

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from tests.local_site import LocalSite
from tests.paged_site import put_ferry
from tts_service.article.extract.html.parts.pages import ALONE
from tts_service.article.request import ArticleRequest, encode_request
from tts_service.contracts.messages import to_read, touched
from tts_service.settings import Settings, load_settings
from workers.notices import RedisAnnouncer
from workers.web.fetch import FetchedPage
from workers.web.fetching import AHEAD_S, Fetching, leave
from workers.web.places import Place, Places

SITE = "https://news.example"


@pytest.fixture
def client(valkey: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(valkey) as client:
        client.flushdb()
        yield client


@pytest.fixture
def site() -> Iterator[LocalSite]:
    site = LocalSite()
    yield site
    site.close()


class Desk:
    """A ``Fetching`` with its parts at hand. ``sent``: what it had read or fetched."""

    def __init__(self, client: redis.Redis, settings: Settings) -> None:
        self.client = client
        self.narrations = FolderNarrations(settings.cache_dir, LocalStore(settings.cache_dir))
        self.places = Places(client, settings.fetches_per_site)
        self.sent: list[tuple[str, ...]] = []
        self.fetching = Fetching(
            settings,
            client,
            self.narrations,
            RedisAnnouncer(client),
            read=lambda *what: self.sent.append(("read", *what)),
            again=lambda *what: self.sent.append(("fetch", *what)),
        )

    def ask(self, article_id: str, url: str, queue: str = "interactive") -> None:
        self.client.set(to_read(article_id, "d"), encode_request(ArticleRequest(url=url)))
        self.fetching.run(article_id, "d", queue)


@pytest.fixture
def desk(client: redis.Redis, site: LocalSite, tmp_path: Path) -> Desk:
    given = {"TTS_DATA_DIR": str(tmp_path), "TTS_ALLOWED_SITES": site.origin, "TTS_FETCHES_PER_SITE": "2"}
    return Desk(client, load_settings(given, env_file=None))


def test_a_page_is_kept_until_it_is_read_and_fetched_once(desk: Desk, site: LocalSite) -> None:
    url = site.article("/a.html", "The clock")
    for _ in range(2):
        desk.ask("a", url)
    page = msgspec.json.decode(desk.narrations.page("a", "d") or b"", type=FetchedPage)
    assert "The clock" in page.html
    assert desk.sent == [("read", "a", "d", "interactive")] * 2
    assert len(site.asked) == 1


def test_an_article_in_several_pages_is_fetched_once_in_one_place(desk: Desk, site: LocalSite) -> None:
    url = put_ferry(site)
    assert desk.places.take(site.origin, "interactive", "x d", 60) is Place.MINE  # one of two is left
    for _ in range(2):
        desk.ask("a", url)
    page = msgspec.json.decode(desk.narrations.page("a", "d") or b"", type=FetchedPage)
    assert [other.url for other in page.others.pages] == [f"{url}?page=2", f"{url}?page=3"]
    assert desk.sent == [("read", "a", "d", "interactive")] * 2
    assert len(site.asked) == 4  # with robots.txt
    assert desk.client.zrange(f"tts:fetching:interactive:{site.origin}", 0, -1) == [b"x d"]


def test_a_page_that_an_older_fetcher_has_kept_can_be_read(desk: Desk) -> None:
    old = b'{"url":"https://news.example/a","html":"<p>A</p>","etag":"","last_modified":""}'
    assert msgspec.json.decode(old, type=FetchedPage).others == ALONE


def test_what_cannot_be_had_is_the_outcome(desk: Desk, site: LocalSite) -> None:
    desk.ask("a", f"{site.origin}/not-there.html")
    outcome = desk.narrations.outcome("a", "d")
    assert outcome is not None
    assert outcome.problem is not None
    assert outcome.problem.kind == "page-gone"
    assert desk.sent == []
    assert not desk.client.exists(to_read("a", "d"))
    assert not desk.client.keys("tts:fetching:*")


def test_who_finds_no_place_waits_without_a_thread_and_is_sent_by_the_next_who_leaves(
    desk: Desk, site: LocalSite
) -> None:
    url = site.article("/a.html", "The clock")
    for what in ("x d", "y d"):
        assert desk.places.take(site.origin, "interactive", what, 60) is Place.MINE
    for article_id in ("a", "b"):
        desk.ask(article_id, url)
    assert (desk.sent, site.asked) == ([], [])
    assert int(desk.client.ttl(touched("a"))) > 10  # the sweeper leaves it alone

    leave(desk.places, site.origin, "interactive", "x d", lambda *what: desk.sent.append(("fetch", *what)))
    assert desk.sent == [("fetch", "a", "d", "interactive")]
    desk.ask("a", url)  # which sends the next in its turn
    assert desk.sent[1:] == [("fetch", "b", "d", "interactive"), ("read", "a", "d", "interactive")]


def test_a_batch_is_fetched_no_faster_than_it_is_read(desk: Desk, site: LocalSite) -> None:
    for name in ("a", "b"):
        desk.ask(name, site.article(f"/{name}.html", "The clock"), "batch")
    assert desk.sent == [("read", "a", "d", "batch")]
    desk.ask("c", site.article("/c.html", "A click"))  # for which there are places
    assert desk.sent[-1] == ("read", "c", "d", "interactive")
    assert desk.places.site_held("a d") == site.origin
    assert desk.places.site_held("a d") == ""
    assert 0 < int(desk.client.ttl(f"tts:fetching:batch:{site.origin}")) <= AHEAD_S


@pytest.mark.parametrize(("queue", "most"), [("interactive", 5), ("batch", 2)])
def test_places_of_a_site_are_counted_over_all_processes(client: redis.Redis, queue: str, most: int) -> None:
    here, there = Places(client, 5), Places(client, 5)
    got = [(here, there)[n % 2].take(SITE, queue, f"{n} d", 60) for n in range(8)]
    assert got == [Place.MINE] * most + [Place.NONE] * (8 - most)
    assert there.take(SITE, queue, "0 d", 60) is Place.TAKEN
    assert there.take("https://other.example", queue, "8 d", 60) is Place.MINE
    waited = [here.give_back(SITE, queue, "0 d") for _ in range(9)]
    assert waited == [*(f"{n} d" for n in range(most, 8)), *[""] * (1 + most)]


def test_the_place_of_one_who_has_died_is_free_after_its_lease(client: redis.Redis) -> None:
    places = Places(client, 1)
    assert places.take(SITE, "interactive", "dead d", 60) is Place.MINE
    assert places.take(SITE, "interactive", "next d", 60) is Place.NONE
    client.zadd(f"tts:fetching:interactive:{SITE}", {"dead d": int(client.time()[0]) - 1})
    assert places.take(SITE, "interactive", "next d", 60) is Place.MINE
