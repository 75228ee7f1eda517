"""What storage must keep, from a real catalog on each database."""

from __future__ import annotations

import datetime as dt

from audio_cache.narration_id import NarrationId
from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog, Facts
from tts_service.catalog.episodes import EpisodeFacts
from tts_service.formats.feed import Episode
from tts_service.formats.play_counts import Counts

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def ready(catalog: Catalog, article_id: str, *shows: str, hours: int = 0) -> None:
    catalog.accept(ArticleRequest(text="Some words."), article_id, "", "digest", "batch")
    catalog.record(
        article_id, "digest", Facts(status="ready", revision=f"r{article_id}", duration_s=1.0, size=8000)
    )
    at = NOON + dt.timedelta(hours=hours)
    episode = Episode(
        article_id=article_id,
        revision=f"r{article_id}",
        language="en",
        published_at=at,
        updated_at=at,
        duration_s=1.0,
        size=8000,
        title="",
        summary="",
        author="",
        page_url="",
        image_url="",
    )
    about = EpisodeFacts(
        article_id=article_id, show="", url="", byline="", language="en", categories=(), tags=()
    )
    catalog.episodes.publish(episode, about, shows)


def test_an_empty_catalog_keeps_nothing(catalog: Catalog) -> None:
    kept = catalog.keeping(5)
    assert (kept.current, kept.busy, kept.published, kept.heard) == ({}, frozenset(), frozenset(), {})


def test_episodes_of_shows_and_the_newest_of_all_are_published(catalog: Catalog) -> None:
    ready(catalog, "old", hours=0)
    ready(catalog, "shown", "news", hours=1)
    ready(catalog, "late", hours=3)
    ready(catalog, "latest", hours=4)
    kept = catalog.keeping(2)
    assert kept.current == {name: f"r{name}" for name in ("old", "shown", "late", "latest")}
    assert kept.published == {NarrationId(name, f"r{name}") for name in ("shown", "late", "latest")}
    assert kept.busy == frozenset()


def test_what_something_is_left_to_do_for_is_busy(catalog: Catalog) -> None:
    ready(catalog, "a1")
    catalog.accept(ArticleRequest(text="New."), "a2", "", "digest", "batch")
    catalog.reopen("a1", "interactive")
    assert catalog.keeping(1).busy == {"a1", "a2"}


def test_the_last_day_of_plays_counts(catalog: Catalog) -> None:
    ready(catalog, "a1")
    for day in (3, 9, 5):
        catalog.plays.add("a1", Counts(starts=1), dt.date(2026, 3, day))
    assert catalog.keeping(1).heard == {"a1": dt.date(2026, 3, 9)}
