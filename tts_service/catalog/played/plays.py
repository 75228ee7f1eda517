"""How often articles are played: a row for each article and day, and nothing about who listened."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.played.stops import Stops, add_stops
from tts_service.catalog.tables import ArticleRow, EpisodeRow, MemberEpisodeRow, PlayBatchRow, PlayRow
from tts_service.catalog.upsert import insert_into, insert_unless_there, slices
from tts_service.formats.play_counts import Counts, Day

REMEMBERED = dt.timedelta(days=30)
"""How long a batch of plays is known by its name: much longer than it waits in Redis to be removed."""
SUMS = [sa.func.sum(getattr(PlayRow, name)).label(name) for name in Counts.__struct_fields__]


class PlayBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, article_id: str, counts: Counts, day: dt.date, stops: Stops | None = None) -> None:
        """Does nothing when the article has just been deleted."""
        with contextlib.suppress(sa.exc.IntegrityError), self._database.writing() as connection:
            if counts != Counts():
                connection.execute(
                    _addition(connection, [{"article_id": article_id, "day": day, **counts.values}])
                )
            add_stops(connection, stops or {})

    def add_batch(
        self, name: str, plays: Mapping[tuple[str, dt.date], Counts], stops: Stops | None = None
    ) -> None:
        """Add ``plays`` by article and day, and ``stops``: once, however often the batch ``name`` is given.
        Articles that have been deleted are left out."""
        stops = stops or {}
        with self._database.writing() as connection:
            now = dt.datetime.now(dt.UTC)
            if not insert_unless_there(connection, PlayBatchRow.table, {"name": name, "added_at": now}):
                return
            connection.execute(sa.delete(PlayBatchRow.table).where(PlayBatchRow.added_at < now - REMEMBERED))
            named = {article_id for article_id, _ in plays} | {article_id for article_id, *_ in stops}
            known = _known(connection, sorted(named))
            rows = [
                {"article_id": article_id, "day": day, **counts.values}
                for (article_id, day), counts in sorted(plays.items(), key=lambda item: item[0])
                if article_id in known
            ]
            for some in slices(rows):
                connection.execute(_addition(connection, some))
            add_stops(connection, {place: stops[place] for place in stops if place[0] in known})

    def of_article(self, article_id: str, since: dt.date = dt.date.min) -> tuple[Day, ...]:
        """Days with plays, from ``since`` on, oldest first."""
        own = sa.select(PlayRow.day, *SUMS).where(PlayRow.article_id == article_id)
        return self._days(own.where(PlayRow.day >= since) if since > dt.date.min else own)

    def starts(self, article_ids: Iterable[str], since: dt.date = dt.date.min) -> dict[str, int]:
        """How often each was played from the day ``since`` on; without those that never were."""
        query = sa.select(PlayRow.article_id, sa.func.sum(PlayRow.starts)).where(
            PlayRow.article_id.in_(list(article_ids)), PlayRow.day >= since
        )
        with self._database.reading() as connection:
            return {
                name: int(starts) for name, starts in connection.execute(query.group_by(PlayRow.article_id))
            }

    def of_show(self, show: str) -> tuple[Day, ...]:
        """Plays of the articles that are in the show now, or were requested with it."""
        joined = sa.select(PlayRow.day, *SUMS).join(ArticleRow.table, ArticleRow.id == PlayRow.article_id)
        episodes = (
            ArticleRow.id.in_(sa.select(row.article_id).where(row.show == show))
            for row in (EpisodeRow, MemberEpisodeRow)
        )
        return self._days(joined.where(sa.or_(ArticleRow.show == show, *episodes)))

    def _days(self, query: sa.Select[Any]) -> tuple[Day, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(query.group_by(PlayRow.day).order_by(PlayRow.day))
            return tuple(day_of(row) for row in rows)


def _known(connection: sa.Connection, article_ids: Sequence[str]) -> set[str]:
    """Those that exist, and stay until the transaction ends."""
    known: set[str] = set()
    for some in slices(article_ids):
        query = sa.select(ArticleRow.id).where(ArticleRow.id.in_(some))
        known.update(connection.scalars(query.with_for_update(read=True, key_share=True)))
    return known


def _addition(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> sa.Insert:
    insert = insert_into(connection, PlayRow.table).values(list(rows))
    sums = {name: getattr(PlayRow, name) + insert.excluded[name] for name in Counts.__struct_fields__}
    return insert.on_conflict_do_update(index_elements=["article_id", "day"], set_=sums)


def day_of(row: sa.Row[Any]) -> Day:
    *counts, seconds = (getattr(row, name) for name in Counts.__struct_fields__)
    numbers = dict(zip(Counts.__struct_fields__, map(int, counts), strict=False))
    return Day(day=row.day.isoformat(), **numbers, seconds=round(float(seconds), 1))
