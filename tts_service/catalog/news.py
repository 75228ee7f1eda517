"""Feeds of ours that have changed and whose hub does not know yet: one row for a feed, however many episodes are new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from tts_service.catalog.database import Database
from tts_service.catalog.tables import NewsRow


class News(msgspec.Struct, frozen=True, kw_only=True):
    """The feed of ``show`` ("": of everything) has changed. ``failures``: times in a row that the hub could not be told."""

    show: str
    changed_at: dt.datetime
    due_at: dt.datetime
    failures: int = 0


class NewsBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def changed(self, shows: Iterable[str], now: dt.datetime) -> None:
        """A feed that waits already keeps its turn."""
        rows = [{"show": show, "changed_at": now, "due_at": now, "failures": 0} for show in dict.fromkeys(shows)]
        with self._database.writing() as connection:
            insert = (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(NewsRow).values(rows)
            set_ = {"changed_at": insert.excluded.changed_at}
            connection.execute(insert.on_conflict_do_update(index_elements=["show"], set_=set_))

    def due(self, now: dt.datetime) -> tuple[News, ...]:
        query = sa.select(NewsRow.__table__).where(NewsRow.due_at <= now).order_by(NewsRow.due_at)
        with self._database.reading() as connection:
            return tuple(News(**row._mapping) for row in connection.execute(query))

    def told(self, news: News) -> None:
        """Unless the feed has changed meanwhile."""
        with self._database.writing() as connection:
            same = (NewsRow.show == news.show, NewsRow.changed_at == news.changed_at)
            connection.execute(sa.delete(NewsRow).where(*same))

    def put_off(self, news: News, due_at: dt.datetime) -> None:
        """The hub could not be told."""
        with self._database.writing() as connection:
            connection.execute(
                sa.update(NewsRow).where(NewsRow.show == news.show).values(due_at=due_at, failures=news.failures + 1)
            )
