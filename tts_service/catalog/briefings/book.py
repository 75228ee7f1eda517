"""Which briefings have been made: each once, whoever makes it, and whatever becomes of it."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.tables import BriefingRow
from tts_service.catalog.upsert import insert_unless_there

REMEMBERED = dt.timedelta(days=30)
"""Much longer than a briefing may be late."""


class BriefingBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_made(self, name: str, slot: dt.datetime) -> bool:
        """The briefing ``name`` of the time ``slot`` has been made, be it that it was withdrawn since."""
        query = sa.select(BriefingRow.name).where(BriefingRow.name == name, BriefingRow.slot == slot)
        with self._database.reading() as connection:
            return connection.scalar(query) is not None

    def note(self, name: str, slot: dt.datetime, article_id: str) -> None:
        """It has been made, as this article. Idempotent."""
        row = {"name": name, "slot": slot, "article_id": article_id}
        with self._database.writing() as connection:
            insert_unless_there(connection, BriefingRow.table, row)
            connection.execute(sa.delete(BriefingRow.table).where(BriefingRow.slot < slot - REMEMBERED))
