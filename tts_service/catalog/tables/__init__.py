"""The tables of the catalog. A change of them needs a revision in ``catalog.migrations``."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from tts_service.catalog.tables.classes import Bytewise, CatalogRow, Column, column


class SchemaVersion(CatalogRow):
    """The number of the layout: by it, release 0.1.0 refuses a catalog that is too new for it."""

    __tablename__ = "schema_version"

    version: Column[int] = column(primary_key=True, autoincrement=False)


class ReadableFrom(CatalogRow):
    """One row: the earliest revision whose release can work with the tables as they are."""

    __tablename__ = "readable_from"

    revision: Column[str] = column(primary_key=True)


class ArticleRow(CatalogRow):
    """One accepted article. See ``catalog.entry.CatalogEntry`` for what the columns mean."""

    __tablename__ = "articles"

    id: Column[str] = column(primary_key=True)
    url: Column[str] = column(index=True)
    source: Column[bytes]
    """The ArticleRequest as JSON, compressed with zlib."""
    digest: Column[str]
    kept_source: Column[bytes | None]
    """The request of the revision in force, while an edit is on its way."""
    kept_digest: Column[str | None]
    voice_asked: Column[str]
    voice: Column[str]
    language: Column[str]
    show: Column[str] = column(index=True)
    title: Column[str]
    origin: Column[str] = column(server_default=sa.text("''"))
    access: Column[str] = column(server_default=sa.text("''"))
    """Who may hear it: "members", or "" for everybody."""
    hold: Column[str] = column(server_default=sa.text("''"))
    """Why it is not out (see ``catalog.entry.Hold``), or "" for an article that is."""
    publish_at: Column[dt.datetime | None]
    """When it is to be out; of one that is held, when somebody wished it to be."""
    public_at: Column[dt.datetime | None]
    """When it was first out, if not when it was accepted."""
    frozen: Column[bool] = column(server_default=sa.false())
    """Edits wait in ``newer_source`` until an editor lets them through."""
    newer_source: Column[bytes | None]
    newer_digest: Column[str] = column(server_default=sa.text("''"))
    queue: Column[str]
    status: Column[str]
    settled: Column[bool]
    revision: Column[str]
    engine: Column[str]
    fallback: Column[str]
    duration_s: Column[float | None]
    error: Column[str | None]
    """A Problem as JSON."""
    recording: Column[str] = column(server_default=sa.text("''"))
    """A RecordedBy as JSON, if a person reads."""
    created_at: Column[dt.datetime]
    updated_at: Column[dt.datetime]

    __table_args__ = (
        sa.Index("articles_by_age", "created_at", "id"),
        sa.Index("articles_by_access", "access", "created_at", "id"),
        sa.Index("articles_by_hold", "hold", "created_at", "id"),
        sa.Index("articles_unsettled", "settled", "id"),
    )


TITLE_KEY = sa.func.lower(ArticleRow.title)
"""By which titles are searched and ordered."""

sa.Index("articles_by_state", ArticleRow.status, ArticleRow.created_at, ArticleRow.id)
# These two are of releases without ``catalog.search``, which may still be at work beside this one.
sa.Index("articles_by_title", Bytewise(sa.func.lower(ArticleRow.title)), ArticleRow.id)
sa.Index("articles_by_address", Bytewise(ArticleRow.url), ArticleRow.id).ddl_if("postgresql")


class PlayRow(CatalogRow):
    """How often an article was played on a day (UTC). See ``tts_service.formats.play_counts.Counts``."""

    __tablename__ = "plays"

    article_id: Column[str] = column(goes_with="articles.id", primary_key=True)
    day: Column[dt.date] = column(primary_key=True)
    starts: Column[int]
    quarters: Column[int]
    halves: Column[int]
    three_quarters: Column[int]
    ends: Column[int]
    seconds: Column[float]

    __table_args__ = (sa.Index("plays_by_day", "day"),)


class StopRow(CatalogRow):
    """How many plays of a revision stopped in a second of it. See ``catalog.played.stops.StopBook``."""

    __tablename__ = "stops"

    article_id: Column[str] = column(goes_with="articles.id", primary_key=True)
    revision: Column[str] = column(primary_key=True)
    second: Column[int] = column(primary_key=True, autoincrement=False)
    plays: Column[int]


class PlayBatchRow(CatalogRow):
    """Plays that were counted elsewhere and have been added. See ``catalog.played.plays.PlayBook``."""

    __tablename__ = "play_batches"

    name: Column[str] = column(primary_key=True)
    added_at: Column[dt.datetime]


class NarrationRow(CatalogRow):
    """One finished revision: the history of an article."""

    __tablename__ = "narrations"

    article_id: Column[str] = column(goes_with="articles.id", primary_key=True)
    revision: Column[str] = column(primary_key=True)
    duration_s: Column[float]
    size: Column[int] = column(type_=sa.BigInteger)
    created_at: Column[dt.datetime]


class EpisodeColumns(CatalogRow):
    """A finished narration in a show. See ``tts_service.formats.feed.Episode``."""

    show: Column[str] = column(primary_key=True)
    article_id: Column[str] = column(goes_with="articles.id", primary_key=True)
    revision: Column[str]
    title: Column[str]
    summary: Column[str]
    author: Column[str]
    language: Column[str]
    page_url: Column[str]
    image_url: Column[str]
    published_at: Column[dt.datetime]
    updated_at: Column[dt.datetime]
    duration_s: Column[float]
    size: Column[int] = column(type_=sa.BigInteger)
    season: Column[int] = column(server_default="0")
    number: Column[int] = column(server_default="0")
    recording: Column[str] = column(server_default=sa.text("''"))
    """As of ``ArticleRow``."""
    breaks: Column[str] = column(server_default=sa.text("''"))
    about: Column[str]
    """An ``episodes.EpisodeFacts`` as JSON."""


class EpisodeRow(EpisodeColumns):
    """An episode for everybody."""

    __tablename__ = "episodes"
    __table_args__ = (
        sa.Index("episodes_by_date", "show", "published_at", "article_id"),
        sa.Index("episodes_of_article", "article_id"),
    )


class MemberEpisodeRow(EpisodeColumns):
    """An episode for members only. In a table of its own, so that no query for a public feed can find it."""

    __tablename__ = "member_episodes"
    __table_args__ = (
        sa.Index("member_episodes_by_date", "show", "published_at", "article_id"),
        sa.Index("member_episodes_of_article", "article_id"),
    )


class HeldEpisodeRow(EpisodeColumns):
    """An episode that is not out. In a table of its own, so that no query for any feed can find it."""

    __tablename__ = "held_episodes"
    __table_args__ = (sa.Index("held_episodes_of_article", "article_id"),)


class MemberRow(CatalogRow):
    """A listener with a feed token. See ``catalog.members.book.Member``."""

    __tablename__ = "members"

    id: Column[str] = column(primary_key=True)
    digest: Column[str] = column(unique=True)
    """Of the token, which itself is stored nowhere."""
    show: Column[str]
    name: Column[str]
    created_at: Column[dt.datetime]
    revoked_at: Column[dt.datetime | None]
    uses: Column[int] = column(server_default="0")
    used_on: Column[dt.date | None]

    __table_args__ = (sa.Index("members_by_show", "show", "id"), sa.Index("members_by_name", "name", "id"))


class ListingRow(CatalogRow):
    """A feed or sitemap that is watched. See ``catalog.watched.ListingState``."""

    __tablename__ = "listings"

    url: Column[str] = column(primary_key=True)
    etag: Column[str]
    last_modified: Column[str]
    looked_at: Column[dt.datetime | None]
    due_at: Column[dt.datetime]
    failures: Column[int]
    problem: Column[str]


class WatchedPageRow(CatalogRow):
    """A page that a watched listing has named. See ``catalog.watched.Watched``."""

    __tablename__ = "watched_pages"

    listing: Column[str] = column(primary_key=True)
    url: Column[str] = column(primary_key=True)
    version: Column[str]
    left_at: Column[dt.datetime | None]
    checked_at: Column[dt.datetime]
    misses: Column[int]
    gone_at: Column[dt.datetime | None]

    __table_args__ = (sa.Index("watched_pages_that_left", "listing", "left_at", "checked_at"),)


class HookRow(CatalogRow):
    """A notification from a site about a page, until it is acted upon. See ``catalog.hooks.Hook``."""

    __tablename__ = "hooks"

    url: Column[str] = column(primary_key=True)
    event: Column[str]
    show: Column[str]
    version: Column[str]
    first_at: Column[dt.datetime]
    due_at: Column[dt.datetime] = column(index=True)


class BriefingRow(CatalogRow):
    """A briefing that has been made, for a time of the day. See ``catalog.briefings.book.BriefingBook``."""

    __tablename__ = "briefings"

    name: Column[str] = column(primary_key=True)
    slot: Column[dt.datetime] = column(primary_key=True)
    article_id: Column[str]


class SubscriptionRow(CatalogRow):
    """A hub that pushes a watched listing. See ``catalog.subscriptions.Subscription``."""

    __tablename__ = "subscriptions"

    id: Column[str] = column(primary_key=True)
    listing: Column[str] = column(index=True)
    hub: Column[str]
    topic: Column[str]
    secret: Column[str]
    state: Column[str]
    due_at: Column[dt.datetime]
    ends_at: Column[dt.datetime | None]
    pushed_at: Column[dt.datetime | None]
    failures: Column[int]
    problem: Column[str]


class PublisherVersionRow(CatalogRow):
    """The publisher's files at one time. See ``contracts.publisher_version.PublisherVersion``."""

    __tablename__ = "publisher_versions"

    number: Column[int] = column(primary_key=True, autoincrement=False)
    made_at: Column[dt.datetime]
    made_by: Column[str]
    shows: Column[str]
    lexicon: Column[str]
    files: Column[str]
    """JSON."""


class NewsRow(CatalogRow):
    """A feed of ours that has changed, until our hub is notified. See ``catalog.news.News``."""

    __tablename__ = "news"

    show: Column[str] = column(primary_key=True)
    changed_at: Column[dt.datetime]
    due_at: Column[dt.datetime]
    failures: Column[int]
