"""What sites have told of their pages and is not acted upon yet: one row for a page, however often it is told."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from tts_service.catalog.database import Database
from tts_service.catalog.tables import HookRow

Event = Literal["published", "updated", "deleted"]


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """``first_at`` is when it was told first since it was last acted upon; at ``due_at`` it is to be."""

    url: str
    event: Event
    show: str = ""
    version: str = ""
    first_at: dt.datetime
    due_at: dt.datetime


class HookBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, hook: Hook, latest: dt.timedelta) -> None:
        """Instead of what was told of the page before; due at the latest ``latest`` after the first time."""
        with self._database.writing() as connection:
            first = connection.scalar(sa.select(HookRow.first_at).where(HookRow.url == hook.url).with_for_update())
            if first is not None:
                hook = msgspec.structs.replace(hook, first_at=first, due_at=min(hook.due_at, first + latest))
            connection.execute(_upsert(connection, msgspec.structs.asdict(hook)))

    def due(self, now: dt.datetime, limit: int) -> tuple[Hook, ...]:
        query = sa.select(HookRow.__table__).where(HookRow.due_at <= now).order_by(HookRow.due_at).limit(limit)
        with self._database.reading() as connection:
            return tuple(Hook(**row._mapping) for row in connection.execute(query))

    def done(self, hook: Hook) -> None:
        """Unless something new was told meanwhile."""
        same = (HookRow.url == hook.url, HookRow.due_at == hook.due_at, HookRow.version == hook.version)
        with self._database.writing() as connection:
            connection.execute(sa.delete(HookRow).where(*same))


def _upsert(connection: sa.Connection, values: dict[str, Any]) -> sa.Insert:
    insert = (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(HookRow).values(**values)
    changed = {name: insert.excluded[name] for name in values if name != "url"}
    return insert.on_conflict_do_update(index_elements=["url"], set_=changed)
