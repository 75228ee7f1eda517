"""A new catalog in SQLite, without Alembic: to load it and to go through all revisions takes a third of a
second, and most catalogs are new ones. ``new_catalog.sql`` has the tables as they were at one revision; those
that came after it are then run as ever.

``python -m tests.catalog.new_catalog`` writes the file again, as of now.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

AT = "0019"
"""The revision of the file."""
FILE = Path(__file__).with_name("new_catalog.sql")
BETWEEN = "\n\n"
"""What is between two statements, and in none of them."""


def begin(connection: sa.Connection) -> None:
    """Make the tables, in the transaction of ``connection``. There are none yet."""
    for statement in FILE.read_text(encoding="utf-8").strip().split(BETWEEN):
        connection.exec_driver_sql(statement)
