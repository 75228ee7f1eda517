"""Plays of many articles in a span of days, and where plays stopped, on each database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.catalog.test_along_indexes import plans
from tests.catalog.test_article_index import FILL, MANY
from tts_service.article.request import ArticleRequest
from tts_service.article.script.message import message_id
from tts_service.catalog import Catalog
from tts_service.catalog.database import Database
from tts_service.catalog.tables import EpisodeRow
from tts_service.formats.play_counts import AT_END, Counts

FIRST, LAST = dt.date(2026, 1, 10), dt.date(2026, 1, 12)
ONE = Counts(starts=1, ends=1, seconds=10.0)
FILL_PLAYS = """
INSERT INTO plays (article_id, day, starts, quarters, halves, three_quarters, ends, seconds)
SELECT id, date('2026-01-01', (rowid % 365) || ' days'), rowid % 7, 0, 0, 0, 1, 1.0 FROM articles
"""


@pytest.fixture
def catalog(catalog_url: str) -> Iterator[Catalog]:
    """river and rain are of the show that they were asked for with, river and bridge are in the feed of the
    world's."""
    catalog = Catalog(catalog_url)
    for name, show in (("river", "daily"), ("bridge", ""), ("rain", "daily")):
        request = ArticleRequest(text="Some words.", title=name, show=show or None)
        catalog.accept(request, name, f"https://news.example/{name}", "digest", "batch")
    with catalog._database.writing() as connection:
        for name in ("river", "bridge"):
            connection.execute(sa.insert(EpisodeRow.table).values(episode(name)))
    yield catalog
    catalog.close()


def episode(article: str) -> dict[str, object]:
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    texts = ("revision", "title", "summary", "author", "language", "page_url", "image_url")
    values = dict.fromkeys(texts, "") | {"show": "world", "article_id": article, "about": "{}"}
    return values | {"published_at": moment, "updated_at": moment, "duration_s": 1.0, "size": 1}


def play(catalog: Catalog, *plays: tuple[str, dt.date, int]) -> None:
    for article, day, times in plays:
        catalog.plays.add(article, Counts(starts=times, ends=1, seconds=10.0 * times), day)


@pytest.fixture
def played(catalog: Catalog) -> Catalog:
    before, middle = FIRST - dt.timedelta(days=1), FIRST + dt.timedelta(days=1)
    play(catalog, ("river", before, 50), ("river", FIRST, 3), ("bridge", FIRST, 2), ("rain", middle, 4))
    play(catalog, ("river", LAST, 1), ("rain", LAST + dt.timedelta(days=1), 50))
    return catalog


def test_days_in_the_span_are_added_up(played: Catalog) -> None:
    days = played.played.by_day(FIRST, LAST)
    assert [(day.day, day.starts, day.seconds) for day in days] == [
        ("2026-01-10", 5, 50.0),
        ("2026-01-11", 4, 40.0),
        ("2026-01-12", 1, 10.0),
    ]


def test_a_show_has_the_plays_of_what_is_in_it_or_was_asked_for_with_it(played: Catalog) -> None:
    assert [(d.day, d.starts) for d in played.played.by_day(FIRST, LAST, "world")] == [
        ("2026-01-10", 5),
        ("2026-01-12", 1),
    ]
    shows = played.played.by_show(FIRST, LAST)
    assert {show: counts.starts for show, counts in shows.items()} == {"daily": 8, "world": 6}
    assert played.played.by_day(FIRST, LAST, "none") == ()


def test_the_articles_played_most_come_first_and_ties_have_an_order(played: Catalog) -> None:
    most = played.played.most_played(FIRST, LAST, 2)
    assert [(one.article_id, one.title, one.counts.starts) for one in most] == [
        ("rain", "rain", 4),
        ("river", "river", 4),
    ]
    [only] = played.played.most_played(FIRST, LAST, 1, "world")
    assert only.article_id == "river"


def test_messages_of_sponsors_that_were_sent_are_no_plays(played: Catalog) -> None:
    before = played.played.by_day(FIRST, LAST)
    request = ArticleRequest(text="Buy it.")
    played.accept(request, message_id("acme"), None, "digest", "batch", "demo")
    play(played, (message_id("acme"), FIRST, 900))
    assert played.played.by_day(FIRST, LAST) == before
    assert "acme" not in played.played.by_show(FIRST, LAST)
    assert [one.article_id for one in played.played.most_played(FIRST, LAST, 1)] == ["rain"]
    assert played.plays.starts([message_id("acme")]) == {message_id("acme"): 900}  # by which it is used up


def test_stops_add_up_and_leave_no_row_where_nobody_stops_any_more(catalog: Catalog) -> None:
    catalog.plays.add_batch("first", {}, {("river", "r1", 10): 2, ("river", "r2", 10): 1})
    moved = {("river", "r1", 10): -1, ("river", "r1", AT_END): 1, ("gone", "r1", 3): 1}
    for _ in range(2):  # the same batch is added once
        catalog.plays.add_batch("second", {}, moved)
    assert catalog.stops.of_revision("river", "r1") == {10: 1, AT_END: 1}
    catalog.plays.add("river", Counts(), LAST, {("river", "r1", 10): -1})
    assert catalog.stops.of_revision("river", "r1") == {AT_END: 1}
    assert catalog.plays.of_article("river") == ()
    with catalog._database.reading() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM stops WHERE plays = 0")) == 0


def test_what_is_withdrawn_takes_its_stops_along(catalog: Catalog) -> None:
    catalog.plays.add_batch("first", {("river", LAST): ONE}, {("river", "r1", 10): 2})
    catalog.delete("river")
    assert catalog.stops.of_revision("river", "r1") == {}


# -- a hundred thousand articles -----------------------------------------------------------------------------

LOOKS: dict[str, Callable[[Catalog], object]] = {
    "by day": lambda catalog: catalog.played.by_day(FIRST, LAST),
    "by day, of a show": lambda catalog: catalog.played.by_day(FIRST, LAST, "daily"),
    "by show": lambda catalog: catalog.played.by_show(FIRST, LAST),
    "most": lambda catalog: catalog.played.most_played(FIRST, LAST, 20),
    "most, of a show": lambda catalog: catalog.played.most_played(FIRST, LAST, 20, "daily"),
    "stops": lambda catalog: catalog.stops.of_revision("id1", "r1"),
}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "catalog.db"
    database = Database(f"sqlite:///{path}")
    with database.writing() as connection:
        connection.execute(sa.text(FILL), {"many": MANY})
        connection.execute(sa.text(FILL_PLAYS))
    database.close()
    return path


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_no_table_is_read_from_end_to_end(many: Path, look: Callable[[Catalog], object]) -> None:
    """Only what was found before, of the days in question, is gone through."""
    steps = plans(many, look)
    tables = ("plays", "articles", "episodes", "member_episodes", "stops")
    assert any("INDEX" in step for step in steps), steps
    assert [step for step in steps if step.startswith(tuple(f"SCAN {table}" for table in tables))] == []
