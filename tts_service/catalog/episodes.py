"""What is published: a row for each show and article, so that a feed's page is one look at an index."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.tables import EpisodeRow
from tts_service.feed import Episode

EVERYTHING = ""
"""The name of the show that every article belongs to."""
_AT_A_TIME = 500


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What decides to which shows an article belongs. ``show`` is the one that it was asked for with."""

    article_id: str
    show: str
    url: str
    byline: str
    language: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]


Shows = Callable[[About], Iterable[str]]
"""Names of the shows that an article belongs to."""


class EpisodeBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def publish(self, episode: Episode, about: About, shows: Iterable[str]) -> None:
        """A new revision takes the place of the one before. Nothing for an article that has just been deleted."""
        with contextlib.suppress(sa.exc.IntegrityError), self._database.writing() as connection:
            connection.execute(sa.delete(EpisodeRow).where(EpisodeRow.article_id == episode.article_id))
            rows = [_row(episode, about, show) for show in dict.fromkeys((EVERYTHING, *shows))]
            connection.execute(sa.insert(EpisodeRow), rows)

    def page(self, show: str, number: int, size: int) -> tuple[Episode, ...]:
        """Page ``number`` (from 1), newest first; () behind the last."""
        columns = [getattr(EpisodeRow, name) for name in Episode.__struct_fields__]
        query = sa.select(*columns).where(EpisodeRow.show == show)
        query = (
            query.order_by(EpisodeRow.published_at.desc(), EpisodeRow.article_id.desc()).limit(size).offset((number - 1) * size)
        )
        with self._database.reading() as connection:
            return tuple(Episode(**row._mapping) for row in connection.execute(query))

    def state(self, show: str) -> tuple[int, dt.datetime | None]:
        """How many episodes, and when one was last added or changed."""
        query = sa.select(sa.func.count(), sa.func.max(EpisodeRow.updated_at)).where(EpisodeRow.show == show)
        with self._database.reading() as connection:
            count, changed = connection.execute(query).one()
            return int(count), changed

    def shows(self) -> tuple[str, ...]:
        """Names of all shows that have an episode."""
        query = sa.select(EpisodeRow.show).where(EpisodeRow.show != EVERYTHING).distinct().order_by(EpisodeRow.show)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def shows_with(self, article_id: str) -> tuple[str, ...]:
        """Names of the shows that the article is an episode of."""
        return tuple(show for show in self.feeds_with(article_id) if show != EVERYTHING)

    def feeds_with(self, article_id: str) -> tuple[str, ...]:
        """As ``shows_with``, and EVERYTHING when it is an episode at all."""
        query = sa.select(EpisodeRow.show).where(EpisodeRow.article_id == article_id)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query.order_by(EpisodeRow.show)))

    def refile(self, shows: Shows) -> int:
        """The rules of shows have changed: every article goes to where it belongs now. Returns how many there are."""
        done, last = 0, ""
        while rows := self._some(last):
            for episode, about in rows:
                self.publish(episode, about, shows(about))
            done, last = done + len(rows), rows[-1][0].article_id
        return done

    def _some(self, after: str) -> list[tuple[Episode, About]]:
        query = sa.select(EpisodeRow.__table__).where(EpisodeRow.show == EVERYTHING, EpisodeRow.article_id > after)
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(EpisodeRow.article_id).limit(_AT_A_TIME)).all()
        return [(_episode(row), msgspec.json.decode(row.about, type=About)) for row in found]


def _row(episode: Episode, about: About, show: str) -> dict[str, Any]:
    return {**msgspec.structs.asdict(episode), "show": show, "about": msgspec.json.encode(about).decode()}


def _episode(row: sa.Row[Any]) -> Episode:
    return Episode(**{name: getattr(row, name) for name in Episode.__struct_fields__})
