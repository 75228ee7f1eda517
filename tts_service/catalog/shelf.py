"""Articles as editors look through them: by state, by the beginning of their title or address, page by page.

However many articles there are, a page is read along an index: it begins where the one before it ended.
"""

from __future__ import annotations

from typing import Any, get_args

import msgspec
import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.entry import Page, State
from tts_service.catalog.rows import SHOWN, entry_of
from tts_service.catalog.tables import TITLE_KEY, ArticleRow, NarrationRow
from tts_service.errors import BadRequest

STATES: tuple[State, ...] = get_args(State)
LAST_CHAR = "\U0010ffff"


class Wanted(msgspec.Struct, frozen=True):
    """``state``: one of STATES, or "" for all. ``begins``: the beginning of a title, in any case, or of an address."""

    state: str = ""
    begins: str = ""

    @property
    def is_address(self) -> bool:
        return self.begins.lower().startswith(("http://", "https://"))


class Shelf:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, wanted: Wanted, after: str = "", limit: int = 50) -> Page:
        """Newest first; what is searched, in the order of the alphabet. ``after`` is the ``cursor`` of the page before.

        Raises BadRequest when the article that ``after`` names is not there any more.
        """
        with self._database.reading() as connection:
            query = page_query(connection, wanted, after, limit + 1)
            entries = tuple(map(entry_of, connection.execute(query)))
        return Page(entries[:limit], entries[limit - 1].id if len(entries) > limit else None)

    def counts(self) -> dict[State, int]:
        """How many articles are in each state."""
        query = sa.select(ArticleRow.status, sa.func.count()).group_by(ArticleRow.status)
        with self._database.reading() as connection:
            found = {str(state): int(count) for state, count in connection.execute(query)}
        return {state: found.get(state, 0) for state in STATES}

    def finished(self) -> tuple[int, int]:
        """How many narrations were finished, and their bytes together."""
        query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(NarrationRow.size), 0))
        with self._database.reading() as connection:
            count, size = connection.execute(query).one()
            return int(count), int(size)


def page_query(connection: sa.Connection, wanted: Wanted, after: str, limit: int) -> sa.Select[Any]:
    """The articles behind ``after`` that are ``wanted``."""
    key = _key(connection, wanted)
    query = sa.select(*SHOWN).limit(limit)
    if wanted.begins:
        query = query.where(*_range(connection, wanted)).order_by(key, ArticleRow.id)
    else:
        query = query.order_by(ArticleRow.created_at.desc(), ArticleRow.id.desc())
    if wanted.state:
        # Where something is searched the states must not be: SQLite would take all that are ready, and sort them.
        state = ArticleRow.status.concat("") if wanted.begins else ArticleRow.status
        query = query.where(state == wanted.state)
    if not after:
        return query
    place = connection.execute(sa.select(key, ArticleRow.id).where(ArticleRow.id == after)).first()
    if place is None:
        raise BadRequest("The article at which this page begins was withdrawn. Start again.", kind="bad-cursor")
    here, there = sa.tuple_(key, ArticleRow.id), sa.tuple_(*place)
    return query.where(here > there if wanted.begins else here < there)


def _key(connection: sa.Connection, wanted: Wanted) -> sa.ColumnElement[Any]:
    """What the list is ordered by."""
    if not wanted.begins:
        return sa.type_coerce(ArticleRow.created_at, ArticleRow.created_at.type)
    return _bytewise(connection, ArticleRow.url if wanted.is_address else TITLE_KEY)


def _range(connection: sa.Connection, wanted: Wanted) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """A range is found along an index in every database; LIKE is not."""
    ends: list[sa.ColumnElement[str]] = [sa.literal(wanted.begins + end) for end in ("", LAST_CHAR)]
    if not wanted.is_address:  # the database's own idea of lower case, the same on both sides
        ends = [sa.func.lower(end) for end in ends]
    first, last = (_bytewise(connection, end) for end in ends)
    key = _key(connection, wanted)
    return key >= first, key < last


def _bytewise(connection: sa.Connection, text: Any) -> sa.ColumnElement[Any]:
    """In the order of code points, as SQLite compares anyway."""
    return sa.collate(text, "C") if connection.dialect.name == "postgresql" else sa.type_coerce(text, sa.String)
