"""Opening the catalog's database: its address, its connections, the version of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tts_service.catalog.tables import GONE_AT, NUMBERS, SCHEMA, SEARCHES, Base, EpisodeRow, SchemaVersion, WatchedPageRow
from tts_service.errors import Unavailable

BUSY_TIMEOUT_MS = 5_000
LAYOUT_LOCK = 7_777_001
"""Any number: held by the PostgreSQL session that makes the tables."""


class CatalogError(Exception):
    """The catalog cannot be used as it is; one line says what to do."""


class Database:
    """Connections to the catalog. Its tables are there, and of the version this service knows."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self._sqlite = self._engine.dialect.name == "sqlite"
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        with _translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction. Raises Unavailable when the database cannot be reached or stays locked."""
        with _translated(), self._engine.begin() as connection:
            if self._sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def close(self) -> None:
        self._engine.dispose()

    def _prepare(self) -> None:
        with self.writing() as connection:
            if not self._sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LAYOUT_LOCK)))
            _make_tables(connection)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError) as error:
        raise Unavailable(
            "The catalog cannot be reached just now. Try again in a moment.", kind="catalog-unavailable"
        ) from error


def _engine(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise CatalogError("TTS_DATABASE_URL is not a database address such as postgresql://user@host/name.") from None
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite_engine(parsed)
        case "postgresql" | "postgres":
            return _postgres_engine(parsed.set(drivername="postgresql+psycopg"))
        case other:
            raise CatalogError(f"TTS_DATABASE_URL: {other!r} is not served. Use sqlite:///path or postgresql://user@host/name.")


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    if not url.database or url.database == ":memory:":
        raise CatalogError("TTS_DATABASE_URL: the catalog needs a file, such as sqlite:////var/lib/tts/catalog.db.")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver's own BEGIN is deferred: two writers that have both read would fail instead of waiting. We begin ourselves.
        connection.isolation_level = None
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgres_engine(url: sa.URL) -> sa.Engine:
    try:
        return sa.create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 5})
    except ModuleNotFoundError:
        raise CatalogError("PostgreSQL needs its driver: pip install 'tts-service[postgres]'.") from None


def _make_tables(connection: sa.Connection) -> None:
    """The version is looked at first, so that a newer catalog is not touched."""
    SchemaVersion.__table__.create(connection, checkfirst=True)  # type: ignore[attr-defined]
    version = connection.scalar(sa.select(sa.func.max(SchemaVersion.version)))
    if version is not None and version > SCHEMA:
        raise CatalogError(
            f"The catalog was written by a newer version of this service (layout {version}, this one knows {SCHEMA}). "
            "Start that version, or give TTS_DATABASE_URL another database."
        )
    Base.metadata.create_all(connection)  # all of the steps to layouts 2 and 4, too: tables more
    if version is None or version < 3:
        for index in SEARCHES[connection.dialect.name]:
            connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {index}")
    if version is not None and version < 4:
        _to_layout_4(connection)
    if version is not None and version < 5:
        for number in NUMBERS:
            _add_column(connection, EpisodeRow.__tablename__, number, "INTEGER NOT NULL DEFAULT 0")
    if version is None:
        connection.execute(sa.insert(SchemaVersion).values(version=SCHEMA))
    elif version < SCHEMA:
        connection.execute(sa.update(SchemaVersion).values(version=SCHEMA))


def _to_layout_4(connection: sa.Connection) -> None:
    connection.exec_driver_sql("CREATE INDEX IF NOT EXISTS articles_unsettled ON articles (settled, id)")
    _add_column(connection, WatchedPageRow.__tablename__, "gone_at", GONE_AT[connection.dialect.name])


def _add_column(connection: sa.Connection, table: str, name: str, kind: str) -> None:
    """A table that came with ``create_all`` just now has it already."""
    if name not in {column["name"] for column in sa.inspect(connection).get_columns(table)}:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
