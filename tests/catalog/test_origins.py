"""By which way articles came, and what follows from it in the catalog."""

from __future__ import annotations

import datetime as dt

from tts_service.article.request import ArticleRequest
from tts_service.articles.episodes import is_episode
from tts_service.catalog import Catalog, Facts
from tts_service.catalog.search.wanted import Wanted
from tts_service.publisher.shows.shows import Publisher

PAGE = "https://news.example/river"


def test_what_came_by_a_click_is_then_what_somebody_sent(catalog: Catalog) -> None:
    request = ArticleRequest(url=PAGE)
    for origin, counts in (("click", "click"), ("hook", "hook"), ("click", "hook"), ("key", "hook")):
        catalog.accept(request, "a", PAGE, "digest", "batch", origin)  # type: ignore[arg-type]
        entry = catalog.get("a")
        assert entry is not None
        assert entry.origin == counts


def test_what_readers_wished_for_is_not_found_by_others(catalog: Catalog) -> None:
    for name, origin in (("plain", "click"), ("wished", "click"), ("sent", "key")):
        catalog.accept(ArticleRequest(url=PAGE), name, PAGE, "digest", "batch", origin)  # type: ignore[arg-type]
    found = [catalog.find_by_url(PAGE, plain=plain) for plain in ("plain", "", "wished")]
    assert [entry.id for entry in found if entry] == ["sent", "sent", "sent"]
    catalog.delete("sent")
    assert [
        entry and entry.id for entry in (catalog.find_by_url(PAGE, plain="plain"), catalog.find_by_url(PAGE))
    ] == [
        "plain",
        None,
    ]


def test_an_article_of_our_own_waits_and_is_in_no_list(catalog: Catalog) -> None:
    for text in ("Once.", "Twice."):
        catalog.introduce(ArticleRequest(text=text), "demo", PAGE, text)
    assert catalog.source("demo") == ArticleRequest(text="Twice.")
    entry = catalog.get("demo")
    assert entry is not None
    assert (entry.status, entry.settled, entry.origin) == ("queued", True, "demo")
    assert catalog.unsettled() == ()
    assert catalog.list().entries == ()
    assert catalog.index.page(Wanted()).entries == ()
    assert set(catalog.index.counts().values()) == {0}
    assert catalog.find_by_url(PAGE) == entry
    catalog.record("demo", "Twice.", Facts(status="ready", revision="r"))
    catalog.introduce(ArticleRequest(text="Thrice."), "demo", PAGE, "Thrice.")
    assert catalog.source("demo") == ArticleRequest(text="Twice.")  # what is heard is changed by an edit


def test_what_is_said_once_is_in_no_list(catalog: Catalog) -> None:
    for name, origin in (("speech-1", "speech"), ("sent", "key")):
        catalog.accept(ArticleRequest(text="Once."), name, "", "digest", "interactive", origin)  # type: ignore[arg-type]
    assert [entry.id for entry in catalog.list().entries] == ["sent"]
    assert [entry.id for entry in catalog.index.page(Wanted()).entries] == ["sent"]
    assert not is_episode(catalog.get("speech-1"), Publisher())  # type: ignore[arg-type]
    now = dt.datetime.now(dt.UTC)
    assert catalog.said_before(now - dt.timedelta(hours=1)) == ()
    assert catalog.said_before(now + dt.timedelta(hours=1)) == ("speech-1",)
