"""``python -m tests.catalog.new_catalog`` writes the statements that make a new catalog in SQLite, as the
revisions make it."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tts_service.catalog.database import Database
from tts_service.catalog.migrations import beginning

_MADE = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
_SHADOWS = "SELECT name FROM pragma_table_list WHERE type = 'shadow'"
_NOTED = ("schema_version", "alembic_version")


def statements(file: Path) -> Iterator[str]:
    """Those that make the catalog ``file``, which holds nothing yet."""
    with closing(sqlite3.connect(file)) as connection:
        shadows = {name for (name,) in connection.execute(_SHADOWS)}
        for name, sql in connection.execute(_MADE):
            if name not in shadows:
                yield "\n".join(line.rstrip() for line in sql.strip().splitlines() if line.strip())
        for table in _NOTED:
            ((value,),) = connection.execute(f"SELECT * FROM {table}")
            yield f"INSERT INTO {table} VALUES ({value!r})"


if __name__ == "__main__":
    beginning.AT = "none"
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder) / "catalog.db"
        Database(f"sqlite:///{new}").close()
        text = beginning.BETWEEN.join(statements(new))
    beginning.FILE.write_text(f"{text}\n", encoding="utf-8")
