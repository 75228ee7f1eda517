"""Catalogs of every earlier layout are migrated and keep all that they hold.

``layouts/`` holds them as SQL: written by the code of each layout, never by today's.
"""

from __future__ import annotations

import datetime as dt
import functools
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.catalog.conftest import new_database
from tests.catalog.new_catalog import statements
from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog, CatalogError, Facts, migrations
from tts_service.catalog.database import Database
from tts_service.catalog.migrations import beginning
from tts_service.catalog.migrations.schema import HEAD, LAYOUT, READABLE_FROM, REVISIONS
from tts_service.catalog.tables.classes import METADATA
from tts_service.catalog.tables.compared import INCOMPARABLE
from tts_service.cli import run

pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")  # ``indexes`` compares them
OPEN = "import sys; from tts_service.catalog import Catalog; Catalog(sys.argv[1])"
LAYOUTS = Path(__file__).parent / "layouts"
OLD = ["1", "2", "3", "4", "5", "6", "8", "9", "14", "1_to_6"]
"""Layout 6 is that of revisions 0006 to 0008, of which "8" is the last. From there on the numbers are of
revisions: in "9" an article is for members, in "14" another one is held. The one at the end was begun with
layout 1 and brought to layout 6 by the code of layouts 3 and 6."""
NEW = "new"
"""Not an old one at all."""
LATER = ["9", "14"]
"""Which release 0.1.0 must not open: it would hand out what is not for everybody."""
PAGE = "https://news.example/river"
FEED = "https://news.example/feed.xml"
NOON = dt.datetime(2026, 11, 20, 8, 30, 15, 250_000, tzinfo=dt.UTC)


def write_old(url: str, name: str) -> None:
    """The catalog at ``url`` is now the one of that name in ``layouts/``."""
    parsed = sa.make_url(url)
    script = (LAYOUTS / f"{parsed.get_backend_name()}_{name}.sql").read_text()
    if parsed.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(parsed.database))
        connection.executescript(script)
        connection.close()
        return
    engine = sa.create_engine(parsed.set(drivername="postgresql+psycopg"))
    with engine.begin() as postgres:
        postgres.exec_driver_sql(script.replace("%", "%%"))
    engine.dispose()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def migrated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """Address of the catalog of that name in ``layouts/``, once it has been migrated: one for all tests that
    only read it."""

    @functools.cache
    def address(name: str) -> str:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('migrated') / 'catalog.db'}"
        else:
            url = new_database(request.getfixturevalue("postgres"))
        if name != NEW:
            write_old(url, name)
        Catalog(url).close()
        return url

    return address


def differences(url: str) -> list[Any]:
    """Between the tables as they are and as ``catalog.tables`` declares them."""
    database = Database(url)
    with database.reading() as connection:
        options = {
            "compare_server_default": True,
            "include_object": lambda _, name, *__: name not in INCOMPARABLE,
        }
        found = compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)
    database.close()
    return list(found)


def scalar(url: str, statement: str) -> Any:
    database = Database(url)
    with database.reading() as connection:
        value = connection.scalar(sa.text(statement))
    database.close()
    return value


def indexes(url: str) -> dict[str, str]:
    """By their names, also those that Alembic cannot compare."""
    query = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    }
    database = Database(url)
    with database.reading() as connection:
        rows = connection.execute(sa.text(query[connection.dialect.name])).all()
    database.close()
    return {name: " ".join(sql.replace("IF NOT EXISTS ", "").replace('"', "").split()) for name, sql in rows}


def test_the_head_is_alembics() -> None:
    script = ScriptDirectory(str(Path(str(migrations.__file__)).parent))
    assert script.get_current_head() == HEAD
    assert sorted(revision.revision for revision in script.walk_revisions()) == list(REVISIONS)


def test_a_new_catalog_has_the_tables_that_are_declared(catalog_url: str) -> None:
    assert differences(catalog_url) == []
    assert scalar(catalog_url, "SELECT version_num FROM alembic_version") == HEAD


def test_a_new_catalog_is_as_the_revisions_make_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, revised = tmp_path / "begun.db", tmp_path / "revised.db"
    Database(f"sqlite:///{begun}").close()
    monkeypatch.setattr(beginning, "AT", "none")
    Database(f"sqlite:///{revised}").close()
    assert sorted(statements(begun)) == sorted(statements(revised))
    assert scalar(f"sqlite:///{begun}", "SELECT revision FROM readable_from") == READABLE_FROM


def test_revisions_and_declarations_make_the_same_indexes(catalog_url: str) -> None:
    by_revisions = indexes(catalog_url)
    database = Database(catalog_url)
    with database.writing() as connection:
        METADATA.drop_all(connection)
        METADATA.create_all(connection)
        connection.execute(sa.text(f"INSERT INTO schema_version VALUES ({LAYOUT})"))
    database.close()
    assert indexes(catalog_url) == by_revisions


@pytest.mark.parametrize("name", OLD)
def test_an_old_catalog_gets_the_tables_of_a_new_one(migrated: Callable[[str], str], name: str) -> None:
    url = migrated(name)
    assert differences(url) == []
    assert indexes(url) == indexes(migrated(NEW))
    assert scalar(url, "SELECT version_num FROM alembic_version") == HEAD
    assert scalar(url, "SELECT max(version) FROM schema_version") == (7 if name in LATER else 6), (
        "0.1.0 still opens it"
    )


@pytest.mark.parametrize("name", OLD)
def test_an_old_catalog_keeps_its_articles(migrated: Callable[[str], str], name: str) -> None:
    for _ in range(2):
        catalog = Catalog(migrated(name))
        river, text, gone = (catalog.get(article_id) for article_id in ("river", "text", "gone"))
        assert river is not None and text is not None and gone is not None  # noqa: PT018
        assert (river.title, river.show, river.editing, river.origin) == (
            "The river rises further", "world", True, "key" if name in ("6", "8", *LATER) else None,
        )  # fmt: skip
        assert (text.title, text.voice, text.status) == ("Über uns", "thorsten", "rendering")
        assert gone.error is not None
        assert gone.error.detail == "That page is gone."
        assert catalog.source("text") == ArticleRequest(
            text="Ünïcode words of a text — “quoted”.", title="Über uns", voice="thorsten", language="de"
        )
        assert [one.duration_s for one in catalog.history("river")] == [61.5]
        assert {"river", "text", "gone", "waits"} <= {one.id for one in catalog.list().entries}
        catalog.close()


@pytest.mark.parametrize("name", ["2", "3", "4", "5", "6", "8", *LATER])
def test_an_old_catalog_keeps_what_it_knew_of_episodes_and_plays(
    migrated: Callable[[str], str], name: str
) -> None:
    catalog = Catalog(migrated(name))
    (episode,) = catalog.episodes.page("world", 1, 10)
    assert (episode.author, episode.published_at) == ("A. Writer", NOON)
    assert (episode.season, episode.number) == ((0, 0) if name in "234" else (2, 7))
    assert catalog.plays.starts(["river"]) == {"river": 3}
    catalog.close()


@pytest.mark.parametrize("name", ["3", "4", "5", "6", "8", *LATER])
def test_an_old_catalog_keeps_what_it_watches(migrated: Callable[[str], str], name: str) -> None:
    catalog = Catalog(migrated(name))
    assert catalog.watched.versions(FEED) == {PAGE: "v1", "https://news.example/gone": "v2"}
    (left,) = catalog.watched.long_left(FEED, NOON + dt.timedelta(days=1))
    assert left.gone_at == (None if name == "3" else NOON)
    assert [hook.version for hook in catalog.hooks.due(NOON, 10)] == ["v3"]
    assert [one.secret for one in catalog.subscriptions.all()] == ([] if name == "3" else ["s3cret"])
    assert {news.show for news in catalog.news.due(NOON)} == (set() if name == "3" else {"", "world"})
    catalog.close()


@pytest.mark.parametrize("name", LATER)
def test_an_old_catalog_keeps_what_is_not_for_everybody(migrated: Callable[[str], str], name: str) -> None:
    catalog = Catalog(migrated(name))
    paid, held = catalog.get("paid"), catalog.get("held")
    assert paid is not None
    assert (paid.access, paid.hold, paid.status) == ("members", None, "ready")
    assert (held and held.hold) == (None if name == "9" else "held")
    told = [(one.url, one.events) for one in catalog.endpoints.all()]
    assert told == ([] if name == "9" else [("https://cms.example/told", ("article.ready",))])
    assert catalog.publisher.newest(None).number == (0 if name == "9" else 1)
    catalog.close()


@pytest.mark.parametrize("name", OLD)
def test_an_old_catalog_takes_all_that_a_new_one_takes(catalog_url: str, name: str) -> None:
    write_old(catalog_url, name)
    catalog = Catalog(catalog_url)
    catalog.accept(ArticleRequest(url=PAGE), "new", PAGE, "digest", "batch", "click")
    catalog.record("new", "digest", Facts(status="ready", revision="r9", duration_s=1.0, size=10))
    catalog.introduce(ArticleRequest(text="Ours."), "ours", PAGE, "digest")
    catalog.news.changed(["news"], NOON)
    new = catalog.get("new")
    assert new is not None
    assert (new.origin, new.revision) == ("click", "r9")
    catalog.close()


def test_many_processes_open_an_old_catalog_at_once(catalog_url: str) -> None:
    write_old(catalog_url, "1")

    def open_one(_: int) -> int:
        return subprocess.run(
            [sys.executable, "-c", OPEN, catalog_url], cwd=LAYOUTS.parents[2], check=False
        ).returncode

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(open_one, range(3))) == [0, 0, 0]
    assert differences(catalog_url) == []


def test_a_migration_that_fails_changes_nothing(catalog_url: str) -> None:
    write_old(catalog_url, "3")
    engine = sa.create_engine(sa.make_url(catalog_url).set(drivername=engine_driver(catalog_url)))
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE subscriptions (odd INTEGER)"))
    with pytest.raises(Exception, match=r"exist|reached"):
        Catalog(catalog_url)
    with engine.begin() as connection:
        assert connection.scalar(sa.text("SELECT max(version) FROM schema_version")) == 3
        assert not sa.inspect(connection).has_table("alembic_version")
        assert not sa.inspect(connection).has_table("news")
        connection.execute(sa.text("DROP TABLE subscriptions"))
    engine.dispose()
    Catalog(catalog_url).close()
    assert differences(catalog_url) == []


def engine_driver(url: str) -> str:
    return "sqlite" if url.startswith("sqlite") else "postgresql+psycopg"


@pytest.mark.parametrize(
    ("change", "written"),
    [
        ("UPDATE schema_version SET version = 8", "layout 8; this one knows up to layout 7"),
        ("UPDATE alembic_version SET version_num = '0999'", f"revision 0999; .* up to revision {HEAD}"),
    ],
)
def test_a_newer_catalog_is_refused_and_not_touched(catalog_url: str, change: str, written: str) -> None:
    database = Database(catalog_url)
    with database.writing() as connection:
        connection.execute(sa.text(change))
        connection.execute(sa.text("UPDATE readable_from SET revision = '0999'"))
        connection.execute(sa.text("DROP TABLE narrations"))
    with pytest.raises(CatalogError, match=f"newer version of this service .{written}"):
        Catalog(catalog_url)
    with database.reading() as connection:
        assert not sa.inspect(connection).has_table("narrations")
    database.close()


OLDER = """
import sys
import sqlalchemy as sa
from tts_service.catalog.migrations import schema
url, schema.HEAD, columns = sys.argv[1:4]
schema.REVISIONS = tuple(f"{n:04}" for n in range(1, int(schema.HEAD) + 1))
schema.INDEXING = tuple(set(schema.INDEXING) & set(schema.REVISIONS))
from tts_service.catalog import Catalog
schema._note_readable_from = lambda connection: None
database = Catalog(url)._database
with database.reading() as connection:
    known = sa.inspect(connection).get_columns("articles")
    columns = columns or ", ".join(column["name"] for column in known)
print(columns, flush=True)
others = columns.replace("id, ", "", 1)
for name in sys.stdin:
    with database.writing() as connection:
        copied = f"INSERT INTO articles (id, {others}) SELECT '{name.strip()}', {others} FROM articles"
        connection.execute(sa.text(f"{copied} WHERE id = (SELECT min(id) FROM articles)"))
        connection.execute(sa.text(f"UPDATE articles SET title = 'Edited' WHERE id = '{name.strip()}'"))
        print(len(connection.execute(sa.text(f"SELECT {columns} FROM articles")).all()), flush=True)
"""
"""Today's code, but for the revisions that it knows. What it reads and writes are the columns of its time,
"columns", by their names: as a release of then does."""


def test_processes_of_an_earlier_release_go_on_and_start_on_a_newer_catalog(catalog_url: str) -> None:
    def older(revision: str = READABLE_FROM, columns: str = "") -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", OLDER, catalog_url, revision, columns],
            cwd=LAYOUTS.parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ask(process: subprocess.Popen[str], name: str) -> int:
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018
        process.stdin.write(f"{name}\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    write_old(catalog_url, "8")
    with older() as running:
        assert running.stdout is not None
        columns = running.stdout.readline().strip()
        assert columns.startswith("id, ")
        assert scalar_without_migration(catalog_url) == READABLE_FROM
        before = ask(running, "before")
        catalog = Catalog(catalog_url)
        assert scalar(catalog_url, "SELECT revision FROM readable_from") == READABLE_FROM
        assert ask(running, "while") == before + 1
        with older(columns=columns) as started:
            assert started.stdout is not None
            assert started.stdout.readline().strip() == columns
            assert ask(started, "after") == before + 2
            started.communicate()
        assert catalog.publisher.newest(None).number == 0
        edited = [one.id for one in catalog.list().entries if one.title == "Edited"]
        assert sorted(edited) == ["after", "before", "while"]
        catalog.close()
        running.communicate()
    with older("0010") as too_old:  # it knows nothing of articles that are held, and would hand them out
        assert "newer version of this service" in too_old.communicate()[1]


def scalar_without_migration(url: str) -> Any:
    engine = sa.create_engine(sa.make_url(url).set(drivername=engine_driver(url)))
    with engine.connect() as connection:
        value = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    engine.dispose()
    return value


def test_a_catalog_that_is_new_or_up_to_date_is_opened_without_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    spared = ["alembic", "sqlalchemy.orm", "sqlalchemy.dialects.postgresql"]
    loaded = f"print(sys.modules.keys() & {spared})"
    for _ in range(2):
        command = [sys.executable, "-c", f"{OPEN}; {loaded}", url]
        opened = subprocess.run(command, cwd=LAYOUTS.parents[2], check=True, capture_output=True, text=True)
        assert opened.stdout.strip() == "set()"


def test_the_command_says_what_it_has_done(
    catalog_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_old(catalog_url, "8")
    monkeypatch.setenv("TTS_DATABASE_URL", catalog_url)
    assert [run(["catalog", "migrate"]) for _ in range(2)] == [0, 0]
    first, second = capsys.readouterr().out.splitlines()
    tables = f"(revision {HEAD}, readable from {READABLE_FROM})."
    assert first == f"The catalog was migrated from revision 0008 {tables}"
    assert second == f"The catalog is up to date {tables}"
