"""The catalog's database: its address, its connections, and what to do about damage."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from tts_service.catalog.faults import (
    fault_of,
    is_damage,
    is_no_database,
    is_unreadable,
)
from tts_service.catalog.migrations.schema import build_indexes, is_current, migrate, revision_of
from tts_service.catalog.tables import SchemaVersion
from tts_service.errors import CatalogError, DamagedCatalog

log = logging.getLogger(__name__)

BUSY_TIMEOUT_MS = 5_000
CONNECTIONS = 15
KEPT_OPEN = 5
"""Connections that stay open when nobody needs them."""
FREE_WITHIN_S = 5.0
"""The longest that anybody waits for a connection while all are in use."""
PRAGMAS = (
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cell_size_check=ON",
)
LAYOUT_LOCK = 7_777_001
"""Any number: held by the PostgreSQL session that migrates the tables."""
INDEX_LOCK = LAYOUT_LOCK + 1
"""Held by the process that makes indexes of tables in use."""
LOCK_LOOK_S = 0.2
STEPS_BETWEEN_LOOKS = 20_000
"""Instructions of SQLite's virtual machine between two looks at the clock: a few milliseconds."""
REMEDY = (
    "Stop the service, move the file and those beside it (-wal, -shm) away, and restore a backup: "
    "tts-service restore. "
    "Without one, save what is legible: sqlite3 DAMAGED.db .recover | sqlite3 catalog.db."
)


class Database:
    """Connections to the catalog. Opening it migrates its tables, unless it is damaged."""

    def __init__(self, url: str, connections: int = CONNECTIONS) -> None:
        """``connections``: the most that are open at once, at least 2. Whoever wants one more waits for up to
        30 s. Only of PostgreSQL."""
        self._engine = _engine(url, connections)
        self._sqlite = self._engine.dialect.name == "sqlite"
        self._reading = self._engine
        if not self._sqlite:  # for one query the server need not be told to begin and to end something
            self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._met_damage = False
        self.migrated_from: str | None = None
        """The revision that this process found and migrated; None if it was current."""
        self._note = Path(f"{self._engine.url.database}.damaged") if self._sqlite else None
        try:
            self._prepare()
        except DamagedCatalog as error:
            # Every query that meets torn pages reports them; the others may still be answered.
            if is_no_database(error.__cause__):
                self.close()
                raise CatalogError(
                    f"{self._engine.url.database} is no SQLite database, or damaged at its beginning. "
                    f"{REMEDY}"
                ) from error
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Raises Unavailable when the database cannot be reached, DamagedCatalog when what it holds cannot
        be read."""
        with self._translated(), self._reading.connect() as connection:
            try:
                yield connection
            except ValueError as error:
                if not is_unreadable(error):
                    raise
                raise DamagedCatalog from error

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction. Raises Unavailable when the database cannot be reached, stays locked or cannot
        be written."""
        with self._translated(), self._engine.begin() as connection:
            if self._sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def check(self) -> None:
        """Raises Unavailable when it cannot be read, DamagedCatalog when any process has found damage since
        the last start."""
        with self.reading() as connection:
            connection.execute(sa.select(sa.func.max(SchemaVersion.version)))
        if self._note is not None and self._note.exists():
            raise DamagedCatalog

    def look_through(self, seconds: float) -> str | None:
        """What is wrong with SQLite's pages; None when nothing was found within ``seconds``."""
        if not self._sqlite:
            return None
        until = time.monotonic() + seconds
        try:
            with contextlib.closing(self._engine.raw_connection()) as pooled:
                verdict = _quick_check(cast(sqlite3.Connection, pooled.dbapi_connection), until)
        except sqlite3.Error as error:
            return str(error) if is_damage(error) else None
        return None if verdict == "ok" else " ".join(verdict.split())

    def found(self, problem: str | None) -> None:
        """Record the result of ``look_through`` for all processes, until the next one. None clears it."""
        if self._note is not None:
            with contextlib.suppress(OSError):
                self._note.touch() if problem else self._note.unlink(missing_ok=True)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DamagedCatalog as error:
            self._note_damage(error)
            raise
        except (sa.exc.SQLAlchemyError, sqlite3.Error) as error:
            fault = fault_of(error)
            if fault is None:
                raise
            if isinstance(fault, DamagedCatalog):
                self._note_damage(error)
            raise fault from error

    def _note_damage(self, error: Exception) -> None:
        """Record it for all processes, and log it once in each."""
        if not self._met_damage:
            self._met_damage = True
            log.error(
                "The catalog is damaged: %s. %s",
                getattr(error, "orig", None) or error.__cause__ or error,
                REMEDY,
            )
        if self._note is not None:
            with contextlib.suppress(OSError):
                self._note.touch()

    def _prepare(self) -> None:
        with self.reading() as connection:
            if is_current(connection):
                return
            self.migrated_from = revision_of(connection) or "0000"
        while not self._is_migrated():
            with self._building_alone() as connection:
                build_indexes(connection)

    def _is_migrated(self) -> bool:
        """As far as one transaction goes."""
        with self.writing() as connection:  # which locks SQLite's file
            if not self._sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LAYOUT_LOCK)))
            migrate(connection)
            return is_current(connection)

    @contextmanager
    def _building_alone(self) -> Iterator[sa.Connection]:
        """A connection that commits each statement by itself, for one process at a time. Only of PostgreSQL.

        Whoever makes an index waits for the end of all statements that have begun, so nobody may wait for
        the lock in one. It is the lock of a transaction, of another connection: a pooler may give each
        transaction another session. Asked for without parameters, or the statement would count as begun for
        as long as it is held.
        """
        locked = f"SELECT pg_try_advisory_xact_lock({INDEX_LOCK})"
        with self._translated(), self._engine.connect() as holder, self._engine.connect() as plain:
            while not holder.exec_driver_sql(locked).scalar():
                holder.rollback()
                time.sleep(LOCK_LOOK_S)
            yield plain.execution_options(isolation_level="AUTOCOMMIT")


def _engine(url: str, connections: int) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise CatalogError(
            "TTS_DATABASE_URL is not a database address such as postgresql://user@host/name."
        ) from None
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite_engine(parsed)
        case "postgresql" | "postgres":
            return _postgres_engine(parsed.set(drivername="postgresql+psycopg"), connections)
        case other:
            raise CatalogError(
                f"TTS_DATABASE_URL: {other!r} is not supported. Use sqlite:///path or "
                "postgresql://user@host/name."
            )


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    if not url.database or url.database == ":memory:":
        raise CatalogError(
            "TTS_DATABASE_URL: the catalog needs a file, such as sqlite:////var/lib/tts/catalog.db."
        )
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogError(
            f"The catalog's folder cannot be created: {error.filename}: {error.strerror}."
        ) from error
    engine = sa.create_engine(url)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver's own BEGIN is deferred: two writers that have both read would fail instead of waiting.
        # We begin ourselves.
        connection.isolation_level = None
        try:
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except UnicodeDecodeError as error:  # of SQLite's own message, which quotes damaged bytes
            connection.close()
            raise DamagedCatalog from error
        except sqlite3.Error:
            connection.close()
            raise

    return engine


def _quick_check(connection: sqlite3.Connection, until: float) -> str:
    """ "ok", or the first thing that is wrong. Interrupted, with an error, when the monotonic clock reaches
    ``until``."""
    connection.set_progress_handler(lambda: time.monotonic() > until, STEPS_BETWEEN_LOOKS)
    try:
        return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    finally:
        connection.set_progress_handler(None, 0)


def _postgres_engine(url: sa.URL, connections: int) -> sa.Engine:
    # A prepared statement belongs to one connection of the server. A pooler such as PgBouncer gives each
    # transaction another one, and would run somebody else's statement under the same name.
    options = {"connect_timeout": 5, "prepare_threshold": None}
    kept = min(KEPT_OPEN, connections)
    try:
        return sa.create_engine(
            url,
            pool_size=kept,
            max_overflow=connections - kept,
            pool_timeout=FREE_WITHIN_S,
            pool_pre_ping=True,
            connect_args=options,
        )
    except ModuleNotFoundError:
        raise CatalogError("PostgreSQL needs its driver: pip install 'tts-service[postgres]'.") from None
