"""Plays in the catalog, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tts_service.article.request import ArticleRequest, request_digest
from tts_service.catalog import Catalog
from tts_service.catalog.episodes import EpisodeFacts
from tts_service.catalog.upsert import ROWS_PER_STATEMENT
from tts_service.formats.feed import Episode
from tts_service.formats.play_counts import Counts

MONDAY, TUESDAY = dt.date(2026, 3, 9), dt.date(2026, 3, 10)


def accept(catalog: Catalog, article_id: str, show: str = "daily") -> None:
    request = ArticleRequest(text=f"Story {article_id}.", show=show)
    catalog.accept(request, article_id, "", request_digest(request), "interactive")


def put_into(catalog: Catalog, article_id: str, *shows: str) -> None:
    at = dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
    episode = Episode(
        article_id=article_id,
        revision="",
        title="",
        summary="",
        author="",
        language="",
        page_url="",
        image_url="",
        published_at=at,
        updated_at=at,
        duration_s=1.0,
        size=8_000,
    )
    about = EpisodeFacts(
        article_id=article_id, show="", url="", byline="", language="en", categories=(), tags=()
    )
    catalog.episodes.publish(episode, about, shows)


def test_plays_are_summed_by_day(catalog: Catalog) -> None:
    accept(catalog, "a")
    catalog.plays.add("a", Counts(starts=1, seconds=2.5), TUESDAY)
    catalog.plays.add("a", Counts(starts=1, ends=1, seconds=7.25), MONDAY)
    catalog.plays.add("a", Counts(halves=1), MONDAY)
    days = [(day.day, day.starts, day.halves, day.ends, day.seconds) for day in catalog.plays.of_article("a")]
    assert days == [("2026-03-09", 1, 1, 1, 7.2), ("2026-03-10", 1, 0, 0, 2.5)]


def test_a_show_has_the_plays_of_its_articles(catalog: Catalog) -> None:
    for article_id, show in (("a", "daily"), ("b", "daily"), ("c", "weekly")):
        accept(catalog, article_id, show)
        catalog.plays.add(article_id, Counts(starts=2), MONDAY)
    assert [day.starts for day in catalog.plays.of_show("daily")] == [4]
    assert catalog.plays.of_show("none") == ()


def test_a_show_that_an_article_was_put_into_has_its_plays_too(catalog: Catalog) -> None:
    accept(catalog, "a")
    catalog.plays.add("a", Counts(starts=1), MONDAY)
    put_into(catalog, "a", "daily", "evening")
    assert [day.starts for day in catalog.plays.of_show("evening")] == [1]
    assert [day.starts for day in catalog.plays.of_show("daily")] == [1]


def test_a_deleted_article_takes_its_plays_along(catalog: Catalog) -> None:
    accept(catalog, "a")
    catalog.plays.add("a", Counts(starts=1), MONDAY)
    catalog.delete("a")
    catalog.plays.add("a", Counts(starts=1), MONDAY)
    accept(catalog, "a")
    assert catalog.plays.of_article("a") == ()


def test_a_batch_is_added_once(open_catalog: Callable[[], Catalog]) -> None:
    catalog = open_catalog()
    for article_id in ("a", "b"):
        accept(catalog, article_id)
    plays = {("a", MONDAY): Counts(starts=3, seconds=1.5), ("b", TUESDAY): Counts(ends=2)}
    for name in ("first", "first", "second", "first"):
        open_catalog().plays.add_batch(name, plays)
    [monday], [tuesday] = (catalog.plays.of_article(article_id) for article_id in ("a", "b"))
    assert (monday.starts, monday.seconds, tuesday.ends) == (6, 3.0, 4)


def test_a_batch_leaves_out_what_was_deleted(catalog: Catalog) -> None:
    accept(catalog, "a")
    catalog.plays.add_batch("one", {("gone", MONDAY): Counts(starts=1), ("a", MONDAY): Counts(starts=1)})
    assert catalog.plays.starts(("a", "gone")) == {"a": 1}


def test_a_batch_may_be_large(catalog: Catalog) -> None:
    accept(catalog, "a")
    days = [MONDAY + dt.timedelta(days=n) for n in range(ROWS_PER_STATEMENT + 1)]
    catalog.plays.add_batch("large", {("a", day): Counts(starts=1) for day in days})
    assert len(catalog.plays.of_article("a")) == len(days)


def test_no_play_is_lost_between_many(open_catalog: Callable[[], Catalog]) -> None:
    catalogs = [open_catalog() for _ in range(4)]
    accept(catalogs[0], "a")
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda n: catalogs[n % 4].plays.add("a", Counts(starts=1, seconds=0.5), MONDAY), range(40)
            )
        )
    assert [(day.starts, day.seconds) for day in catalogs[0].plays.of_article("a")] == [(40, 20.0)]
