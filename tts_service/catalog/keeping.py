"""What storage must keep, as the catalog knows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from audio_cache.narration_id import NarrationId
from tts_service.catalog.database import Database
from tts_service.catalog.episodes import EVERYTHING
from tts_service.catalog.rows import structs
from tts_service.catalog.tables import (
    ArticleRow,
    EpisodeColumns,
    EpisodeRow,
    HeldEpisodeRow,
    MemberEpisodeRow,
    NarrationRow,
    PlayRow,
)

PAGE_ROWS = 1000


class Keeping(msgspec.Struct, frozen=True):
    """``current``: the revision in force of each article. ``busy``: articles with work left to do, or with an
    edit that waits for an editor.
    ``published``: episodes of shows, and the newest of all, out or not; what waits to be out; and revisions
    that are kept. ``heard``: the last day on
    which each article was played."""

    current: dict[str, str]
    busy: frozenset[str]
    published: frozenset[NarrationId]
    heard: dict[str, dt.date]


def keeping(database: Database, newest: int) -> Keeping:
    """``newest`` episodes of the feed of everything, open and for members, count as published.
    Raises Unavailable."""
    articles = sa.select(
        ArticleRow.id,
        ArticleRow.revision,
        ArticleRow.settled,
        ArticleRow.hold,
        ArticleRow.frozen,
        ArticleRow.newer_digest,
    )
    heard = sa.select(PlayRow.article_id, sa.func.max(PlayRow.day).label("day")).group_by(PlayRow.article_id)
    with database.reading() as connection:
        known = connection.execute(articles).all()
        published = [
            row
            for table in (EpisodeRow, MemberEpisodeRow, HeldEpisodeRow)
            for query in _published(table, newest)
            for row in connection.execute(query)
        ]
        days = connection.execute(heard).all()
    return Keeping(
        current={row.id: row.revision for row in known if row.revision},
        busy=frozenset(row.id for row in known if not row.settled or row.newer_digest),
        published=frozenset(NarrationId(row.article_id, row.revision) for row in published)
        | {NarrationId(row.id, row.revision) for row in known if row.revision and _waits_or_stays(row)},
        heard={row.article_id: row.day for row in days},
    )


def _waits_or_stays(row: Any) -> bool:
    """Its audio was approved, or will be: it must not have to be made again."""
    return row.frozen or row.hold in ("held", "scheduled")


def _published(table: type[EpisodeColumns], newest: int) -> tuple[Any, ...]:
    """Episodes of shows, and the newest of all."""
    feed = sa.select(table.article_id, table.revision)
    by_date = (table.published_at.desc(), table.article_id.desc())
    return (
        feed.where(table.show != EVERYTHING).distinct(),
        feed.where(table.show == EVERYTHING).order_by(*by_date).limit(newest),
    )


class StoredRow(msgspec.Struct, frozen=True):
    """A finished file: ``size`` in bytes."""

    article_id: str
    revision: str
    size: int
    created_at: dt.datetime

    @property
    def narration(self) -> NarrationId:
        return NarrationId(self.article_id, self.revision)


_KEY: tuple[Any, ...] = (NarrationRow.article_id, NarrationRow.revision)
_STORED: tuple[Any, ...] = (*_KEY, NarrationRow.size, NarrationRow.created_at)


class StoredNarrations:
    """The finished files that a bucket holds: it is never asked for a list of them on the way of a request.

    Every method raises Unavailable when the database cannot be reached.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def revisions_of(self, article_id: str) -> Sequence[str]:
        """All that are, or were, finished."""
        rows = sa.select(NarrationRow.revision).where(NarrationRow.article_id == article_id)
        current = sa.select(ArticleRow.revision).where(ArticleRow.id == article_id, ArticleRow.revision != "")
        with self._database.reading() as connection:
            return sorted(connection.scalars(rows.union(current)))

    def all(self) -> Iterator[StoredRow]:
        """By article and revision, a page at a time."""
        query = sa.select(*_STORED).order_by(*_KEY).limit(PAGE_ROWS)
        page: tuple[StoredRow, ...] = ()
        while True:
            behind = (
                sa.tuple_(*_KEY) > sa.tuple_(page[-1].article_id, page[-1].revision) if page else sa.true()
            )
            with self._database.reading() as connection:
                page = structs(connection, StoredRow, query.where(behind))
            yield from page
            if len(page) < PAGE_ROWS:
                return

    def recorded(self) -> frozenset[NarrationId]:
        """Those in force that a person has read: no voice can speak them again."""
        query = sa.select(ArticleRow.id, ArticleRow.revision).where(ArticleRow.recording != "")
        with self._database.reading() as connection:
            return frozenset(NarrationId(*row) for row in connection.execute(query))

    def wanted(self, narrations: Iterable[NarrationId]) -> frozenset[NarrationId]:
        """Those of ``narrations`` that somebody may hear, that are being worked on, or that may be those of
        an edit that waits behind a revision that is kept: only its digest is known here."""
        asked = list(narrations)
        ids = {narration.article_id for narration in asked}
        rows = sa.select(NarrationRow.article_id, NarrationRow.revision).where(
            NarrationRow.article_id.in_(ids)
        )
        articles = sa.select(
            ArticleRow.id, ArticleRow.revision, ArticleRow.settled, ArticleRow.newer_digest
        ).where(ArticleRow.id.in_(ids))
        with self._database.reading() as connection:
            stored = {NarrationId(row.article_id, row.revision) for row in connection.execute(rows)}
            known = {row.id: row for row in connection.execute(articles)}
        return frozenset(
            one
            for one in asked
            if one in stored
            or (
                (row := known.get(one.article_id)) is not None
                and (not row.settled or row.newer_digest or row.revision == one.revision)
            )
        )

    def may_go(self, narration: NarrationId, heard_since: dt.date) -> bool:
        """Nobody is working on the article, and if it is its current revision, nobody has heard it lately."""
        heard = sa.exists().where(PlayRow.article_id == narration.article_id, PlayRow.day >= heard_since)
        query = sa.select(ArticleRow.id).where(
            ArticleRow.id == narration.article_id,
            ArticleRow.settled,
            sa.or_(ArticleRow.revision != narration.revision, ~heard),
        )
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def gone(self, narration: NarrationId) -> None:
        """Its file was removed."""
        key = (NarrationRow.article_id == narration.article_id, NarrationRow.revision == narration.revision)
        with self._database.writing() as connection:
            connection.execute(sa.delete(NarrationRow.table).where(*key))

    def total(self) -> tuple[int, int]:
        """How many there are, and their bytes."""
        query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(NarrationRow.size), 0))
        with self._database.reading() as connection:
            count, size = connection.execute(query.select_from(NarrationRow.table)).one()
        return int(count), int(size)
