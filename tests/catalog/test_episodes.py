from __future__ import annotations

import datetime as dt

import msgspec

from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog
from tts_service.catalog.episodes import EVERYTHING, EpisodeFacts
from tts_service.formats.feed import Episode

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def accepted(catalog: Catalog, article_id: str) -> str:
    catalog.accept(ArticleRequest(text="Words."), article_id, "", "d", "batch")
    return article_id


def episode(article_id: str, hours: int = 0, revision: str = "r1") -> Episode:
    at = NOON + dt.timedelta(hours=hours)
    return Episode(
        article_id=article_id,
        revision=revision,
        title=f"About {article_id}",
        summary="",
        author="",
        language="en",
        page_url="",
        image_url="",
        published_at=at,
        updated_at=at,
        duration_s=60.0,
        size=480_000,
    )


def about(article_id: str, tag: str = "") -> EpisodeFacts:
    return EpisodeFacts(
        article_id=article_id, show="", url="", byline="", language="en", categories=(), tags=(tag,)
    )


def published(catalog: Catalog, name: str, hours: int = 0, *shows: str) -> None:
    catalog.episodes.publish(episode(accepted(catalog, name), hours), about(name, name), shows)


def ids(catalog: Catalog, show: str, number: int = 1, size: int = 10) -> list[str]:
    return [one.article_id for one in catalog.episodes.page(show, number, size)]


def test_the_newest_stands_first_and_pages_follow_on(catalog: Catalog) -> None:
    for hours, name in enumerate(("a", "b", "c")):
        published(catalog, name, hours, "world")
    assert ids(catalog, "world", 1, 2) == ["c", "b"]
    assert ids(catalog, "world", 2, 2) == ["a"]
    assert ids(catalog, "world", 3, 2) == []


def test_every_article_is_in_the_feed_of_everything(catalog: Catalog) -> None:
    published(catalog, "a", 0, "world")
    published(catalog, "b", 1)
    assert ids(catalog, EVERYTHING) == ["b", "a"]
    assert catalog.episodes.state("world") == (1, NOON)


def test_a_new_revision_takes_the_place_of_the_one_before(catalog: Catalog) -> None:
    published(catalog, "a", 0, "world")
    catalog.episodes.publish(episode("a", revision="r2"), about("a"), ["world"])
    assert [one.revision for one in catalog.episodes.page("world", 1, 10)] == ["r2"]


def test_a_deleted_article_is_in_no_feed(catalog: Catalog) -> None:
    published(catalog, "a", 0, "world")
    catalog.delete("a")
    assert ids(catalog, EVERYTHING) == []
    catalog.episodes.publish(episode("a"), about("a"), ["world"])
    assert ids(catalog, "world") == []


def test_when_the_rules_change_every_article_moves(catalog: Catalog) -> None:
    for number in range(3):
        published(catalog, f"n{number}", number, "old")
    assert catalog.episodes.refile(lambda seen: ["new"] if seen.tags == ("n1",) else []) == 3
    assert (ids(catalog, "old"), ids(catalog, "new")) == ([], ["n1"])
    assert catalog.episodes.shows() == ("new",)


def test_what_is_read_is_what_was_written(catalog: Catalog) -> None:
    wanted = episode(accepted(catalog, "a"))
    wanted = msgspec.structs.replace(
        wanted, title="Täglich – तथा", page_url="https://news.example/a", season=2, number=13
    )
    catalog.episodes.publish(wanted, about("a"), [])
    assert catalog.episodes.page(EVERYTHING, 1, 1) == (wanted,)
