"""Catalogs are migrated while processes write to them: no revision may hold these up."""

from __future__ import annotations

import io
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory

from tests.catalog.conftest import new_database
from tests.running import wait_until
from tts_service.catalog import Catalog, migrations
from tts_service.catalog.database import Database
from tts_service.catalog.migrations import schema
from tts_service.catalog.migrations.schema import HEAD, INDEXING

pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")  # they are not asked for
FOLDER = Path(str(migrations.__file__)).parent
RULE_SINCE = "0015"
TYPE = "VARCHAR|INTEGER|BIGINT|BOOLEAN|DATE|BYTEA|DOUBLE PRECISION|TIMESTAMP WITH TIME ZONE"
DEFAULT = r"DEFAULT ('[^']*'|\d+|true|false)"

MAKES_AN_INDEX = """
from tts_service.catalog.migrations.indexes import create_index

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    create_index("articles_by_voice", "articles", ["voice", "id"])
"""


def holding_up(sql: str, *, indexing: bool) -> list[str]:
    """Those of the statements during which writers of tables in use would wait for longer than a moment, or
    that cannot be repeated after ``indexing`` was interrupted."""
    bare = re.sub(r"\$body\$.*?\$body\$", "", sql, flags=re.DOTALL)
    statements = [" ".join(part.split()) for part in bare.split(";") if part.strip()]
    made = {found[1] for one in statements if (found := re.match(r"CREATE TABLE (\w+) ", one))}
    allowed = (
        [r"CREATE (UNIQUE )?INDEX CONCURRENTLY IF NOT EXISTS \w+ ON \w+ .*"]
        if indexing
        else [
            r"CREATE TABLE \w+ .*",
            rf"CREATE (UNIQUE )?INDEX \w+ ON ({'|'.join(sorted(made)) or '-'}) .*",
            r"CREATE (FUNCTION|TRIGGER) .*",
            rf"ALTER TABLE \w+ ADD COLUMN \w+ ({TYPE})( {DEFAULT}( NOT NULL)?)?",
        ]
    )
    return [one for one in statements if not any(re.fullmatch(pattern, one) for pattern in allowed)]


def sql_of(module: ModuleType) -> str:
    """What the revision runs on PostgreSQL."""
    written = io.StringIO()
    options = {"as_sql": True, "output_buffer": written}
    with Operations.context(MigrationContext.configure(dialect_name="postgresql", opts=options)):
        module.upgrade()
    return written.getvalue()


def revisions() -> Iterator[Script]:
    for script in ScriptDirectory(str(FOLDER)).walk_revisions():
        if script.revision >= RULE_SINCE:
            yield script


def test_no_revision_holds_up_those_who_write() -> None:
    for script in revisions():
        found = holding_up(sql_of(script.module), indexing=script.revision in INDEXING)
        assert found == [], f"{script.path}: see tts_service/catalog/migrations/indexes.py"


@pytest.mark.pure
@pytest.mark.parametrize(
    ("sql", "indexing"),
    [
        ("CREATE TABLE stops (id VARCHAR NOT NULL); CREATE INDEX stops_by_id ON stops (id)", False),
        ("ALTER TABLE articles ADD COLUMN recording VARCHAR DEFAULT '' NOT NULL", False),
        ("ALTER TABLE articles ADD COLUMN public_at TIMESTAMP WITH TIME ZONE", False),
        ("ALTER TABLE articles ADD COLUMN frozen BOOLEAN DEFAULT false NOT NULL", False),
        ("CREATE INDEX CONCURRENTLY IF NOT EXISTS plays_by_day ON plays (day)", True),
    ],
)
def test_what_takes_a_moment_is_allowed(sql: str, indexing: bool) -> None:
    assert holding_up(sql, indexing=indexing) == []


@pytest.mark.pure
@pytest.mark.parametrize(
    ("sql", "indexing"),
    [
        ("CREATE INDEX plays_by_day ON plays (day)", False),
        ("CREATE TABLE stops (id VARCHAR); CREATE UNIQUE INDEX plays_by_day ON plays (day)", False),
        ("CREATE INDEX CONCURRENTLY IF NOT EXISTS plays_by_day ON plays (day)", False),
        ("CREATE INDEX plays_by_day ON plays (day)", True),
        ("CREATE INDEX CONCURRENTLY plays_by_day ON plays (day)", True),
        ("ALTER TABLE plays ADD COLUMN second INTEGER", True),
        ("ALTER TABLE plays ADD COLUMN second INTEGER NOT NULL", False),
        ("ALTER TABLE plays ADD COLUMN second TIMESTAMP DEFAULT clock_timestamp() NOT NULL", False),
        ("ALTER TABLE plays ADD COLUMN second INTEGER UNIQUE", False),
        ("ALTER TABLE plays ALTER COLUMN second TYPE BIGINT", False),
        ("ALTER TABLE plays ADD CONSTRAINT plays_check CHECK (second > 0)", False),
        ("UPDATE plays SET second = 0", False),
        ("LOCK TABLE plays", False),
    ],
)
def test_what_holds_up_those_who_write_is_found(sql: str, indexing: bool) -> None:
    assert len(holding_up(sql, indexing=indexing)) == 1


@pytest.fixture
def with_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The next release makes an index of the articles. Returns its revision."""
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder)
    revision = f"{int(HEAD) + 1:04}"
    (folder / "versions" / f"r{revision}_an_index.py").write_text(
        MAKES_AN_INDEX.format(revision=revision, before=HEAD)
    )
    monkeypatch.setattr(schema, "HEAD", revision)
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, revision))
    monkeypatch.setattr(schema, "INDEXING", (*INDEXING, revision))
    monkeypatch.setattr(schema, "FOLDER", folder)
    return revision


def valid_indexes(url: str) -> list[str]:
    query = "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indisvalid"
    with connected(url) as connection:
        return [name for name in connection.scalars(sa.text(query)) if name == "articles_by_voice"]


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """Each statement is committed by itself."""
    engine = sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def write(connection: sa.Connection, titles: Sequence[str]) -> None:
    """As a process of the release before does, which gives up after a second."""
    connection.execute(sa.text("SET lock_timeout = '1s'"))
    for title in titles:
        connection.execute(sa.text("UPDATE articles SET title = :title"), {"title": title})


def test_an_index_is_made_while_others_write(postgres: str, request: pytest.FixtureRequest) -> None:
    url = new_database(postgres)
    Catalog(url).close()
    revision = request.getfixturevalue("with_an_index")
    opened: list[Catalog] = []
    opening = [threading.Thread(target=lambda: opened.append(Catalog(url))) for _ in range(2)]
    with connected(url) as unfinished, connected(url) as writing:
        unfinished.execute(sa.text("BEGIN"))
        write(unfinished, ["held"])
        for thread in opening:
            thread.start()
        wait_until(lambda: is_being_made(writing), "an index that waits for what has begun")
        write(writing, ["while it is made"])
        unfinished.execute(sa.text("COMMIT"))
    for thread in opening:
        thread.join()
    assert len(opened) == 2
    for catalog in opened:
        catalog.close()
    assert valid_indexes(url) == ["articles_by_voice"]
    with closing(Database(url)) as database, database.reading() as connection:
        assert schema.revision_of(connection) == revision


def is_being_made(connection: sa.Connection) -> bool:
    asked = "SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting%'"
    return bool(connection.scalar(sa.text(asked)))


def test_an_index_that_was_left_unfinished_is_made_anew(
    postgres: str, request: pytest.FixtureRequest
) -> None:
    url = new_database(postgres)
    Catalog(url).close()
    with connected(url) as connection:
        connection.execute(sa.text("CREATE INDEX articles_by_voice ON articles (voice)"))
        connection.execute(
            sa.text("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'articles_by_voice'::regclass")
        )
    request.getfixturevalue("with_an_index")
    assert valid_indexes(url) == []
    Catalog(url).close()
    assert valid_indexes(url) == ["articles_by_voice"]


def test_every_database_gets_the_index(
    empty_database: Callable[[], str], request: pytest.FixtureRequest
) -> None:
    old = empty_database()
    Catalog(old).close()
    request.getfixturevalue("with_an_index")
    for url in (old, empty_database()):
        with closing(Database(url)) as database, database.reading() as connection:
            names = {one["name"] for one in sa.inspect(connection).get_indexes("articles")}
            assert "articles_by_voice" in names
            assert schema.is_current(connection)
