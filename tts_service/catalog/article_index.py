"""Articles as editors browse them: by state, by the beginning of their title or address, page by page.

No matter how many articles there are, a page is read along an index and begins where the previous one ended.
"""

from __future__ import annotations

from typing import Any, get_args

import msgspec
import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.entry import HIDDEN, EntryPage, Hold, State
from tts_service.catalog.rows import SHOWN, entry_of
from tts_service.catalog.tables import TITLE_KEY, ArticleRow, Bytewise, NarrationRow
from tts_service.errors import BadRequest, ProblemKind

STATES: tuple[State, ...] = get_args(State)
HOLDS: dict[str, tuple[Hold, ...]] = {
    "held": ("held",),
    "scheduled": ("scheduled",),
    "never": ("never", "ruled"),
}
"""Why articles are not out, by the word for it."""
LAST_CHAR = "\U0010ffff"


class Wanted(msgspec.Struct, frozen=True):
    """``state``: one of STATES or HOLDS, or "" for all. ``begins``: the beginning of a title, in any case, or
    of an address."""

    state: str = ""
    begins: str = ""

    @property
    def is_address(self) -> bool:
        return self.begins.lower().startswith(("http://", "https://"))


class ArticleIndex:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, wanted: Wanted, after: str = "", limit: int = 50) -> EntryPage:
        """Newest first; search results in alphabetical order. ``after`` is the ``cursor`` of the previous
        page.

        Raises BadRequest when the article that ``after`` names no longer exists.
        """
        with self._database.reading() as connection:
            query = page_query(connection, wanted, after, limit + 1)
            entries = tuple(map(entry_of, connection.execute(query)))
        return EntryPage(entries[:limit], entries[limit - 1].id if len(entries) > limit else None)

    def counts(self) -> dict[State, int]:
        """How many articles are in each state."""
        every = sa.select(ArticleRow.status, sa.func.count()).group_by(ArticleRow.status)
        own = every.where(
            sa.literal_column("origin") == sa.literal_column("'demo'")
        )  # word for word as the index has it
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


def page_query(connection: sa.Connection, wanted: Wanted, after: str, limit: int) -> sa.Select[Any]:
    """The articles after ``after`` that are ``wanted``."""
    key = _key(wanted)
    query = sa.select(*SHOWN).limit(limit)
    if wanted.begins:
        query = query.where(*_range(wanted)).order_by(key, ArticleRow.id)
    else:
        query = query.order_by(ArticleRow.created_at.desc(), ArticleRow.id.desc())
    if wanted.state in HOLDS:
        hold = ArticleRow.hold.concat("") if wanted.begins else ArticleRow.hold
        query = query.where(hold.in_(HOLDS[wanted.state]))
    elif wanted.state:
        # A search must not use the index of states: SQLite would read all that are ready, and sort them.
        state = ArticleRow.status.concat("") if wanted.begins else ArticleRow.status
        query = query.where(state == wanted.state)
    query = query.where(*(ArticleRow.origin != hidden for hidden in HIDDEN))  # last: nearly all pass
    if not after:
        return query
    place = connection.execute(sa.select(key, ArticleRow.id).where(ArticleRow.id == after)).first()
    if place is None:
        raise BadRequest(
            "The article at which this page begins was withdrawn. Start again.", kind=ProblemKind.BAD_CURSOR
        )
    here, there = sa.tuple_(key, ArticleRow.id), sa.tuple_(*place)
    return query.where(here > there if wanted.begins else here < there)


def _key(wanted: Wanted) -> sa.ColumnElement[Any]:
    """What the list is ordered by."""
    if not wanted.begins:
        return sa.type_coerce(ArticleRow.created_at, ArticleRow.created_at.type)
    return Bytewise(ArticleRow.url if wanted.is_address else TITLE_KEY)


def _range(wanted: Wanted) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """A range is found along an index in every database; LIKE is not."""
    ends: list[sa.ColumnElement[str]] = [sa.literal(wanted.begins + end) for end in ("", LAST_CHAR)]
    if not wanted.is_address:  # the database's own idea of lower case, the same on both sides
        ends = [sa.func.lower(end) for end in ends]
    key = _key(wanted)
    return key >= Bytewise(ends[0]), key < Bytewise(ends[1])
