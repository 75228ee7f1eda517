"""What the watch knows: when each listing was last read, and which pages it has named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.rows import columns, problem_of, structs
from tts_service.catalog.tables import ArticleRow, ListingRow, WatchedPageRow
from tts_service.catalog.upsert import slices, upsert
from tts_service.errors import Problem


class ListingState(msgspec.Struct, frozen=True, kw_only=True):
    """``etag`` and ``last_modified`` are for conditional requests; None if unknown. ``failures``: failed
    reads in a row, ``problem``: the last of them. ``looked_at`` is None before the first successful read."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    looked_at: dt.datetime | None = None
    due_at: dt.datetime
    failures: int = 0
    problem: str | None = None


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """A page. ``left_at``: when the listing stopped naming it. ``misses``: how many times in a row the page
    was then found gone. ``gone_at``: when a page that is still named was first found gone."""

    listing: str
    url: str
    version: str | None
    left_at: dt.datetime | None = None
    checked_at: dt.datetime
    misses: int = 0
    gone_at: dt.datetime | None = None


class Unread(msgspec.Struct, frozen=True):
    """A page whose article could not be read, and why."""

    url: str
    problem: Problem


class WatchBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def listing(self, url: str) -> ListingState | None:
        query = sa.select(ListingRow.table).where(ListingRow.url == url)
        with self._database.reading() as connection:
            return next(iter(structs(connection, ListingState, query)), None)

    def listings(self) -> tuple[ListingState, ...]:
        with self._database.reading() as connection:
            query = sa.select(ListingRow.table).order_by(ListingRow.url)
            return structs(connection, ListingState, query)

    def put_listing(self, state: ListingState) -> None:
        with self._database.writing() as connection:
            upsert(connection, ListingRow.table, [columns(state)])

    def versions(self, listing: str) -> dict[str, str | None]:
        """Address → version (None for one without) of every page that ``listing`` has named and that is not
        withdrawn."""
        query = sa.select(WatchedPageRow.url, WatchedPageRow.version).where(WatchedPageRow.listing == listing)
        with self._database.reading() as connection:
            return {row.url: row.version or None for row in connection.execute(query)}

    def put_pages(self, pages: Iterable[Watched]) -> None:
        with self._database.writing() as connection:
            upsert(connection, WatchedPageRow.table, list(map(columns, pages)))

    def name(self, pages: Iterable[Watched]) -> None:
        """Store ``pages`` as a listing names them. Whether they are gone is not known from that, and stays as
        it is."""
        with self._database.writing() as connection:
            upsert(connection, WatchedPageRow.table, list(map(columns, pages)), kept=("gone_at",))

    def left(self, listing: str, urls: Sequence[str], now: dt.datetime) -> None:
        """``listing`` no longer names ``urls``. An earlier ``left_at`` stays."""
        for some in slices(urls):
            self._change(listing, some, WatchedPageRow.left_at.is_(None), left_at=now)

    def back(self, listing: str, urls: Sequence[str]) -> None:
        """``listing`` names ``urls`` again."""
        for some in slices(urls):
            self._change(
                listing, some, WatchedPageRow.left_at.is_not(None), left_at=None, misses=0, gone_at=None
            )

    def long_left(self, listing: str, before: dt.datetime) -> tuple[Watched, ...]:
        """Pages that left before that time."""
        return self._pages(WatchedPageRow.listing == listing, WatchedPageRow.left_at < before)

    def to_check(
        self, listing: str, left_after: dt.datetime, checked_before: dt.datetime, limit: int
    ) -> tuple[Watched, ...]:
        """Pages that left after ``left_after`` and were last checked before ``checked_before``, least
        recently checked first."""
        left = (WatchedPageRow.left_at > left_after, WatchedPageRow.checked_at < checked_before)
        return self._pages(WatchedPageRow.listing == listing, *left, limit=limit)

    def named(
        self, listing: str, checked_before: dt.datetime, limit: int, *, gone: bool
    ) -> tuple[Watched, ...]:
        """Pages that are named, and were or were not ``gone`` at the last check, which was before
        ``checked_before``; least recently checked first."""
        found = WatchedPageRow.gone_at.is_not(None) if gone else WatchedPageRow.gone_at.is_(None)
        named = (WatchedPageRow.left_at.is_(None), WatchedPageRow.checked_at < checked_before, found)
        return self._pages(WatchedPageRow.listing == listing, *named, limit=limit)

    def unread(self, listing: str, limit: int) -> tuple[Unread, ...]:
        """Pages that are named and whose articles failed, newest first."""
        joined = sa.select(ArticleRow.url, ArticleRow.error).join(
            WatchedPageRow.table, WatchedPageRow.url == ArticleRow.url
        )
        failed = (
            ArticleRow.status == "failed",
            ArticleRow.error.is_not(None),
            WatchedPageRow.left_at.is_(None),
        )
        query = (
            joined.where(WatchedPageRow.listing == listing, *failed)
            .order_by(ArticleRow.created_at.desc())
            .limit(limit)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query)
            return tuple(Unread(row.url, problem_of(row.error)) for row in rows)

    def forget(self, listing: str, url: str) -> None:
        gone = (WatchedPageRow.listing == listing, WatchedPageRow.url == url)
        with self._database.writing() as connection:
            connection.execute(sa.delete(WatchedPageRow.table).where(*gone))

    def _pages(self, *conditions: Any, limit: int | None = None) -> tuple[Watched, ...]:
        query = (
            sa.select(WatchedPageRow.table)
            .where(*conditions)
            .order_by(WatchedPageRow.checked_at)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return structs(connection, Watched, query)

    def _change(self, listing: str, urls: Sequence[str], condition: Any, **values: Any) -> None:
        named = (WatchedPageRow.listing == listing, WatchedPageRow.url.in_(urls), condition)
        with self._database.writing() as connection:
            connection.execute(sa.update(WatchedPageRow.table).where(*named).values(**values))
