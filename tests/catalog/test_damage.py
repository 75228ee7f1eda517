"""Damaged pages and logs of SQLite, and PostgreSQL's own report of damage: named as such, never an unknown
error."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tts_service.article.request import ArticleRequest
from tts_service.catalog import Accepted, Catalog, CatalogError, Facts
from tts_service.catalog.database import Database
from tts_service.catalog.faults import fault_of
from tts_service.errors import DamagedCatalog, NotStartable, ServiceError
from tts_service.ops.start_checks import catalog_fault, wait_for_catalog
from tts_service.settings import Settings

ARTICLES = 60
PAGE_BYTES = 4096


def name(n: int) -> str:
    return f"a{n:02}"


def fill(catalog: Catalog, first: int = 0, last: int = ARTICLES) -> None:
    for n in range(first, last):
        request = ArticleRequest(text=f"Story {n} of the harbour. " * 20, title=f"Story {n}")
        assert catalog.accept(request, name(n), f"https://news.example/{n}", f"d{n}", "batch") is Accepted.NEW
        facts = Facts(
            status="ready", revision="r1", duration_s=1.0, size=8000, title=f"Story {n}", language="en"
        )
        catalog.record(name(n), f"d{n}", facts)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a catalog that is well."""
    path = tmp_path_factory.mktemp("whole") / "catalog.db"
    catalog = Catalog(f"sqlite:///{path}")
    fill(catalog)
    catalog.close()
    return path.read_bytes()


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def questions(catalog: Catalog) -> list[Callable[[], object]]:
    """As requests, sweeps and commands ask."""
    return [
        catalog.check,
        lambda: catalog.list(limit=ARTICLES),
        lambda: [catalog.source(name(n)) for n in range(ARTICLES)],
        lambda: catalog.find_by_url("https://news.example/7"),
        lambda: catalog.history(name(3)),
        lambda: catalog.keeping(20),
        lambda: catalog.accept(ArticleRequest(text="New."), "new", "", "d", "batch"),
        lambda: catalog.record(name(5), "d5", Facts(status="failed")),
        lambda: catalog.delete(name(6)),
    ]


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=40, deadline=None)
@example(places=[280], seed=0)  # an index that has lost a row
@example(places=[712], seed=0)  # the table of contents: SQLite's own message is not UTF-8
@given(places=st.lists(st.integers(0, 1_000), min_size=1, max_size=6), seed=st.integers(0, 2**32))
def test_whatever_is_overwritten_no_question_ends_in_a_surprise(
    whole: bytes, tmp_path_factory: pytest.TempPathFactory, places: list[int], seed: int
) -> None:
    """``places`` in thousandths of the file, 200 bytes from each."""
    path = tmp_path_factory.mktemp("torn") / "catalog.db"
    data = bytearray(whole)
    for place in places:
        at = place * (len(data) - 200) // 1_000
        data[at : at + 200] = random.Random(seed).randbytes(200)
    path.write_bytes(data)
    try:
        catalog = Catalog(url_of(path))
    except CatalogError:
        return
    assert {status_of(question) for question in questions(catalog)} <= {200, 503}
    catalog.close()


def status_of(question: Callable[[], object]) -> int:
    try:
        question()
    except ServiceError as error:
        return error.problem.status
    return 200


def torn(path: Path, whole: bytes) -> None:
    """All pages but the first, whose table of contents is still right."""
    path.write_bytes(whole[:PAGE_BYTES] + random.Random(1).randbytes(len(whole) - PAGE_BYTES))


def test_damage_that_was_met_turns_every_process_red(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    path.write_bytes(whole)
    one, other = Catalog(url_of(path)), Catalog(url_of(path))
    other.check()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE articles SET source = x'00' WHERE id = 'a07'")
    connection.close()
    one.check()
    with pytest.raises(DamagedCatalog, match="backup"):
        one.source("a07")
    for catalog in (one, other):
        with pytest.raises(DamagedCatalog):
            catalog.check()
        catalog.close()


def test_a_strangers_odd_letter_is_no_damage(catalog: Catalog) -> None:
    with pytest.raises(Exception, match="surrogates"):
        catalog.get("\ud800")
    catalog.check()


def test_the_start_finds_damage_and_says_what_to_do(whole: bytes, tmp_path: Path) -> None:
    path, given = tmp_path / "catalog.db", Settings(data_dir=tmp_path)
    path.write_bytes(whole)
    assert wait_for_catalog(given) == ""
    torn(path, whole)
    assert re.search(r"catalog\.db is damaged: .*tts-service restore.*\.recover", wait_for_catalog(given))
    catalog = Catalog(url_of(path))
    with pytest.raises(DamagedCatalog):
        catalog.check()
    catalog.close()
    path.write_bytes(whole)
    assert wait_for_catalog(given) == ""
    catalog = Catalog(url_of(path))
    catalog.check()
    catalog.close()
    path.write_bytes(random.Random(2).randbytes(5_000))
    with pytest.raises(NotStartable, match=r"catalog\.db is no SQLite database, .*tts-service restore"):
        wait_for_catalog(given)


def test_a_large_catalog_is_looked_at_for_so_long_and_no_longer(whole: bytes, tmp_path: Path) -> None:
    """Without any time, damage at its end is not found; the start goes on."""
    path = tmp_path / "catalog.db"
    path.write_bytes(whole)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE many AS WITH RECURSIVE n(x) AS "
            "(VALUES(1) UNION ALL SELECT x+1 FROM n LIMIT 200000) SELECT x FROM n"
        )
    connection.close()
    database = Database(url_of(path))
    assert database.look_through(seconds=0) is None
    assert database.look_through(seconds=60) is None
    with database.reading() as reading:  # the clock is no longer looked at
        assert reading.scalar(sa.text("SELECT sum(x) FROM many")) == 200_000 * 200_001 // 2
    database.close()


def test_postgresql_says_so_in_its_own_way(postgres: str) -> None:
    """A block overwritten behind its back would need its superuser; the words are the same."""
    engine = sa.create_engine(sa.make_url(postgres).set(drivername="postgresql+psycopg"))
    said = "invalid page in block 0 of relation base/5/16384"
    raised = f"DO $$ BEGIN RAISE EXCEPTION '{said}' USING ERRCODE = '{{}}'; END $$"
    faults = {}
    with engine.connect() as connection:
        for state in ("XX001", "XX002", "22012"):
            with pytest.raises(sa.exc.DBAPIError) as error:
                connection.exec_driver_sql(raised.format(state))
            faults[state] = fault_of(error.value)
            connection.rollback()
    engine.dispose()
    assert isinstance(faults["XX001"], DamagedCatalog)
    assert isinstance(faults["XX002"], DamagedCatalog)
    assert faults["22012"] is None


def test_a_database_that_is_not_ours_to_use_is_explained(postgres: str, tmp_path: Path) -> None:
    url = sa.make_url(postgres)
    wrong = {
        url.set(database="nosuch").render_as_string(hide_password=False): 'database "nosuch" does not exist',
        url.set(username="nobody").render_as_string(hide_password=False): 'role "nobody" does not exist',
        url_of(tmp_path): "unable to open database file",
        "sqlite:////dev/null/catalog.db": "folder cannot be created",
    }
    for address, words in wrong.items():
        fault = catalog_fault(address, 1)
        assert fault is not None
        assert words in fault.sentence
        assert fault.lasting
    down = catalog_fault(f"postgresql://tts@/postgres?host={tmp_path}", 1)
    assert down is not None
    assert not down.lasting, "it may only not be up yet"
    assert catalog_fault(postgres, 1) is None


# -- the write-ahead log -------------------------------------------------------------------------------------

DIES = """
import os, sys
from tests.catalog.test_damage import fill
from tts_service.catalog import Catalog
catalog = Catalog(sys.argv[1])
fill(catalog)
os._exit(9)
"""


def noise(path: Path) -> None:
    path.write_bytes(random.Random(3).randbytes(path.stat().st_size))


def noise_in_the_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 300] = random.Random(4).randbytes(300)
    path.write_bytes(data)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size * 2 // 3 + 11)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def missing(path: Path) -> None:
    path.unlink()


@pytest.fixture(scope="module")
def left_behind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a catalog whose process was killed: what was accepted last is in the log alone."""
    folder = tmp_path_factory.mktemp("killed")
    command = [sys.executable, "-c", DIES, url_of(folder / "catalog.db")]
    assert subprocess.run(command, cwd=Path(__file__).parents[2], check=False).returncode == 9
    assert (folder / "catalog.db-wal").stat().st_size > 50_000
    return folder


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
@pytest.mark.parametrize(
    "damage", [noise, noise_in_the_middle, cut, emptied, missing], ids=lambda damage: damage.__name__
)
def test_a_damaged_log_costs_its_last_entries_at_most(
    left_behind: Path, tmp_path: Path, suffix: str, damage: Callable[[Path], None]
) -> None:
    """SQLite's checksums end the log where it is torn: what comes before is whole, and what comes after is
    as if it had never been accepted. The index beside it (-shm) is made anew."""
    for path in left_behind.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    damage(tmp_path / f"catalog.db{suffix}")
    assert catalog_fault(url_of(tmp_path / "catalog.db"), 5) is None
    catalog = Catalog(url_of(tmp_path / "catalog.db"))
    there = [n for n in range(ARTICLES) if catalog.get(name(n)) is not None]
    assert there == list(range(len(there))), "what was accepted earlier is not lost before what came later"
    if suffix == "-shm":
        assert len(there) == ARTICLES
    fill(catalog, len(there), ARTICLES)
    assert all(catalog.source(name(n)) is not None for n in range(ARTICLES))
    catalog.close()
