"""What is published: a row for each show and article, so that a page of a feed is read along one index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from tts_service.article.bounds import MAX_DESCRIPTION_CHARS, MAX_FIELD_CHARS, MAX_TITLE_CHARS, cut
from tts_service.catalog.database import Database
from tts_service.catalog.rows import beginning
from tts_service.catalog.tables import (
    ArticleRow,
    EpisodeColumns,
    EpisodeRow,
    HeldEpisodeRow,
    MemberEpisodeRow,
)
from tts_service.catalog.webhooks import outbox
from tts_service.formats.feed import Episode

EVERYTHING = ""
"""The name of the show that every article belongs to."""
_AT_A_TIME = 500
_LIMITS = {"title": MAX_TITLE_CHARS, "summary": MAX_DESCRIPTION_CHARS, "author": MAX_FIELD_CHARS}
"""Characters of an episode that are shown: older versions stored texts of any length."""
_MOST_ABOUT_CHARS = 50_000
_Row = type[EpisodeColumns]
_OUT: tuple[_Row, ...] = (EpisodeRow, MemberEpisodeRow)
_ALL: tuple[_Row, ...] = (*_OUT, HeldEpisodeRow)


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
    """Episodes for everybody; those for members, which are only found by who asks for them; and those that
    are not out, which no feed finds.

    Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def publish(self, episode: Episode, about: EpisodeFacts, shows: Iterable[str]) -> None:
        """Replace the article's episodes by the new revision: for everybody, for members or for nobody
        yet, as the article is at this very moment. Does nothing when it has just been deleted."""
        named = episode.article_id
        with self._database.writing() as connection:
            place = _place(connection, named)
            if place is None:
                return
            gone = [
                connection.execute(sa.delete(row.table).where(row.article_id == named)).rowcount
                for row in _ALL
            ]
            dated = msgspec.structs.replace(
                episode, published_at=max(episode.published_at, place.earliest or episode.published_at)
            )
            rows = [_row(dated, about, show) for show in dict.fromkeys((EVERYTHING, *shows))]
            connection.execute(sa.insert(place.kind.table), rows)
            if place.kind in _OUT and not any(gone[: len(_OUT)]):
                outbox.published(connection, named, episode.title, episode.revision, episode.duration_s)

    def page(self, show: str, number: int, size: int) -> tuple[Episode, ...]:
        """Those for everybody: page ``number`` (from 1), newest first; () after the last."""
        query = sa.select(*_shown(EpisodeRow)).where(EpisodeRow.show == show)
        query = (
            query.order_by(EpisodeRow.published_at.desc(), EpisodeRow.article_id.desc())
            .limit(size)
            .offset((number - 1) * size)
        )
        with self._database.reading() as connection:
            return tuple(map(_episode, connection.execute(query)))

    def page_for_members(self, show: str, number: int, size: int) -> tuple[Episode, ...]:
        """As ``page``, of all that a member may hear."""
        newest = number * size
        found: list[Episode] = []
        with self._database.reading() as connection:
            for row in _OUT:  # each along its own index
                query = sa.select(*_shown(row)).where(row.show == show).limit(newest)
                query = query.order_by(row.published_at.desc(), row.article_id.desc())
                found += map(_episode, connection.execute(query))
        found.sort(key=lambda episode: (episode.published_at, episode.article_id), reverse=True)
        return tuple(found[newest - size : newest])

    def state(self, show: str, *, for_members: bool = False) -> tuple[int, dt.datetime | None]:
        """How many episodes, and when one was last added or changed."""
        total, latest = 0, None
        with self._database.reading() as connection:
            for row in _OUT if for_members else (EpisodeRow,):
                query = sa.select(sa.func.count(), sa.func.max(row.updated_at)).where(row.show == show)
                count, changed = connection.execute(query).one()
                total, latest = total + int(count), max(filter(None, (latest, changed)), default=None)
        return total, latest

    def public(self, article_ids: Iterable[str]) -> dict[str, Episode]:
        """The episodes of those of the articles that everybody may hear, by id: neither those for members
        nor those that were withdrawn or are no episodes."""
        query = sa.select(*_shown(EpisodeRow)).where(EpisodeRow.show == EVERYTHING)
        query = query.where(EpisodeRow.article_id.in_(list(article_ids)))
        with self._database.reading() as connection:
            return {row.article_id: _episode(row) for row in connection.execute(query)}

    def shows(self) -> tuple[str, ...]:
        """Names of all shows that have an episode for everybody. A name with a slash is a playlist's."""
        query = (
            sa.select(EpisodeRow.show)
            .where(EpisodeRow.show != EVERYTHING, ~EpisodeRow.show.contains("/"))
            .distinct()
            .order_by(EpisodeRow.show)
        )
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def shows_with(self, article_id: str) -> tuple[str, ...]:
        """Names of the shows that the article is an episode of."""
        return tuple(show for show in self.feeds_with(article_id) if show != EVERYTHING and "/" not in show)

    def feeds_with(self, article_id: str) -> tuple[str, ...]:
        """As ``shows_with``, with its playlists, and EVERYTHING if it is an episode at all."""
        return tuple(sorted({show for row in _ALL for show in self._feeds(row, article_id)}))

    def public_feeds_with(self, article_id: str) -> tuple[str, ...]:
        """As ``feeds_with``, but none for an episode that is for members only, or not out."""
        return self._feeds(EpisodeRow, article_id)

    def _feeds(self, row: _Row, article_id: str) -> tuple[str, ...]:
        query = sa.select(row.show).where(row.article_id == article_id).order_by(row.show)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def refile(self, shows: Shows) -> int:
        """Assign every article to its shows again, after their rules have changed. Returns the number of
        articles."""
        return sum(self._refile(row, shows) for row in _ALL)

    def _refile(self, row: _Row, shows: Shows) -> int:
        done, last = 0, ""
        while found := self._some(row, last):
            for episode, about in found:
                self.publish(episode, about, shows(about))
            done, last = done + len(found), found[-1][0].article_id
        return done

    def _some(self, row: _Row, after: str) -> list[tuple[Episode, EpisodeFacts]]:
        about = sa.case((sa.func.length(row.about) > _MOST_ABOUT_CHARS, ""), else_=row.about).label("about")
        query: sa.Select[Any] = sa.select(*_shown(row), about)
        query = query.where(row.show == EVERYTHING, row.article_id > after)
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(row.article_id).limit(_AT_A_TIME)).all()
        return [(_episode(row), _about(row)) for row in found]


class _Place(NamedTuple):
    """Where the episodes of an article belong. ``earliest``: they are dated no earlier; None: as they are."""

    kind: _Row
    earliest: dt.datetime | None


def _place(connection: sa.Connection, article_id: str) -> _Place | None:
    """Has the article's row for itself. None for an unknown article."""
    columns = (ArticleRow.access, ArticleRow.hold, ArticleRow.public_at, ArticleRow.created_at)
    row = connection.execute(sa.select(*columns).where(ArticleRow.id == article_id).with_for_update()).first()
    if row is None:
        return None
    kind: _Row = HeldEpisodeRow if row.hold else MemberEpisodeRow if row.access else EpisodeRow
    was_late = row.public_at is not None and row.public_at > row.created_at
    return _Place(kind, row.public_at if was_late and not row.hold else None)


def file_episodes(connection: sa.Connection, article_id: str, now: dt.datetime) -> None:
    """Move the episodes of an article to where they belong, after it was opened or closed, came out or was
    taken back; in the transaction of ``connection``."""
    place = _place(connection, article_id)
    if place is None:
        return
    kind, earliest = place
    for old in _ALL:
        if old is not kind:
            moved = sa.select(old.table).where(old.article_id == article_id)
            connection.execute(sa.insert(kind.table).from_select(old.table.columns.keys(), moved))
            gone = connection.execute(sa.delete(old.table).where(old.article_id == article_id)).rowcount
            if gone and old is HeldEpisodeRow:
                outbox.published(connection, article_id)
            if gone and kind is HeldEpisodeRow:
                outbox.withdrawn(connection, article_id)
    here = sa.update(kind.table).where(kind.article_id == article_id)
    connection.execute(here.values(updated_at=now))
    if earliest is not None:
        connection.execute(here.where(kind.published_at < earliest).values(published_at=earliest))


def _shown(row: _Row) -> list[Any]:
    """The columns of an ``Episode``."""
    columns = {name: getattr(row, name) for name in Episode.__struct_fields__}
    return [
        beginning(column, _LIMITS[name]) if name in _LIMITS else column for name, column in columns.items()
    ]


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
