"""The tables of the catalog. A change of them needs a revision in ``catalog.migrations``."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql.functions import FunctionElement


class UtcDateTime(sa.types.TypeDecorator[dt.datetime]):
    """An aware datetime, kept in UTC. SQLite keeps no zone, so none is stored there."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    type_annotation_map = {dt.datetime: UtcDateTime, float: sa.Double}  # noqa: RUF012 (SQLAlchemy reads it from the class)


class Bytewise(FunctionElement[str]):
    """A text that is compared by the order of its code points, in every database."""

    inherit_cache = True
    type = sa.String()


@compiles(Bytewise)
def _as_it_is(element: Bytewise, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(Bytewise, "postgresql")
def _collated(element: Bytewise, compiler: Any, **options: Any) -> str:
    return f'{_as_it_is(element, compiler, **options)} COLLATE "C"'


class SchemaVersion(Base):
    """The number of the layout: by it, release 0.1.0 refuses a catalog that is too new for it."""

    __tablename__ = "schema_version"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class ReadableFrom(Base):
    """One row: the earliest revision whose release can work with the tables as they are."""

    __tablename__ = "readable_from"

    revision: Mapped[str] = mapped_column(primary_key=True)


class ArticleRow(Base):
    """One accepted article. See ``catalog.entry.CatalogEntry`` for what the columns mean."""

    __tablename__ = "articles"

    id: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(index=True)
    source: Mapped[bytes]
    """The ArticleRequest as JSON, compressed with zlib."""
    digest: Mapped[str]
    kept_source: Mapped[bytes | None]
    """The request of the revision in force, while an edit is on its way."""
    kept_digest: Mapped[str | None]
    voice_asked: Mapped[str]
    voice: Mapped[str]
    language: Mapped[str]
    show: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    origin: Mapped[str] = mapped_column(server_default=sa.text("''"))
    access: Mapped[str] = mapped_column(server_default=sa.text("''"))
    """Who may hear it: "members", or "" for everybody."""
    hold: Mapped[str] = mapped_column(server_default=sa.text("''"))
    """Why it is not out (see ``catalog.entry.Hold``), or "" for an article that is."""
    publish_at: Mapped[dt.datetime | None]
    """When it is to be out; of one that is held, when somebody wished it to be."""
    public_at: Mapped[dt.datetime | None]
    """When it was first out, if not when it was accepted."""
    frozen: Mapped[bool] = mapped_column(server_default=sa.false())
    """Edits wait in ``newer_source`` until an editor lets them through."""
    newer_source: Mapped[bytes | None]
    newer_digest: Mapped[str] = mapped_column(server_default=sa.text("''"))
    queue: Mapped[str]
    status: Mapped[str]
    settled: Mapped[bool]
    revision: Mapped[str]
    engine: Mapped[str]
    fallback: Mapped[str]
    duration_s: Mapped[float | None]
    error: Mapped[str | None]
    """A Problem as JSON."""
    recording: Mapped[str] = mapped_column(server_default=sa.text("''"))
    """A RecordedBy as JSON, if a person reads."""
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]

    __table_args__ = (
        sa.Index("articles_by_age", "created_at", "id"),
        sa.Index("articles_by_access", "access", "created_at", "id"),
        sa.Index("articles_by_hold", "hold", "created_at", "id"),
        sa.Index("articles_unsettled", "settled", "id"),
    )


TITLE_KEY = sa.func.lower(ArticleRow.title)
"""By which titles are searched and ordered."""
_article = ArticleRow.__table__.c

sa.Index("articles_by_state", _article.status, _article.created_at, _article.id)
# These two are of releases without ``catalog.search``, which may still be at work beside this one.
sa.Index("articles_by_title", Bytewise(sa.func.lower(_article.title)), _article.id)
sa.Index("articles_by_address", Bytewise(_article.url), _article.id).ddl_if("postgresql")
sa.Index(
    "articles_of_our_own",
    _article.status,
    sqlite_where=sa.text("origin = 'demo'"),
    postgresql_where=sa.text("origin = 'demo'"),
)
"""The few articles that are no publisher's: the others are counted as all but these."""


INCOMPARABLE = (
    "articles_by_title",
    "articles_by_address",
    "article_search",
    *(f"article_words{part}" for part in ("", "_data", "_idx", "_docsize", "_config")),
)
"""What Alembic cannot compare. Indexes: it sees no expressions in SQLite and no collations in PostgreSQL. And
the index of ``catalog.search``, which is made in each database's own way."""


class PlayRow(Base):
    """How often an article was played on a day (UTC). See ``tts_service.formats.play_counts.Counts``."""

    __tablename__ = "plays"

    article_id: Mapped[str] = mapped_column(
        sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    starts: Mapped[int]
    quarters: Mapped[int]
    halves: Mapped[int]
    three_quarters: Mapped[int]
    ends: Mapped[int]
    seconds: Mapped[float]

    __table_args__ = (sa.Index("plays_by_day", "day"),)


class StopRow(Base):
    """How many plays of a revision stopped in a second of it. See ``catalog.played.stops.StopBook``."""

    __tablename__ = "stops"

    article_id: Mapped[str] = mapped_column(
        sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[str] = mapped_column(primary_key=True)
    second: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    plays: Mapped[int]


class PlayBatchRow(Base):
    """Plays that were counted elsewhere and have been added. See ``catalog.played.plays.PlayBook``."""

    __tablename__ = "play_batches"

    name: Mapped[str] = mapped_column(primary_key=True)
    added_at: Mapped[dt.datetime]


class NarrationRow(Base):
    """One finished revision: the history of an article."""

    __tablename__ = "narrations"

    article_id: Mapped[str] = mapped_column(
        sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[str] = mapped_column(primary_key=True)
    duration_s: Mapped[float]
    size: Mapped[int] = mapped_column(sa.BigInteger)
    created_at: Mapped[dt.datetime]


class EpisodeColumns:
    """A finished narration in a show. See ``tts_service.formats.feed.Episode``."""

    show: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(
        sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    author: Mapped[str]
    language: Mapped[str]
    page_url: Mapped[str]
    image_url: Mapped[str]
    published_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
    duration_s: Mapped[float]
    size: Mapped[int] = mapped_column(sa.BigInteger)
    season: Mapped[int] = mapped_column(server_default="0")
    number: Mapped[int] = mapped_column(server_default="0")
    recording: Mapped[str] = mapped_column(server_default=sa.text("''"))
    """As of ``ArticleRow``."""
    breaks: Mapped[str] = mapped_column(server_default=sa.text("''"))
    about: Mapped[str]
    """An ``episodes.EpisodeFacts`` as JSON."""


class EpisodeRow(EpisodeColumns, Base):
    """An episode for everybody."""

    __tablename__ = "episodes"
    __table_args__ = (
        sa.Index("episodes_by_date", "show", "published_at", "article_id"),
        sa.Index("episodes_of_article", "article_id"),
    )


class MemberEpisodeRow(EpisodeColumns, Base):
    """An episode for members only. In a table of its own, so that no query for a public feed can find it."""

    __tablename__ = "member_episodes"
    __table_args__ = (
        sa.Index("member_episodes_by_date", "show", "published_at", "article_id"),
        sa.Index("member_episodes_of_article", "article_id"),
    )


class HeldEpisodeRow(EpisodeColumns, Base):
    """An episode that is not out. In a table of its own, so that no query for any feed can find it."""

    __tablename__ = "held_episodes"
    __table_args__ = (sa.Index("held_episodes_of_article", "article_id"),)


class MemberRow(Base):
    """A listener with a feed token. See ``catalog.members.book.Member``."""

    __tablename__ = "members"

    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    """Of the token, which itself is stored nowhere."""
    show: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]
    uses: Mapped[int] = mapped_column(server_default="0")
    used_on: Mapped[dt.date | None]

    __table_args__ = (sa.Index("members_by_show", "show", "id"), sa.Index("members_by_name", "name", "id"))


class ListingRow(Base):
    """A feed or sitemap that is watched. See ``catalog.watched.ListingState``."""

    __tablename__ = "listings"

    url: Mapped[str] = mapped_column(primary_key=True)
    etag: Mapped[str]
    last_modified: Mapped[str]
    looked_at: Mapped[dt.datetime | None]
    due_at: Mapped[dt.datetime]
    failures: Mapped[int]
    problem: Mapped[str]


class WatchedPageRow(Base):
    """A page that a watched listing has named. See ``catalog.watched.Watched``."""

    __tablename__ = "watched_pages"

    listing: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str]
    left_at: Mapped[dt.datetime | None]
    checked_at: Mapped[dt.datetime]
    misses: Mapped[int]
    gone_at: Mapped[dt.datetime | None]

    __table_args__ = (sa.Index("watched_pages_that_left", "listing", "left_at", "checked_at"),)


class HookRow(Base):
    """A notification from a site about a page, until it is acted upon. See ``catalog.hooks.Hook``."""

    __tablename__ = "hooks"

    url: Mapped[str] = mapped_column(primary_key=True)
    event: Mapped[str]
    show: Mapped[str]
    version: Mapped[str]
    first_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime] = mapped_column(index=True)


class BriefingRow(Base):
    """A briefing that has been made, for a time of the day. See ``catalog.briefings.book.BriefingBook``."""

    __tablename__ = "briefings"

    name: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[dt.datetime] = mapped_column(primary_key=True)
    article_id: Mapped[str]


class SubscriptionRow(Base):
    """A hub that pushes a watched listing. See ``catalog.subscriptions.Subscription``."""

    __tablename__ = "subscriptions"

    id: Mapped[str] = mapped_column(primary_key=True)
    listing: Mapped[str] = mapped_column(index=True)
    hub: Mapped[str]
    topic: Mapped[str]
    secret: Mapped[str]
    state: Mapped[str]
    due_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime | None]
    pushed_at: Mapped[dt.datetime | None]
    failures: Mapped[int]
    problem: Mapped[str]


class PublisherVersionRow(Base):
    """The publisher's files at one time. See ``contracts.publisher_version.PublisherVersion``."""

    __tablename__ = "publisher_versions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str]
    shows: Mapped[str]
    lexicon: Mapped[str]
    files: Mapped[str]
    """JSON."""


class NewsRow(Base):
    """A feed of ours that has changed, until our hub is notified. See ``catalog.news.News``."""

    __tablename__ = "news"

    show: Mapped[str] = mapped_column(primary_key=True)
    changed_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    failures: Mapped[int]
