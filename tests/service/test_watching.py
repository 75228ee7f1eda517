"""The watch on real parts: a site on this machine, the catalog, the queue; and once on the whole service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from tests.local_site import LocalSite
from tts_service.article.request import ArticleRequest, article_id
from tts_service.articles.service import ArticleService
from tts_service.background.watcher import MOST_AT_ONCE, MOST_BACK_OFF, Look, Watcher
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.ops.workers_port import web_reader
from tts_service.publisher.shows.shows import WatchRule
from tts_service.settings import Settings
from tts_service.websub.subscriber import Subscriber

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class Newsroom:
    """A site, and the watch over it, with a clock of its own."""

    def __init__(
        self, site: LocalSite, catalog: Catalog, listening: ArticleService, queue: Queue, settings: Settings
    ) -> None:
        self.site, self.catalog, self.listening, self.queue = site, catalog, listening, queue
        self.now = START
        self.watch = WatchRule(url=f"{site.origin}/sitemap.xml", every=600, grace=86_400)
        reader = web_reader(settings)
        reader._pace_s = 0.0  # type: ignore[attr-defined]
        subscriber = Subscriber(catalog.subscriptions, reader.send_form, "", lambda: self.now)
        self.watcher = Watcher(listening, catalog.watched, reader, subscriber, lambda: self.now)

    def look(self, *, after: dt.timedelta = dt.timedelta(minutes=10)) -> Look:
        self.now += after
        return self.watcher.look(self.watch)

    def article(self, path: str) -> bool:
        return self.catalog.get(article_id(ArticleRequest(url=self.site.origin + path))) is not None


@pytest.fixture
def site() -> Iterator[LocalSite]:
    site = LocalSite()
    yield site
    site.close()


@pytest.fixture
def newsroom(site: LocalSite, tmp_path: Path, valkey: str) -> Iterator[Newsroom]:
    settings = Settings(data_dir=tmp_path, redis_url=valkey, allowed_sites=(site.origin,))
    catalog, queue = Catalog(settings.catalog_url), Queue(settings)
    queue.redis.flushall()
    narrations = FolderNarrations(settings.cache_dir, LocalStore(settings.cache_dir))
    yield Newsroom(site, catalog, ArticleService(settings, catalog, narrations, queue), queue, settings)
    queue.close()
    catalog.close()


def test_new_and_changed_articles_are_asked_for_once(newsroom: Newsroom) -> None:
    newsroom.site.sitemap("/sitemap.xml", {"/one": "2025-12-10", "/two": "2025-12-11"})
    assert newsroom.look().asked == 2
    assert newsroom.look().asked == 0
    assert newsroom.queue.depth("fetch") == 2
    assert newsroom.queue.depth("interactive") == 0
    newsroom.site.sitemap(
        "/sitemap.xml", {"/one": "2025-12-12", "/two": "2025-12-11", "/three": "2025-12-12"}
    )
    assert newsroom.look().asked == 2


def test_a_page_without_a_date_is_asked_for_once(newsroom: Newsroom) -> None:
    listed = "<urlset><url><loc>/one</loc></url></urlset>"
    newsroom.site.put("/sitemap.xml", listed, "application/xml")
    assert newsroom.look().asked == 1
    assert newsroom.look().asked == 0


def test_what_has_not_changed_is_not_even_sent(newsroom: Newsroom) -> None:
    newsroom.site.sitemap("/sitemap.xml", {"/one": "2025-12-10"}, etag='"1"')
    newsroom.look()
    assert newsroom.look().unchanged
    assert [status for path, status in newsroom.site.asked if path == "/sitemap.xml"] == [200, 304]


def test_an_index_is_followed(newsroom: Newsroom) -> None:
    entries = "".join(f"<sitemap><loc>/{name}.xml</loc></sitemap>" for name in "ab")
    index = f"<sitemapindex>{entries}</sitemapindex>"
    newsroom.site.put("/sitemap.xml", index, "application/xml")
    newsroom.site.sitemap("/a.xml", {"/one": "2025-12-10"})
    newsroom.site.sitemap("/b.xml", {"/two": "2025-12-10"})
    assert newsroom.look().asked == 2
    newsroom.site.put("/b.xml", "broken", "application/xml")
    look = newsroom.look()
    assert (look.asked, "neither a feed nor a sitemap" in look.problem) == (0, True)
    assert newsroom.article("/two")


def test_the_first_look_at_an_archive_takes_the_newest(newsroom: Newsroom) -> None:
    pages = {f"/{n}": f"{1900 + n}-01-01" for n in range(MOST_AT_ONCE + 20)}
    newsroom.site.sitemap("/sitemap.xml", pages)
    assert newsroom.look().asked == MOST_AT_ONCE
    assert not newsroom.article("/0")
    assert newsroom.article(f"/{MOST_AT_ONCE + 19}")
    assert newsroom.look().asked == 0


def test_what_is_too_much_for_a_later_look_waits_for_the_next(newsroom: Newsroom) -> None:
    newsroom.site.sitemap("/sitemap.xml", {"/old": "2025-12-10"})
    newsroom.look()
    pages = {f"/{n}": "2025-12-11" for n in range(MOST_AT_ONCE + 20)}
    newsroom.site.sitemap("/sitemap.xml", pages | {"/old": "2025-12-10"})
    assert [newsroom.look().asked for _ in range(3)] == [MOST_AT_ONCE, 20, 0]


def test_an_index_within_an_index_is_a_problem(newsroom: Newsroom) -> None:
    index = "<sitemapindex><sitemap><loc>/{}.xml</loc></sitemap></sitemapindex>"
    newsroom.site.put("/sitemap.xml", index.format("a"), "application/xml")
    newsroom.site.put("/a.xml", index.format("b"), "application/xml")
    newsroom.site.sitemap("/b.xml", {"/one": "2025-12-10"})
    look = newsroom.look()
    assert (look.asked, "names another index" in look.problem) == (0, True)


def test_robots_are_obeyed(newsroom: Newsroom) -> None:
    newsroom.site.put("/robots.txt", "User-agent: *\nDisallow: /paid", "text/plain")
    newsroom.site.sitemap("/sitemap.xml", {"/one": "2025-12-10", "/paid/two": "2025-12-10"})
    assert newsroom.look().asked == 1
    assert not newsroom.article("/paid/two")


def test_a_listing_that_robots_may_not_read_is_not_read(newsroom: Newsroom) -> None:
    newsroom.site.put("/robots.txt", "User-agent: *\nDisallow: /sitemap.xml", "text/plain")
    newsroom.site.sitemap("/sitemap.xml", {"/one": "2025-12-10"})
    look = newsroom.look()
    assert (look.asked, "robots.txt" in look.problem) == (0, True)


def test_a_page_that_a_sitemap_names_no_more_is_withdrawn_after_its_grace(newsroom: Newsroom) -> None:
    newsroom.site.article("/two", "Two")
    newsroom.site.sitemap("/sitemap.xml", {"/one": "2025-12-10", "/two": "2025-12-10"})
    newsroom.look()
    in_a_voice = ArticleRequest(url=f"{newsroom.site.origin}/two", voice="tone/low")
    newsroom.listening.request(in_a_voice)
    newsroom.site.sitemap("/sitemap.xml", {"/one": "2025-12-10"})
    assert newsroom.look().withdrawn == 0
    assert newsroom.look(after=dt.timedelta(hours=20)).withdrawn == 0
    assert newsroom.article("/two")
    assert newsroom.look(after=dt.timedelta(hours=5)).withdrawn == 1
    assert (newsroom.article("/one"), newsroom.article("/two")) == (True, False)
    assert newsroom.catalog.get(article_id(in_a_voice)) is None


def test_a_page_that_a_sitemap_names_again_begins_its_grace_anew(newsroom: Newsroom) -> None:
    newsroom.site.article("/two", "Two")
    both = {"/one": "2025-12-10", "/two": "2025-12-10"}
    for pages in (both, {"/one": "2025-12-10"}, both, {"/one": "2025-12-10"}):
        newsroom.site.sitemap("/sitemap.xml", pages)
        assert newsroom.look(after=dt.timedelta(hours=20)).withdrawn == 0
    assert newsroom.article("/two")


def test_an_empty_sitemap_withdraws_nothing(newsroom: Newsroom) -> None:
    newsroom.site.sitemap("/sitemap.xml", {"/one": "2025-12-10"})
    newsroom.look()
    newsroom.site.sitemap("/sitemap.xml", {})
    newsroom.look()
    assert newsroom.look(after=dt.timedelta(days=9)).withdrawn == 0


def test_a_page_that_is_gone_while_it_is_named_is_withdrawn_after_its_grace(newsroom: Newsroom) -> None:
    newsroom.site.article("/stays", "It stays")
    newsroom.site.article("/goes", "It goes")
    newsroom.site.sitemap("/sitemap.xml", {"/stays": "2025-12-10", "/goes": "2025-12-10"}, etag='"1"')
    newsroom.look()
    del newsroom.site.pages["/goes"]
    day = dt.timedelta(days=1, minutes=1)
    assert newsroom.look(after=day).withdrawn == 0
    newsroom.site.put("/goes", "", status=503)
    assert newsroom.look(after=day).withdrawn == 0
    del newsroom.site.pages["/goes"]
    assert newsroom.look(after=dt.timedelta(hours=2)).withdrawn == 1
    assert (newsroom.article("/stays"), newsroom.article("/goes")) == (True, False)
    assert newsroom.look(after=dt.timedelta(hours=2)) == Look(newsroom.watch.url, unchanged=True)
    newsroom.site.article("/goes", "It came back")
    assert newsroom.look(after=dt.timedelta(hours=2)).asked == 1
    assert newsroom.article("/goes")


def test_a_site_in_trouble_loses_no_article_that_it_names(newsroom: Newsroom) -> None:
    newsroom.site.put("/one", "", status=503)
    newsroom.site.sitemap("/sitemap.xml", {"/one": "2025-12-10"})
    for _ in range(9):
        assert newsroom.look(after=dt.timedelta(days=1, minutes=1)).withdrawn == 0
    assert ("/one", 503) in newsroom.site.asked
    assert newsroom.article("/one")


def test_a_page_that_was_away_for_a_while_begins_its_grace_anew(newsroom: Newsroom) -> None:
    newsroom.site.sitemap("/sitemap.xml", {"/one": "2025-12-10"})
    newsroom.look()
    newsroom.look(after=dt.timedelta(days=1, minutes=1))
    newsroom.site.article("/one", "There again")
    newsroom.look(after=dt.timedelta(hours=2))
    del newsroom.site.pages["/one"]
    assert newsroom.look(after=dt.timedelta(days=2)).withdrawn == 0
    assert newsroom.look(after=dt.timedelta(days=2)).withdrawn == 1


FEED = "<rss><channel>{}</channel></rss>"


def feed(newsroom: Newsroom, *pages: str) -> None:
    items = "".join(f"<item><title>{page}</title><link>{page}</link></item>" for page in pages)
    newsroom.site.put("/sitemap.xml", FEED.format(items), "application/rss+xml")


def test_a_page_is_withdrawn_when_it_is_gone_twice_and_not_for_leaving_a_feed(newsroom: Newsroom) -> None:
    newsroom.site.article("/stays", "It stays")
    newsroom.site.article("/goes", "It goes")
    feed(newsroom, "/stays", "/goes")
    assert newsroom.look().asked == 2
    feed(newsroom, "/next")
    hours = dt.timedelta(hours=2)
    assert newsroom.look(after=hours).withdrawn == 0
    del newsroom.site.pages["/goes"]
    assert newsroom.look(after=hours).withdrawn == 0
    assert newsroom.look(after=hours).withdrawn == 1
    assert (newsroom.article("/stays"), newsroom.article("/goes")) == (True, False)
    assert newsroom.look(after=dt.timedelta(days=9)).withdrawn == 0


def test_a_site_in_trouble_is_left_alone_for_longer_and_longer(newsroom: Newsroom) -> None:
    newsroom.site.put("/sitemap.xml", "", status=503)
    newsroom.look()
    state = newsroom.catalog.watched.listing(newsroom.watch.url)
    assert state is not None
    assert (state.failures, state.due_at - newsroom.now) == (1, dt.timedelta(minutes=20))
    assert not newsroom.watcher.is_due(newsroom.watch)
    for _ in range(9):
        newsroom.look()
    state = newsroom.catalog.watched.listing(newsroom.watch.url)
    assert state is not None
    assert state.due_at - newsroom.now == MOST_BACK_OFF * dt.timedelta(minutes=10)
    newsroom.site.sitemap("/sitemap.xml", {"/one": "2025-12-10"})
    assert newsroom.look().asked == 1
    mended = newsroom.catalog.watched.listing(newsroom.watch.url)
    assert mended is not None
    assert (mended.failures, mended.problem, mended.due_at - newsroom.now) == (
        0,
        None,
        dt.timedelta(minutes=10),
    )


def test_a_show_and_a_language_are_fields_of_the_request(newsroom: Newsroom) -> None:
    newsroom.watch = msgspec.structs.replace(newsroom.watch, show="world", language="de")
    newsroom.site.sitemap("/sitemap.xml", {"/one": "2025-12-10"})
    newsroom.look()
    source = newsroom.catalog.source(article_id(ArticleRequest(url=f"{newsroom.site.origin}/one")))
    assert source is not None
    assert (source.show, source.language) == ("world", "de")
