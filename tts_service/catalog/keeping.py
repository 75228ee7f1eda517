"""What storage must keep, as the catalog knows it."""

from __future__ import annotations

import datetime as dt

import msgspec
import sqlalchemy as sa

from audio_cache.narration_id import NarrationId
from tts_service.catalog.database import Database
from tts_service.catalog.episodes import EVERYTHING
from tts_service.catalog.tables import ArticleRow, EpisodeRow, PlayRow


class Keeping(msgspec.Struct, frozen=True):
    """``current``: the revision in force of each article. ``busy``: articles with work left to do.
    ``published``: episodes of shows, and the newest of all. ``heard``: the last day on
    which each article was played."""

    current: dict[str, str]
    busy: frozenset[str]
    published: frozenset[NarrationId]
    heard: dict[str, dt.date]


def keeping(database: Database, newest: int) -> Keeping:
    """``newest`` episodes of the feed of everything count as published. Raises Unavailable."""
    articles = sa.select(ArticleRow.id, ArticleRow.revision, ArticleRow.settled)
    feed = sa.select(EpisodeRow.article_id, EpisodeRow.revision)
    by_date = (EpisodeRow.published_at.desc(), EpisodeRow.article_id.desc())
    heard = sa.select(PlayRow.article_id, sa.func.max(PlayRow.day).label("day")).group_by(PlayRow.article_id)
    with database.reading() as connection:
        known = connection.execute(articles).all()
        shown = connection.execute(feed.where(EpisodeRow.show != EVERYTHING).distinct()).all()
        latest = connection.execute(
            feed.where(EpisodeRow.show == EVERYTHING).order_by(*by_date).limit(newest)
        ).all()
        days = connection.execute(heard).all()
    return Keeping(
        current={row.id: row.revision for row in known if row.revision},
        busy=frozenset(row.id for row in known if not row.settled),
        published=frozenset(NarrationId(row.article_id, row.revision) for row in (*shown, *latest)),
        heard={row.article_id: row.day for row in days},
    )
