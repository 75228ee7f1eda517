"""Notifications from sites about their pages that are not acted upon yet: one row for each page, no matter
how many came."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec
import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.rows import columns, structs
from tts_service.catalog.tables import HookRow
from tts_service.catalog.upsert import upsert

Event = Literal["published", "updated", "deleted"]


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """``first_at``: the first notification since the page was last acted upon. ``due_at``: when to act."""

    url: str
    event: Event
    show: str | None = None
    version: str | None = None
    first_at: dt.datetime
    due_at: dt.datetime


class HookBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, hook: Hook, latest: dt.timedelta) -> None:
        """Replace the earlier notification of the page; due ``latest`` after the first one, at the latest."""
        with self._database.writing() as connection:
            first = connection.scalar(
                sa.select(HookRow.first_at).where(HookRow.url == hook.url).with_for_update()
            )
            if first is not None:
                hook = msgspec.structs.replace(hook, first_at=first, due_at=min(hook.due_at, first + latest))
            upsert(connection, HookRow.table, [columns(hook)])

    def due(self, now: dt.datetime, limit: int) -> tuple[Hook, ...]:
        query = sa.select(HookRow.table).where(HookRow.due_at <= now).order_by(HookRow.due_at).limit(limit)
        with self._database.reading() as connection:
            return structs(connection, Hook, query)

    def done(self, hook: Hook) -> None:
        """Remove it, unless a new notification has come since."""
        version = hook.version or ""
        same = (HookRow.url == hook.url, HookRow.due_at == hook.due_at, HookRow.version == version)
        with self._database.writing() as connection:
            connection.execute(sa.delete(HookRow.table).where(*same))
