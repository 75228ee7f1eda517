"""Listing many articles: the right ones, each once, and by an index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog, Facts
from tts_service.catalog.article_index import ArticleIndex, Wanted, page_query
from tts_service.catalog.database import Database
from tts_service.errors import BadRequest
from tts_service.formats.play_counts import Counts

MANY = 100_000
FILL = """
WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :many)
INSERT INTO articles (id, url, title, status, created_at, updated_at, settled, source,
    digest, voice_asked, voice, language, show, queue, revision, engine, fallback)
SELECT 'id' || n, 'https://news.example/' || n, 'Story ' || n,
    CASE WHEN n % 100 < 95 THEN 'ready' WHEN n % 100 < 98 THEN 'failed' ELSE 'queued' END,
    datetime('2025-01-01', n || ' seconds') || '.000000', '2025-01-01 00:00:00.000000', 1, x'',
    'd', '', '', 'en', '', 'batch', '', '', ''
FROM numbers
"""
TITLES = (
    "River rises",
    "Ärger am Fluss",
    "rain again",
    "The bridge",
    "RIVER falls",
    "100 % of it",
    "100_0 ways",
)


@pytest.fixture
def index(catalog: Catalog) -> ArticleIndex:
    for number, title in enumerate(TITLES):
        request = ArticleRequest(text="Some words.", title=title)
        catalog.accept(request, f"id{number}", f"https://news.example/{number}", "digest", "batch")
    catalog.record("id2", "digest", Facts(status="failed"))
    return catalog.index


def titles(index: ArticleIndex, wanted: Wanted, limit: int = 3) -> list[str | None]:
    """Of all pages, one after the other."""
    found: list[str | None] = []
    cursor: str | None = ""
    while cursor is not None:
        page = index.page(wanted, cursor, limit)
        found += [entry.title for entry in page.entries]
        cursor = page.cursor
    return found


def test_all_are_listed_once_newest_first(index: ArticleIndex) -> None:
    assert titles(index, Wanted()) == list(reversed(TITLES))


@pytest.mark.parametrize(
    ("begins", "found"),
    [
        ("r", ["rain again", "RIVER falls", "River rises"]),
        ("RIVER", ["RIVER falls", "River rises"]),
        ("river r", ["River rises"]),
        ("ises", []),
        ("Är", ["Ärger am Fluss"]),
        ("100 %", ["100 % of it"]),
        ("100_", ["100_0 ways"]),
        ("%", []),
        ("https://news.example/3", ["The bridge"]),
        ("https://other.example", []),
    ],
)
def test_a_title_or_an_address_is_found_by_its_beginning(
    index: ArticleIndex, begins: str, found: list[str]
) -> None:
    assert titles(index, Wanted(begins=begins), limit=1) == found


def test_an_address_gives_all_pages_below_it_in_order(index: ArticleIndex) -> None:
    assert titles(index, Wanted(begins="https://news.example/")) == list(TITLES)


def test_states_are_told_apart_and_counted(index: ArticleIndex) -> None:
    assert titles(index, Wanted("failed")) == ["rain again"]
    assert titles(index, Wanted("failed", "ra")) == ["rain again"]
    assert titles(index, Wanted("ready", "ra")) == []
    assert index.counts() == {"queued": 6, "rendering": 0, "ready": 0, "failed": 1}


def test_a_place_that_is_gone_is_explained(index: ArticleIndex) -> None:
    with pytest.raises(BadRequest, match="Start again"):
        index.page(Wanted(), "withdrawn")


def test_finished_narrations_are_added_up(catalog: Catalog, index: ArticleIndex) -> None:
    assert index.finished() == (0, 0)
    for number in (3, 4):
        catalog.record(
            f"id{number}", "digest", Facts(status="ready", revision="r1", duration_s=2.0, size=16_000)
        )
    assert index.finished() == (2, 32_000)


def _index_names(connection: sa.Connection) -> list[object]:
    query = (
        "SELECT indexname FROM pg_indexes"
        if connection.dialect.name == "postgresql"
        else "SELECT name FROM sqlite_master"
    )
    return list(connection.scalars(sa.text(query)))


# -- a hundred thousand --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('many') / 'catalog.db'}")
    with database.writing() as connection:
        connection.execute(sa.text(FILL), {"many": MANY})
    yield database
    database.close()


@pytest.mark.parametrize("after", ["", "id50097"])
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(), "articles_by_age"),
        (Wanted("failed"), "articles_by_state"),
        (Wanted(begins="Story 5"), "articles_by_title"),
        (Wanted("failed", "Story 5"), "articles_by_title"),
        (Wanted("ready", "Story 5"), "articles_by_title"),
        (Wanted(begins="https://news.example/5"), "ix_articles_url"),
    ],
)
def test_a_page_of_a_hundred_thousand_is_read_along_an_index(
    many: Database, wanted: Wanted, index: str, after: str
) -> None:
    with many.reading() as connection:
        query = page_query(connection, wanted, after, 51)
        compiled = query.compile(connection, compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
        steps = _steps_of(connection, query)
    assert any(f"USING INDEX {index}" in step for step in plan), plan
    assert not any("USE TEMP B-TREE FOR ORDER BY" in step for step in plan), plan
    assert steps < MANY / 5


def _steps_of(connection: sa.Connection, query: sa.Select[tuple[object, ...]]) -> int:
    """How many instructions SQLite's machine has run, in thousands."""
    counted: list[None] = []
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_progress_handler(lambda: counted.append(None), 1000)
    try:
        assert connection.execute(query).all()
    finally:
        driver.set_progress_handler(None, 0)
    return 1000 * len(counted)


def test_plays_of_a_page_are_asked_for_at_once(catalog: Catalog, index: ArticleIndex) -> None:
    for day in (1, 2):
        catalog.plays.add("id1", Counts(starts=3), dt.date(2025, 1, day))
    assert catalog.plays.starts(["id0", "id1", "unknown"]) == {"id1": 6}
    assert catalog.plays.starts([]) == {}
