"""What is published: a row for each show and article, so that a page of a feed is read along one index."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from tts_service.article.bounds import MAX_DESCRIPTION_CHARS, MAX_FIELD_CHARS, MAX_TITLE_CHARS, cut
from tts_service.catalog.database import Database
from tts_service.catalog.rows import beginning
from tts_service.catalog.tables import EpisodeRow
from tts_service.formats.feed import Episode

EVERYTHING = ""
"""The name of the show that every article belongs to."""
_AT_A_TIME = 500
_LIMITS = {"title": MAX_TITLE_CHARS, "summary": MAX_DESCRIPTION_CHARS, "author": MAX_FIELD_CHARS}
"""Characters of an episode that are shown: older versions stored texts of any length."""
_SHOWN = [
    beginning(getattr(EpisodeRow, name), _LIMITS[name]) if name in _LIMITS else getattr(EpisodeRow, name)
    for name in Episode.__struct_fields__
]
_MOST_ABOUT_CHARS = 50_000
_ABOUT = sa.case((sa.func.length(EpisodeRow.about) > _MOST_ABOUT_CHARS, ""), else_=EpisodeRow.about).label(
    "about"
)


class EpisodeFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What decides which shows an article belongs to. ``show`` is the one that was requested."""

    article_id: str
    show: str
    url: str
    byline: str
    language: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]


Shows = Callable[[EpisodeFacts], Iterable[str]]
"""Names of the shows that an article belongs to."""


class EpisodeBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def publish(self, episode: Episode, about: EpisodeFacts, shows: Iterable[str]) -> None:
        """Replace the article's episodes by the new revision. Does nothing when the article has just been
        deleted."""
        with contextlib.suppress(sa.exc.IntegrityError), self._database.writing() as connection:
            connection.execute(sa.delete(EpisodeRow).where(EpisodeRow.article_id == episode.article_id))
            rows = [_row(episode, about, show) for show in dict.fromkeys((EVERYTHING, *shows))]
            connection.execute(sa.insert(EpisodeRow), rows)

    def page(self, show: str, number: int, size: int) -> tuple[Episode, ...]:
        """Page ``number`` (from 1), newest first; () after the last."""
        query = sa.select(*_SHOWN).where(EpisodeRow.show == show)
        query = (
            query.order_by(EpisodeRow.published_at.desc(), EpisodeRow.article_id.desc())
            .limit(size)
            .offset((number - 1) * size)
        )
        with self._database.reading() as connection:
            return tuple(map(_episode, connection.execute(query)))

    def state(self, show: str) -> tuple[int, dt.datetime | None]:
        """How many episodes, and when one was last added or changed."""
        query = sa.select(sa.func.count(), sa.func.max(EpisodeRow.updated_at)).where(EpisodeRow.show == show)
        with self._database.reading() as connection:
            count, changed = connection.execute(query).one()
            return int(count), changed

    def shows(self) -> tuple[str, ...]:
        """Names of all shows that have an episode."""
        query = (
            sa.select(EpisodeRow.show)
            .where(EpisodeRow.show != EVERYTHING)
            .distinct()
            .order_by(EpisodeRow.show)
        )
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def shows_with(self, article_id: str) -> tuple[str, ...]:
        """Names of the shows that the article is an episode of."""
        return tuple(show for show in self.feeds_with(article_id) if show != EVERYTHING)

    def feeds_with(self, article_id: str) -> tuple[str, ...]:
        """As ``shows_with``, with EVERYTHING if it is an episode at all."""
        query = sa.select(EpisodeRow.show).where(EpisodeRow.article_id == article_id)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query.order_by(EpisodeRow.show)))

    def refile(self, shows: Shows) -> int:
        """Assign every article to its shows again, after their rules have changed. Returns the number of
        articles."""
        done, last = 0, ""
        while rows := self._some(last):
            for episode, about in rows:
                self.publish(episode, about, shows(about))
            done, last = done + len(rows), rows[-1][0].article_id
        return done

    def _some(self, after: str) -> list[tuple[Episode, EpisodeFacts]]:
        query: sa.Select[Any] = sa.select(*_SHOWN, _ABOUT).where(
            EpisodeRow.show == EVERYTHING, EpisodeRow.article_id > after
        )
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(EpisodeRow.article_id).limit(_AT_A_TIME)).all()
        return [(_episode(row), _about(row)) for row in found]


def _row(episode: Episode, about: EpisodeFacts, show: str) -> dict[str, Any]:
    return {**msgspec.structs.asdict(episode), "show": show, "about": msgspec.json.encode(about).decode()}


def _episode(row: sa.Row[Any]) -> Episode:
    fields = {name: getattr(row, name) for name in Episode.__struct_fields__}
    return Episode(**fields | {name: cut(fields[name], limit) for name, limit in _LIMITS.items()})


def _about(row: sa.Row[Any]) -> EpisodeFacts:
    """What was stored with an episode; or what the episode itself says, where an older version stored too
    much."""
    if row.about:
        return msgspec.json.decode(row.about, type=EpisodeFacts)
    byline = cut(row.author, MAX_FIELD_CHARS)
    return EpisodeFacts(
        article_id=row.article_id,
        show="",
        url=row.page_url,
        byline=byline,
        language=row.language,
        categories=(),
        tags=(),
    )
