"""Inserts that know what to do about a row that is already there, for both databases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

ROWS_PER_STATEMENT = 200
"""SQLite takes a limited number of values."""
T = TypeVar("T")


def insert_into(connection: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that takes ``on_conflict_…``. Only what the catalog's own database needs is loaded."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def insert_unless_there(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> bool:
    """False when a row of that key is there already; it stays as it is."""
    insert = insert_into(connection, table).values(**row).on_conflict_do_nothing()
    return connection.execute(insert.returning(*table.primary_key)).first() is not None


def upsert(
    connection: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    kept: Sequence[str] = (),
) -> None:
    """Insert ``rows``; where one of that key is there already, replace it, but for the columns ``kept``."""
    key = [column.name for column in table.primary_key]
    for some in slices(rows):
        insert = insert_into(connection, table).values(list(some))
        changed = {name: insert.excluded[name] for name in some[0] if name not in (*key, *kept)}
        connection.execute(insert.on_conflict_do_update(index_elements=key, set_=changed))


def slices(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many as one statement takes."""
    return (values[at : at + ROWS_PER_STATEMENT] for at in range(0, len(values), ROWS_PER_STATEMENT))
