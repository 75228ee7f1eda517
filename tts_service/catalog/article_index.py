"""Articles as editors browse them: what they look for, newest first, page by page.

No matter how many articles there are, a page is read along an index and begins where the previous one ended.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tts_service.catalog.cursor import CursorPosition, decode_cursor, encode_cursor
from tts_service.catalog.database import Database
from tts_service.catalog.entry import HIDDEN, CatalogEntry, EntryPage, State
from tts_service.catalog.rows import SHOWN, entry_of
from tts_service.catalog.search import book
from tts_service.catalog.search.wanted import HOLDS, STATES, Wanted
from tts_service.catalog.tables import ArticleRow, NarrationRow


class ArticleIndex:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._filled_to: CursorPosition | None = book.NEWEST

    def page(self, wanted: Wanted, cursor: str = "", limit: int = 50) -> EntryPage:
        """Newest first. ``cursor`` is that of the previous page; raises BadRequest for one that this service
        did not issue."""
        after = decode_cursor(cursor) if cursor else book.NEWEST
        with self._database.reading() as connection:
            if wanted.is_plain:
                entries = tuple(map(entry_of, connection.execute(page_query(wanted, after, limit + 1))))
            else:
                entries = _entries(connection, book.find(connection, wanted, after, limit + 1))
        more = len(entries) > limit
        last = CursorPosition(entries[limit - 1].created_at, entries[limit - 1].id) if more else None
        return EntryPage(entries[:limit], encode_cursor(last) if last else None)

    def is_complete(self) -> bool:
        """All articles can be found by search. Those of an older release are taken into its index after the
        start, newest first."""
        with self._database.reading() as connection:
            return book.is_filled(connection)

    def fill(self) -> bool:
        """One step of taking in what is not in the index of search yet; False at the end."""
        if self._filled_to is not None:
            with self._database.writing() as connection:
                self._filled_to = book.fill(connection, self._filled_to)
        return self._filled_to is not None

    def counts(self) -> dict[State, int]:
        """How many articles are in each state."""
        every = sa.select(ArticleRow.status, sa.func.count()).group_by(ArticleRow.status)
        # Word for word as the index has it.
        own = every.where(sa.literal_column("origin") == sa.literal_column("'demo'"))
        with self._database.reading() as connection:
            found, ours = (
                {str(state): int(count) for state, count in connection.execute(query)}
                for query in (every, own)
            )
        return {state: found.get(state, 0) - ours.get(state, 0) for state in STATES}

    def finished(self) -> tuple[int, int]:
        """How many narrations are finished, and their total size in bytes."""
        query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(NarrationRow.size), 0))
        with self._database.reading() as connection:
            count, size = connection.execute(query).one()
            return int(count), int(size)


def page_query(wanted: Wanted, after: CursorPosition, limit: int) -> sa.Select[Any]:
    """The articles behind ``after`` that are ``wanted``, which is plain."""
    place = sa.tuple_(ArticleRow.created_at, ArticleRow.id)
    query = sa.select(*SHOWN).order_by(ArticleRow.created_at.desc(), ArticleRow.id.desc()).limit(limit)
    if after != book.NEWEST:
        query = query.where(place < (after.created_at, after.id))
    if wanted.state:
        is_hold = wanted.state in HOLDS
        query = query.where(
            ArticleRow.hold.in_(HOLDS[wanted.state]) if is_hold else ArticleRow.status == wanted.state
        )
    since, until = wanted.moments
    if since is not None:
        query = query.where(ArticleRow.created_at >= since)
    if until is not None:
        query = query.where(ArticleRow.created_at < until)
    return query.where(*(ArticleRow.origin != hidden for hidden in HIDDEN))  # last: nearly all pass


def _entries(connection: sa.Connection, ids: tuple[str, ...]) -> tuple[CatalogEntry, ...]:
    """In the order of ``ids``."""
    rows = connection.execute(sa.select(*SHOWN).where(ArticleRow.id.in_(ids))) if ids else ()
    found = {entry.id: entry for entry in map(entry_of, rows)}
    return tuple(found[name] for name in ids if name in found)
