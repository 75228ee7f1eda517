"""Our feeds that have changed and whose hub is not notified yet: one row for each feed, no matter how many
episodes are new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.rows import structs
from tts_service.catalog.tables import NewsRow
from tts_service.catalog.upsert import upsert


class News(msgspec.Struct, frozen=True, kw_only=True):
    """The feed of ``show`` ("": of everything) has changed. ``failures``: failed notifications in a row."""

    show: str
    changed_at: dt.datetime
    due_at: dt.datetime
    failures: int = 0


class NewsBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def changed(self, shows: Iterable[str], now: dt.datetime) -> None:
        """A feed that is already waiting keeps its ``due_at``."""
        rows = [
            {"show": show, "changed_at": now, "due_at": now, "failures": 0} for show in dict.fromkeys(shows)
        ]
        with self._database.writing() as connection:
            upsert(connection, NewsRow.table, rows, kept=("due_at", "failures"))

    def due(self, now: dt.datetime) -> tuple[News, ...]:
        query = sa.select(NewsRow.table).where(NewsRow.due_at <= now).order_by(NewsRow.due_at)
        with self._database.reading() as connection:
            return structs(connection, News, query)

    def notified(self, news: News) -> None:
        """The hub was notified. Does nothing when the feed has changed since."""
        with self._database.writing() as connection:
            same = (NewsRow.show == news.show, NewsRow.changed_at == news.changed_at)
            connection.execute(sa.delete(NewsRow.table).where(*same))

    def put_off(self, news: News, due_at: dt.datetime) -> None:
        """The hub could not be notified; try again at ``due_at``."""
        with self._database.writing() as connection:
            connection.execute(
                sa.update(NewsRow.table)
                .where(NewsRow.show == news.show)
                .values(due_at=due_at, failures=news.failures + 1)
            )
