"""Listing and searching many articles: the right ones, each once, newest first, and by an index."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence

import pytest
import sqlalchemy as sa

from tests.catalog.conftest import new_database
from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog, Facts
from tts_service.catalog.article_index import ArticleIndex, page_query
from tts_service.catalog.cursor import CursorPosition
from tts_service.catalog.database import Database
from tts_service.catalog.publication.state import EditorialDecision
from tts_service.catalog.search import book
from tts_service.catalog.search.book import NEWEST, queries
from tts_service.catalog.search.wanted import SEPARATORS, Wanted
from tts_service.errors import BadRequest
from tts_service.formats.play_counts import Counts

MANY = 20_000
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
FILL_POSTGRESQL = """
INSERT INTO articles (id, url, title, status, created_at, updated_at, settled, source,
    digest, voice_asked, voice, language, show, queue, revision, engine, fallback)
SELECT 'id' || n, 'https://news.example/' || n, 'Story ' || n,
    CASE WHEN n % 100 < 98 THEN 'ready' ELSE 'failed' END,
    timestamptz '2025-01-01Z' + n * interval '1 second', now(), true, '',
    'd', '', '', 'en', '', 'batch', '', '', ''
FROM generate_series(1, :many) AS n
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
    ("words", "found"),
    [
        ("river", ["RIVER falls", "River rises"]),
        ("RIV  rIs", ["River rises"]),
        ("rises river", ["River rises"]),
        ("ises", []),
        ("ärger", ["Ärger am Fluss"]),
        ("100 %", ["100_0 ways", "100 % of it"]),
        ("100_0", ["100_0 ways"]),
        ("r", []),
        ("%", []),
        ('" OR * : NEAR(', []),
        ("again & \\ 'rain'", ["rain again"]),
        ("https://news.example/3", ["The bridge"]),
        ("news.example bridge", ["The bridge"]),
        ("https://other.example", []),
        ("नदी", ["नदी हिन्दी में"]),
    ],
)
def test_articles_are_found_by_the_beginnings_of_words(
    catalog: Catalog, index: ArticleIndex, words: str, found: list[str]
) -> None:
    catalog.accept(ArticleRequest(text="नदी", title="नदी हिन्दी में"), "hindi", None, "digest", "batch")
    assert titles(index, Wanted(words=words), limit=1) == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(show="world"), ["c", "b"]),
        (Wanted(show="it's \\ odd"), ["a"]),
        (Wanted(show="its"), []),
        (Wanted(language="de"), ["a"]),
        (Wanted(language="de-CH"), ["a"]),
        (Wanted(site="news.example"), ["c", "b"]),
        (Wanted(site="www.news.example"), ["c"]),
        (Wanted(site="https://WWW.news.example/world/"), ["c"]),
        (Wanted(site="s.example"), []),
        (Wanted(access="members"), ["b"]),
        (Wanted(access="open"), ["c", "a"]),
        (Wanted(publication="held"), ["c"]),
        (Wanted(publication="published"), ["b", "a"]),
        (Wanted(state="failed", show="world"), ["b"]),
        (Wanted(state="held", show="world"), ["c"]),
        (Wanted(words="tides", show="world", access="open", site="news.example"), ["c"]),
    ],
)
def test_articles_are_found_by_what_they_are(catalog: Catalog, wanted: Wanted, found: list[str]) -> None:
    for name, url, show, language in (
        ("a", None, "it's \\ odd", "de-AT"),
        ("b", "https://news.example/tides", "world", "en"),
        ("c", "https://www.news.example/tides", "world", "en"),
    ):
        request = ArticleRequest(text="Tides.", show=show, language=language)
        catalog.accept(request, name, url, "digest", "batch")
    catalog.access.change("b", "members")
    catalog.publication.change("c", EditorialDecision(to="held"), dt.datetime.now(dt.UTC), None)
    catalog.record("b", "digest", Facts(status="failed"))
    assert [entry.id for entry in catalog.index.page(wanted).entries] == found


def test_articles_are_found_by_day(catalog: Catalog, index: ArticleIndex) -> None:
    today = dt.datetime.now(dt.UTC).date()
    day = dt.timedelta(days=1)
    for words in ("", "river"):
        every = titles(index, Wanted(words=words))
        for since, until, found in (
            (today - day, today + day, every),
            (today, None, every),
            (None, today + day, every),
            (today + day, None, []),
            (None, today - day, []),
        ):
            assert titles(index, Wanted(words=words, since=since, until=until)) == found


def test_every_separator_separates_words(catalog: Catalog) -> None:
    for number, char in enumerate(SEPARATORS):
        request = ArticleRequest(text="Words.", title=f"left{number}{char}right{number}")
        catalog.accept(request, f"id{number}", None, "digest", "batch")
    lost = [
        number
        for number in range(len(SEPARATORS))
        if not titles(catalog.index, Wanted(words=f"right{number}"))
    ]
    assert lost == []


def test_what_is_found_follows_every_change(catalog: Catalog, index: ArticleIndex) -> None:
    request = ArticleRequest(text="Some words.", title="Quiet harbor")
    catalog.accept(request, "id0", "https://news.example/0", "another", "batch")
    assert titles(index, Wanted(words="rises")) == []
    assert titles(index, Wanted(words="harbor", state="queued")) == ["Quiet harbor"]
    catalog.record("id0", "another", Facts(status="ready", revision="r", duration_s=1.0, size=9))
    assert titles(index, Wanted(words="harbor", state="queued")) == []
    assert titles(index, Wanted(words="harbor", state="ready")) == ["Quiet harbor"]
    catalog.delete("id0")
    assert titles(index, Wanted(words="harbor")) == []


def test_what_is_said_once_is_not_found(catalog: Catalog) -> None:
    catalog.accept(ArticleRequest(text="Psst."), "said", None, "digest", "interactive", "speech")
    catalog.introduce(ArticleRequest(text="Ours.", title="Ours"), "ours", None, "digest")
    assert titles(catalog.index, Wanted(publication="published")) == []


def test_states_are_told_apart_and_counted(index: ArticleIndex) -> None:
    assert titles(index, Wanted(state="failed")) == ["rain again"]
    assert titles(index, Wanted(state="failed", words="ra")) == ["rain again"]
    assert titles(index, Wanted(state="ready", words="ra")) == []
    assert index.counts() == {"queued": 6, "rendering": 0, "ready": 0, "failed": 1}


def test_what_is_older_than_the_newest_that_are_looked_through_is_found(
    index: ArticleIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "LOOKED_THROUGH", 2)
    assert titles(index, Wanted(words="river")) == ["RIVER falls", "River rises"]
    assert titles(index, Wanted(access="open"), limit=2) == list(reversed(TITLES))


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(access="open")])
def test_pages_go_on_behind_an_article_that_is_gone(
    catalog: Catalog, index: ArticleIndex, wanted: Wanted
) -> None:
    cursor = index.page(wanted, limit=3).cursor
    assert cursor is not None
    catalog.delete("id4")
    catalog.delete("id3")
    assert [entry.title for entry in index.page(wanted, cursor, 2).entries] == [
        "rain again",
        "Ärger am Fluss",
    ]


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(access="open")])
def test_a_cursor_of_somebody_elses_is_refused(index: ArticleIndex, wanted: Wanted) -> None:
    with pytest.raises(BadRequest, match="Start again"):
        index.page(wanted, "withdrawn")


def test_articles_of_an_older_release_are_taken_in_bit_by_bit(
    catalog: Catalog, index: ArticleIndex, catalog_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "FILLED_AT_ONCE", 3)
    database = Database(catalog_url)
    with database.writing() as connection:
        connection.execute(sa.text("DELETE FROM article_search"))
        connection.execute(sa.text("UPDATE articles SET created_at = (SELECT max(created_at) FROM articles)"))
    database.close()
    assert not index.is_complete()
    catalog.accept(ArticleRequest(text="New.", title="River of today"), "new", None, "digest", "batch")
    assert titles(index, Wanted(words="river")) == ["River of today"]
    steps = 1
    while index.fill():
        steps += 1
    assert (steps, index.is_complete(), index.fill()) == (4, True, False)
    assert len(titles(index, Wanted(words="river"))) == 3
    assert len(titles(index, Wanted(publication="published"))) == len(TITLES) + 1


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


# -- many ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('many') / 'catalog.db'}")
    with database.writing() as connection:
        connection.execute(sa.text(FILL), {"many": MANY})
    yield database
    database.close()


MIDDLE = CursorPosition(dt.datetime(2025, 1, 1, 3, tzinfo=dt.UTC), "id10800")


@pytest.mark.parametrize("after", [NEWEST, MIDDLE])
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(), "articles_by_age"),
        (Wanted(state="failed"), "articles_by_state"),
        (Wanted(since=dt.date(2025, 1, 1), until=dt.date(2025, 1, 3)), "articles_by_age"),
    ],
)
def test_a_page_of_many_is_read_along_an_index(
    many: Database, wanted: Wanted, index: str, after: CursorPosition
) -> None:
    with many.reading() as connection:
        query = page_query(wanted, after, 51)
        compiled = query.compile(connection, compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
        steps = _steps_of(connection, lambda: connection.execute(query).all())
    assert any(f"USING INDEX {index}" in step for step in plan), plan
    assert not any("USE TEMP B-TREE FOR ORDER BY" in step for step in plan), plan
    assert steps < MANY / 5


SEARCHES = [
    Wanted(words="story 5"),
    Wanted(words="story", state="failed"),
    Wanted(state="ready", language="en", site="news.example"),
    Wanted(access="open", since=dt.date(2025, 1, 1), until=dt.date(2025, 1, 3)),
]


@pytest.mark.parametrize("after", [NEWEST, MIDDLE])
@pytest.mark.parametrize("wanted", SEARCHES)
def test_a_search_among_many_follows_the_index_of_words(
    many: Database, wanted: Wanted, after: CursorPosition
) -> None:
    (query,) = queries("sqlite", wanted, after, 51)
    with many.reading() as connection:
        explained = sa.text(f"EXPLAIN QUERY PLAN {query.statement}")
        plan = [row[3] for row in connection.execute(explained, query.values)]
        steps = _steps_of(connection, lambda: connection.scalars(query.statement, query.values).all())
    assert re.fullmatch(r"SCAN article_words VIRTUAL TABLE INDEX \d+:.*M.*", plan[0]), plan
    assert not any(step.startswith("SCAN") or "TEMP B-TREE" in step for step in plan[1:]), plan
    assert steps < MANY / 5


def test_a_search_among_many_follows_the_index_of_words_on_postgresql(postgres: str) -> None:
    database = Database(new_database(postgres))
    with database.writing() as connection:
        connection.execute(sa.text(FILL_POSTGRESQL), {"many": 5_000})
        connection.execute(sa.text("ANALYZE article_search"))
    for wanted in (
        Wanted(words="story 42"),
        Wanted(state="failed", language="en"),
        Wanted(show="world"),
    ):
        indexes = ("Scan Backward using article_search_by_age", "Index Scan on article_search_by_term")
        for query, index in zip(queries("postgresql", wanted, NEWEST, 51), indexes, strict=True):
            with database.reading() as connection:
                explained = sa.text(f"EXPLAIN {query.statement}")
                plan = "\n".join(connection.scalars(explained, query.values))
            assert index in plan, plan
            assert "Seq Scan" not in plan, plan
    database.close()


def _steps_of(connection: sa.Connection, ask: Callable[[], Sequence[object]]) -> int:
    """How many instructions SQLite's machine has run, in thousands."""
    counted: list[None] = []
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_progress_handler(lambda: counted.append(None), 1000)
    try:
        assert ask()
    finally:
        driver.set_progress_handler(None, 0)
    return 1000 * len(counted)


def test_plays_of_a_page_are_asked_for_at_once(catalog: Catalog, index: ArticleIndex) -> None:
    for day in (1, 2):
        catalog.plays.add("id1", Counts(starts=3), dt.date(2025, 1, day))
    assert catalog.plays.starts(["id0", "id1", "unknown"]) == {"id1": 6}
    assert catalog.plays.starts([]) == {}
