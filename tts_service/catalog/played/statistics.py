"""Plays of many articles in a span of days: by day, by show, and the articles that were played most.

Each query reads the plays of its days by an index, however many articles and days there are besides. How
often messages of sponsors were sent is counted in the same table, and is no play.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from tts_service.article.script.message import LIKE_ID
from tts_service.catalog.database import Database
from tts_service.catalog.played.plays import SUMS, day_of
from tts_service.catalog.tables import ArticleRow, EpisodeRow, MemberEpisodeRow, PlayRow
from tts_service.formats.play_counts import Counts, Day

_FILED = (EpisodeRow, MemberEpisodeRow)


class MostPlayed(NamedTuple):
    """An article, and what was heard of it. ``title`` may be empty."""

    article_id: str
    title: str
    url: str
    counts: Counts


class PlayStatistics:
    """Every method raises Unavailable when the database cannot be reached. ``first`` and ``last`` are days in
    UTC, both within the span. ``show``: only its articles, those that are in it now or were requested with
    it; None: all articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_day(self, first: dt.date, last: dt.date, show: str | None = None) -> tuple[Day, ...]:
        """Days with plays, oldest first."""
        query = _within(sa.select(PlayRow.day, *SUMS), first, last, show)
        with self._database.reading() as connection:
            return tuple(map(day_of, connection.execute(query.group_by(PlayRow.day).order_by(PlayRow.day))))

    def by_show(self, first: dt.date, last: dt.date) -> dict[str, Counts]:
        """Shows with plays. An article that is in two shows is counted in both."""
        sums = _by_article(first, last).subquery()
        played = (
            sa.select(sums, ArticleRow.show.label("own"))
            .join(ArticleRow.table, ArticleRow.id == sums.c.article_id)
            .cte("played")
        )
        counts = [played.c[name] for name in Counts.__struct_fields__]
        own = sa.select(played.c.own.label("show"), *counts)
        # An article that was asked for with a show is in it once, though it is one of its episodes, too.
        filed = [
            sa.select(row.show, *counts).join_from(
                played, row.table, sa.and_(row.article_id == played.c.article_id, row.show != played.c.own)
            )
            for row in _FILED
        ]
        each = sa.union_all(own, *filed).cte("each")
        totals = [sa.func.sum(each.c[name]).label(name) for name in Counts.__struct_fields__]
        query = sa.select(each.c.show, *totals).where(each.c.show != "").group_by(each.c.show)
        with self._database.reading() as connection:
            return {str(row.show): _counts(row) for row in connection.execute(query)}

    def most_played(
        self, first: dt.date, last: dt.date, limit: int, show: str | None = None
    ) -> tuple[MostPlayed, ...]:
        """The ``limit`` articles with the most plays, the most first."""
        played = _by_article(first, last, show)
        most = played.order_by(sa.desc("starts"), PlayRow.article_id).limit(limit).cte("most")
        query = (
            sa.select(most, ArticleRow.title, ArticleRow.url)
            .join(ArticleRow.table, ArticleRow.id == most.c.article_id)
            .order_by(most.c.starts.desc(), most.c.article_id)
        )
        with self._database.reading() as connection:
            return tuple(
                MostPlayed(row.article_id, row.title, row.url, _counts(row))
                for row in connection.execute(query)
            )


def _by_article(first: dt.date, last: dt.date, show: str | None = None) -> sa.Select[Any]:
    return _within(sa.select(PlayRow.article_id, *SUMS), first, last, show).group_by(PlayRow.article_id)


def _within(query: sa.Select[Any], first: dt.date, last: dt.date, show: str | None) -> sa.Select[Any]:
    query = query.where(PlayRow.day.between(first, last), PlayRow.article_id.not_like(LIKE_ID))
    return query if show is None else query.where(PlayRow.article_id.in_(_articles_of(show)))


def _articles_of(show: str) -> sa.CompoundSelect[Any]:
    return sa.union(
        sa.select(ArticleRow.id).where(ArticleRow.show == show),
        *(sa.select(row.article_id).where(row.show == show) for row in _FILED),
    )


def _counts(row: sa.Row[Any]) -> Counts:
    *counts, seconds = Counts.__struct_fields__
    numbers = {name: int(getattr(row, name)) for name in counts}
    return msgspec.convert({**numbers, seconds: round(float(getattr(row, seconds)), 1)}, Counts)
