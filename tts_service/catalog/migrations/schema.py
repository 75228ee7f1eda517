"""The revision of a catalog's tables, and its migration to the newest.

Alembic is loaded only when there is something to migrate: at the first start of a new release. A new catalog
in SQLite begins at a revision of its own (``beginning``).
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from tts_service.catalog.migrations import beginning
from tts_service.catalog.tables import ReadableFrom, SchemaVersion
from tts_service.errors import CatalogError

if TYPE_CHECKING:
    from alembic.config import Config

log = logging.getLogger(__name__)

HEAD = "0019"
"""The newest of the revisions in ``versions``, which are numbered."""
REVISIONS = tuple(f"{number:04}" for number in range(1, int(HEAD) + 1))
READABLE_FROM = "0011"
"""The earliest revision whose release can work with the tables of HEAD: its queries name their columns, what
it inserts is complete, and it hands out nothing that is kept back; before 0011 articles could not be held. So
a revision only adds (expands), and what nobody uses any more is taken away by a later one (contracts), which
raises this."""
INDEXING = ("0019",)
"""Those of the revisions that make indexes of tables in use, and nothing else: see ``indexes``."""
LAYOUT = 7
"""The highest number in ``schema_version``, by which releases before Alembic counted: layout 6 is revision
0006. Layout 7 has articles that are not for everybody (for members only, or not out), and is noted when there
is the first: release 0.1.0, which would hand them out, then refuses to start (``catalog.members.access``)."""
FOLDER = Path(__file__).parent
_ALEMBIC = sa.table("alembic_version", sa.column("version_num", sa.String))


def is_current(connection: sa.Connection) -> bool:
    """False when the tables are missing or out of date. Newer ones are as good, unless they are such that
    this release cannot work with them: then it raises CatalogError."""
    return revision_of(connection) == HEAD


def migrate(connection: sa.Connection) -> None:
    """Create or change the tables in the transaction of ``connection``, which holds the catalog's lock: up to
    HEAD, or on PostgreSQL to the next revision that makes indexes, which is for ``build_indexes``.

    Raises CatalogError when they are too new for this service.
    """
    if _is_new(connection):
        beginning.begin(connection)
        _note_readable_from(connection)
    revision = revision_of(connection)
    target = _before_indexes(revision) if connection.dialect.name == "postgresql" else HEAD
    if revision == target:  # another process has just done it
        return
    from alembic import command

    log.info("Migrating the catalog from revision %s to %s.", revision or "0000", target)
    config = _config(connection)
    if revision is not None:
        command.stamp(config, revision)
    command.upgrade(config, target)
    _note_readable_from(connection)


def _is_new(connection: sa.Connection) -> bool:
    """It is one of SQLite's, and there is nothing in it yet."""
    is_sqlite = connection.dialect.name == "sqlite" and beginning.AT in REVISIONS
    return is_sqlite and revision_of(connection) is None


def build_indexes(connection: sa.Connection) -> None:
    """The next revision, if it makes indexes. ``connection`` commits each statement by itself, and no other
    process does the same now."""
    revision = revision_of(connection)
    if revision == HEAD or _before_indexes(revision) != revision:
        return
    from alembic import command

    following = REVISIONS[REVISIONS.index(revision) + 1]
    log.info("Making indexes of the catalog (revision %s), while others go on using it.", following)
    command.upgrade(_config(connection), following)


def _before_indexes(revision: str | None) -> str:
    """How far one transaction goes from ``revision``."""
    left = [name for name in INDEXING if name > (revision or "")]
    return f"{int(min(left)) - 1:04}" if left else HEAD


def revision_of(connection: sa.Connection) -> str | None:
    """None for a database without a catalog; HEAD for a newer one that this service can work with. Raises
    CatalogError for one that it cannot."""
    layout, revision = _noted(connection)
    if layout > LAYOUT:
        raise _newer(f"layout {layout}", f"layout {LAYOUT}")
    if revision is None:
        return f"{layout:04}" if layout else None
    if revision not in REVISIONS:
        if _readable_from(connection) in REVISIONS:
            return HEAD
        raise _newer(f"revision {revision}", f"revision {HEAD}")
    return revision


def _noted(connection: sa.Connection) -> tuple[int, str | None]:
    """The layout, 0 without one; and Alembic's revision, None when no Alembic has been here."""
    tables = sa.inspect(connection)
    layout = revision = None
    if tables.has_table(SchemaVersion.table.name):
        layout = connection.scalar(sa.select(sa.func.max(SchemaVersion.version)))
    if tables.has_table(_ALEMBIC.name):
        revision = connection.scalar(sa.select(_ALEMBIC.c.version_num))
    return layout or 0, revision


def _readable_from(connection: sa.Connection) -> str | None:
    """As a newer release has noted it."""
    if not sa.inspect(connection).has_table(ReadableFrom.table.name):
        return None
    return connection.scalar(sa.select(sa.func.max(ReadableFrom.revision)))


def _note_readable_from(connection: sa.Connection) -> None:
    connection.execute(sa.delete(ReadableFrom.table))
    connection.execute(sa.insert(ReadableFrom.table).values(revision=READABLE_FROM))


def _newer(written: str, known: str) -> CatalogError:
    return CatalogError(
        f"The catalog was written by a newer version of this service ({written}; this one knows up to "
        f"{known}). Start that version, or give TTS_DATABASE_URL another database."
    )


def _config(connection: sa.Connection) -> Config:
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
