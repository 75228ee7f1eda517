"""What the watch knows: when each listing was looked at last, and which pages it has named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from tts_service.catalog.database import Database
from tts_service.catalog.tables import ArticleRow, ListingRow, WatchedPageRow
from tts_service.errors import Problem

AT_ONCE = 200
"""Rows in a statement: SQLite takes a limited number of values."""


class ListingState(msgspec.Struct, frozen=True, kw_only=True):
    """``etag`` and ``last_modified`` serve to ask again; "" if unknown. ``failures`` are those in a row, ``problem`` the last
    of them. ``looked_at`` is None before the first look that went well."""

    url: str
    etag: str = ""
    last_modified: str = ""
    looked_at: dt.datetime | None = None
    due_at: dt.datetime
    failures: int = 0
    problem: str = ""


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """A page. ``left_at`` is when the listing stopped naming it; ``misses`` counts answers in a row that it is gone, while it
    is not named. ``gone_at`` is when a page that is named was found gone first, since it was there last."""

    listing: str
    url: str
    version: str
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
        with self._database.reading() as connection:
            row = connection.execute(sa.select(ListingRow.__table__).where(ListingRow.url == url)).first()
        return ListingState(**row._mapping) if row else None

    def listings(self) -> tuple[ListingState, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(ListingRow.__table__).order_by(ListingRow.url))
            return tuple(ListingState(**row._mapping) for row in rows)

    def put_listing(self, state: ListingState) -> None:
        self._put(ListingRow, [msgspec.structs.asdict(state)], ("url",))

    def versions(self, listing: str) -> dict[str, str]:
        """Address → version of every page that ``listing`` has named and that was not withdrawn."""
        query = sa.select(WatchedPageRow.url, WatchedPageRow.version).where(WatchedPageRow.listing == listing)
        with self._database.reading() as connection:
            return {row.url: row.version for row in connection.execute(query)}

    def put_pages(self, pages: Iterable[Watched]) -> None:
        self._put(WatchedPageRow, [msgspec.structs.asdict(page) for page in pages], ("listing", "url"))

    def name(self, pages: Iterable[Watched]) -> None:
        """The listing names ``pages`` so; whether their site has them is not known from that, and stays as it is."""
        self._put(WatchedPageRow, [msgspec.structs.asdict(page) for page in pages], ("listing", "url"), kept=("gone_at",))

    def left(self, listing: str, urls: Sequence[str], now: dt.datetime) -> None:
        """``listing`` names ``urls`` no longer. When they left before, that stays."""
        for some in _slices(urls):
            self._change(listing, some, WatchedPageRow.left_at.is_(None), left_at=now)

    def back(self, listing: str, urls: Sequence[str]) -> None:
        """``listing`` names ``urls``."""
        for some in _slices(urls):
            self._change(listing, some, WatchedPageRow.left_at.is_not(None), left_at=None, misses=0, gone_at=None)

    def long_left(self, listing: str, before: dt.datetime) -> tuple[Watched, ...]:
        """Pages that left before that time."""
        return self._pages(WatchedPageRow.listing == listing, WatchedPageRow.left_at < before)

    def to_check(self, listing: str, left_after: dt.datetime, checked_before: dt.datetime, limit: int) -> tuple[Watched, ...]:
        """Pages that left, not too long ago, and were not looked at lately; first the one that has waited longest."""
        left = (WatchedPageRow.left_at > left_after, WatchedPageRow.checked_at < checked_before)
        return self._pages(WatchedPageRow.listing == listing, *left, limit=limit)

    def named(self, listing: str, checked_before: dt.datetime, limit: int, *, gone: bool) -> tuple[Watched, ...]:
        """Pages that are named, and were gone when they were looked at last, or were not; those not looked at lately, first
        the one that has waited longest."""
        found = WatchedPageRow.gone_at.is_not(None) if gone else WatchedPageRow.gone_at.is_(None)
        named = (WatchedPageRow.left_at.is_(None), WatchedPageRow.checked_at < checked_before, found)
        return self._pages(WatchedPageRow.listing == listing, *named, limit=limit)

    def unread(self, listing: str, limit: int) -> tuple[Unread, ...]:
        """Pages that are named and whose articles failed, the newest first."""
        joined = sa.select(ArticleRow.url, ArticleRow.error).join(WatchedPageRow, WatchedPageRow.url == ArticleRow.url)
        failed = (ArticleRow.status == "failed", ArticleRow.error.is_not(None), WatchedPageRow.left_at.is_(None))
        query = joined.where(WatchedPageRow.listing == listing, *failed).order_by(ArticleRow.created_at.desc()).limit(limit)
        with self._database.reading() as connection:
            rows = connection.execute(query)
            return tuple(Unread(row.url, msgspec.json.decode(row.error, type=Problem)) for row in rows)

    def forget(self, listing: str, url: str) -> None:
        gone = (WatchedPageRow.listing == listing, WatchedPageRow.url == url)
        with self._database.writing() as connection:
            connection.execute(sa.delete(WatchedPageRow).where(*gone))

    def _pages(self, *conditions: Any, limit: int | None = None) -> tuple[Watched, ...]:
        query = sa.select(WatchedPageRow.__table__).where(*conditions).order_by(WatchedPageRow.checked_at).limit(limit)
        with self._database.reading() as connection:
            return tuple(Watched(**row._mapping) for row in connection.execute(query))

    def _change(self, listing: str, urls: Sequence[str], condition: Any, **values: Any) -> None:
        named = (WatchedPageRow.listing == listing, WatchedPageRow.url.in_(urls), condition)
        with self._database.writing() as connection:
            connection.execute(sa.update(WatchedPageRow).where(*named).values(**values))

    def _put(
        self,
        table: type[ListingRow] | type[WatchedPageRow],
        rows: list[dict[str, Any]],
        key: tuple[str, ...],
        kept: tuple[str, ...] = (),
    ) -> None:
        with self._database.writing() as connection:
            insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
            for some in _slices(rows):
                statement = insert(table).values(some)
                changed = {name: statement.excluded[name] for name in some[0] if name not in (*key, *kept)}
                connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changed))


def _slices(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE))
