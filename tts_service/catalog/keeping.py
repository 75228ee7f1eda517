"""What storage must keep, as the catalog knows it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import sqlalchemy as sa

from audio_cache.narration_id import NarrationId
from tts_service.catalog.database import Database
from tts_service.catalog.episodes import EVERYTHING
from tts_service.catalog.tables import ArticleRow, EpisodeRow, HeldEpisodeRow, MemberEpisodeRow, PlayRow


class Keeping(msgspec.Struct, frozen=True):
    """``current``: the revision in force of each article. ``busy``: articles with work left to do.
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
        ArticleRow.id, ArticleRow.revision, ArticleRow.settled, ArticleRow.hold, ArticleRow.frozen
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
        busy=frozenset(row.id for row in known if not row.settled),
        published=frozenset(NarrationId(row.article_id, row.revision) for row in published)
        | {NarrationId(row.id, row.revision) for row in known if row.revision and _waits_or_stays(row)},
        heard={row.article_id: row.day for row in days},
    )


def _waits_or_stays(row: Any) -> bool:
    """Its audio was approved, or will be: it must not have to be made again."""
    return row.frozen or row.hold in ("held", "scheduled")


def _published(
    table: type[EpisodeRow] | type[MemberEpisodeRow] | type[HeldEpisodeRow], newest: int
) -> tuple[Any, ...]:
    """Episodes of shows, and the newest of all."""
    feed = sa.select(table.article_id, table.revision)
    by_date = (table.published_at.desc(), table.article_id.desc())
    return (
        feed.where(table.show != EVERYTHING).distinct(),
        feed.where(table.show == EVERYTHING).order_by(*by_date).limit(newest),
    )
