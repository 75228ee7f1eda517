"""Who may hear which article."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.entry import Access, CatalogEntry
from tts_service.catalog.episodes import file_episodes
from tts_service.catalog.rows import structs
from tts_service.catalog.tables import ArticleRow, NarrationRow, SchemaVersion

CLOSED_LAYOUT = 7
"""The number of the layout that has articles for members, or articles that are not out: releases that do not
know them refuse it."""


class ArticleAccess(msgspec.Struct, frozen=True):
    """Whether an article is for members only (``access``; None: for everybody), or for editors alone
    (``hold``; None: it is out); and the page by which its address may be signed. ``frozen``: of its
    revisions only those that were in force are for others than editors."""

    access: str | None
    hold: str | None
    url: str | None
    frozen: bool
    revision: str | None

    @property
    def is_open(self) -> bool:
        return self.access is None and self.hold is None


def access_of(entry: CatalogEntry) -> ArticleAccess:
    """That of an article which has been looked up."""
    return ArticleAccess(*(getattr(entry, name) for name in ArticleAccess.__struct_fields__))


class AccessBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_id: str) -> ArticleAccess | None:
        """None for an unknown article."""
        columns = (getattr(ArticleRow, name) for name in ArticleAccess.__struct_fields__)
        query: Any = sa.select(*columns).where(ArticleRow.id == article_id)
        with self._database.reading() as connection:
            return next(iter(structs(connection, ArticleAccess, query)), None)

    def is_out(self, known: ArticleAccess, article_id: str, revision: str | None) -> bool:
        """It may be heard by others than editors: the article, or this ``revision`` of it. Beside a revision
        that is kept, only those that were in force before it may."""
        if known.hold is not None:
            return False
        if revision is None or not known.frozen or revision == known.revision:
            return True
        had = (NarrationRow.article_id == article_id, NarrationRow.revision == revision)
        with self._database.reading() as connection:
            return connection.scalar(sa.select(NarrationRow.revision).where(*had)) is not None

    def is_closed_page(self, url: str) -> bool:
        """There is an article of the page ``url`` that is for members only."""
        query = sa.select(ArticleRow.id).where(ArticleRow.url == url, ArticleRow.access != "")
        with self._database.reading() as connection:
            return connection.scalar(query.limit(1)) is not None

    def change(self, article_id: str, access: Access) -> tuple[str, ...]:
        """Open or close an article, and what readers had made of its page by clicks; its episodes move along,
        in one step. Returns the ids of those that have changed; () for an unknown article."""
        with self._database.writing() as connection:
            asked = sa.select(ArticleRow.id, ArticleRow.url).where(ArticleRow.id == article_id)
            named = connection.execute(asked.with_for_update()).first()
            if named is None:
                return ()
            clicked = sa.and_(ArticleRow.url == named.url, ArticleRow.url != "", ArticleRow.origin == "click")
            same = sa.or_(ArticleRow.id == article_id, clicked)
            query = sa.select(ArticleRow.id).where(same, ArticleRow.access != stored_access(access))
            ids = tuple(connection.scalars(query.order_by(ArticleRow.id).with_for_update()))
            for changed in ids:
                change_access(connection, changed, access)
            return ids


def stored_access(access: Access) -> str:
    """As the column holds it."""
    return "" if access == "open" else access


def change_access(connection: sa.Connection, article_id: str, access: Access) -> None:
    """In the transaction of ``connection``, which has the article's row for itself."""
    now = dt.datetime.now(dt.UTC)
    values = {"access": stored_access(access), "updated_at": now}
    connection.execute(sa.update(ArticleRow.table).where(ArticleRow.id == article_id).values(values))
    file_episodes(connection, article_id, now)
    if access == "members":
        note_closed(connection)


def note_closed(connection: sa.Connection) -> None:
    """There is an article that is not for everybody from now on: a release that would hand it out must not
    start on this catalog any more."""
    old = SchemaVersion.version < CLOSED_LAYOUT
    connection.execute(sa.update(SchemaVersion.table).where(old).values(version=CLOSED_LAYOUT))
