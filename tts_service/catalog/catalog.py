"""Every accepted article with its source, and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import sqlalchemy as sa

from tts_service.article.disclosure import recorded_json
from tts_service.article.request import ArticleRequest
from tts_service.catalog.article_index import ArticleIndex
from tts_service.catalog.audit_log.book import AuditBook
from tts_service.catalog.briefings.book import BriefingBook
from tts_service.catalog.cursor import CursorPosition, decode_cursor, encode_cursor
from tts_service.catalog.database import CONNECTIONS, Database
from tts_service.catalog.entry import (
    HIDDEN,
    LEARNED,
    SETTLED,
    Accepted,
    Access,
    Audience,
    CatalogEntry,
    EntryPage,
    Facts,
    Hold,
    NarrationEntry,
    Origin,
)
from tts_service.catalog.episodes import EpisodeBook
from tts_service.catalog.hooks import HookBook
from tts_service.catalog.keeping import Keeping, StoredNarrations, keeping
from tts_service.catalog.keys.book import KeyBook
from tts_service.catalog.members.access import AccessBook, note_closed, stored_access
from tts_service.catalog.members.book import MemberBook
from tts_service.catalog.news import NewsBook
from tts_service.catalog.played.plays import PlayBook
from tts_service.catalog.played.statistics import PlayStatistics
from tts_service.catalog.played.stops import StopBook
from tts_service.catalog.publication.book import PublicationBook
from tts_service.catalog.publisher.versions import PublisherBook
from tts_service.catalog.rows import (
    FRESH,
    SHOWN,
    entry_of,
    printable,
    problem_json,
    requested,
    stated,
    unpack,
    without_blanks,
)
from tts_service.catalog.subscriptions import SubscriptionBook
from tts_service.catalog.tables import ArticleRow, NarrationRow, PlayRow
from tts_service.catalog.upsert import insert_unless_there
from tts_service.catalog.watched import WatchBook
from tts_service.catalog.webhooks import outbox
from tts_service.catalog.webhooks.deliveries import DeliveryBook
from tts_service.catalog.webhooks.endpoints import EndpointBook
from tts_service.contracts.messages import QueueName
from tts_service.errors import Problem


class Catalog:
    """Articles by id. Every method is one short transaction; a change is on disk when it returns.

    Every method raises Unavailable when the database cannot be reached.
    """

    def __init__(self, url: str, connections: int = CONNECTIONS) -> None:
        """``url``: sqlite:///path or postgresql://…; raises CatalogError when it cannot be used.
        ``connections``: see ``Database``."""
        self._database = Database(url, connections)
        self.episodes = EpisodeBook(self._database)
        self.plays = PlayBook(self._database)
        self.stops = StopBook(self._database)
        self.played = PlayStatistics(self._database)
        self.index = ArticleIndex(self._database)
        self.watched = WatchBook(self._database)
        self.hooks = HookBook(self._database)
        self.subscriptions = SubscriptionBook(self._database)
        self.news = NewsBook(self._database)
        self.access = AccessBook(self._database)
        self.members = MemberBook(self._database)
        self.stored = StoredNarrations(self._database)
        self.publisher = PublisherBook(self._database)
        self.publication = PublicationBook(self._database)
        self.endpoints = EndpointBook(self._database)
        self.deliveries = DeliveryBook(self._database)
        self.briefings = BriefingBook(self._database)
        self.keys = KeyBook(self._database)
        self.audit = AuditBook(self._database)

    def accept(
        self,
        request: ArticleRequest,
        article_id: str,
        url: str | None,
        digest: str,
        queue: QueueName,
        origin: Origin | None = "key",
        *,
        if_new: Access = "open",
        hold: Hold | None = None,
        publish_at: dt.datetime | None = None,
    ) -> Accepted:
        """Store the request. A changed one waits beside the one in force, which is restored if the edit is
        refused. Where a revision is kept, it waits until an editor lets it through, and nothing else changes.

        ``origin`` replaces that of an article that first came by a click. ``if_new``: whom a new article is
        for; ``hold`` and ``publish_at``: whether it is out. A known one stays as it is (see ``access`` and
        ``publication``).
        """
        values = requested(request, digest) | {"url": url or "", "queue": queue, "updated_at": _now()}
        row = _EMPTY | values | {"id": article_id, "created_at": values["updated_at"]}
        row |= {"settled": False, "status": "queued", "origin": origin or ""}
        row |= {"access": stored_access(if_new), "hold": hold or "", "publish_at": publish_at}
        with self._database.writing() as connection:
            if insert_unless_there(connection, ArticleRow.table, row):
                if row["access"] or row["hold"]:
                    note_closed(connection)
                return Accepted.NEW
            known = connection.execute(_locked(article_id)).one()
            if known.origin == "click" and origin != "click":
                connection.execute(_update(article_id).values(origin=origin or ""))
            if digest in (known.digest, known.newer_digest):
                return Accepted.SAME
            return _edited(connection, known, values)

    def introduce(self, request: ArticleRequest, article_id: str, url: str | None, digest: str) -> None:
        """Add an article of the service's own, or change it while it has no narration. Nothing is done for
        it until somebody listens."""
        values = (
            _EMPTY
            | requested(request, digest)
            | {"url": url or "", "status": "queued", "settled": True, "origin": "demo"}
        )
        now = _now()
        new = values | {"id": article_id, "queue": "interactive", "created_at": now, "updated_at": now}
        with self._database.writing() as connection:
            if not insert_unless_there(connection, ArticleRow.table, new):
                connection.execute(
                    _update(article_id).where(ArticleRow.revision == "").values(values | {"updated_at": now})
                )

    def adopt(self, article_id: str) -> None:
        """Treat an article that came by a click as one that was sent with a key."""
        with self._database.writing() as connection:
            connection.execute(_update(article_id).where(ArticleRow.origin == "click").values(origin="key"))

    def get(self, article_id: str) -> CatalogEntry | None:
        return self._one(sa.select(*SHOWN).where(ArticleRow.id == article_id))

    def find_by_url(self, url: str, voice: str | None = None, plain: str = "") -> CatalogEntry | None:
        """The article of a page that was requested with ``voice``; with None, of any voice, preferring an
        article that was requested without one.

        Articles that came by clicks are left out, except ``plain``, the one that all readers get.
        """
        nobodys_wish = sa.or_(ArticleRow.origin != "click", ArticleRow.id == plain)
        wishless_first = (ArticleRow.voice_asked != "", ArticleRow.created_at.desc(), ArticleRow.id)
        query = (
            sa.select(*SHOWN).where(ArticleRow.url == url, nobodys_wish).order_by(*wishless_first).limit(1)
        )
        return self._one(query if voice is None else query.where(ArticleRow.voice_asked == printable(voice)))

    def clicked(self, url: str) -> tuple[str, ...]:
        """Ids of the articles of a page that came by clicks only."""
        return self._ids(ArticleRow.url == url, ArticleRow.origin == "click")

    def of_page(self, url: str) -> tuple[str, ...]:
        """Ids of all articles of a page, in whatever voice they were asked for."""
        return self._ids(ArticleRow.url == url)

    def list(
        self,
        cursor: str | None = None,
        limit: int = 50,
        show: str | None = None,
        *,
        audience: Audience = "editors",
    ) -> EntryPage:
        """Articles, without the service's own, newest first; of one ``show`` if it is given. Those that
        ``audience`` may hear. Raises BadRequest for a cursor that this service did not issue."""
        query = sa.select(*SHOWN).where(*(ArticleRow.origin != hidden for hidden in HIDDEN)).limit(limit + 1)
        query = query.order_by(ArticleRow.created_at.desc(), ArticleRow.id.desc())
        if audience != "editors":
            query = query.where(ArticleRow.hold == "")
        if audience == "everybody":
            query = query.where(ArticleRow.access == "")
        if show is not None:
            query = query.where(ArticleRow.show == printable(show))
        if cursor:
            place = decode_cursor(cursor)
            query = query.where(
                sa.tuple_(ArticleRow.created_at, ArticleRow.id) < (place.created_at, place.id)
            )
        entries = self._many(query)
        last = entries[limit - 1] if len(entries) > limit else None
        return EntryPage(
            entries[:limit], encode_cursor(CursorPosition(last.created_at, last.id)) if last else None
        )

    def unsettled(self, after: str = "", limit: int = 100) -> tuple[CatalogEntry, ...]:
        """Articles with work left to do, ordered by id, starting after the id ``after``."""
        query = sa.select(*SHOWN).where(ArticleRow.settled.is_(False), ArticleRow.id > after)
        return self._many(query.order_by(ArticleRow.id).limit(limit))

    def unsettled_since(self) -> tuple[int, dt.datetime | None]:
        """How many articles have work left to do, and when the first of them was last asked for."""
        query = sa.select(sa.func.count(), sa.func.min(ArticleRow.updated_at))
        with self._database.reading() as connection:
            number, since = connection.execute(query.where(ArticleRow.settled.is_(False))).one()
        return int(number), since

    def source(self, article_id: str) -> ArticleRequest | None:
        """The request as it was accepted; None for an unknown id."""
        with self._database.reading() as connection:
            source = connection.scalar(sa.select(ArticleRow.source).where(ArticleRow.id == article_id))
            return None if source is None else unpack(source)

    def source_in_force(self, article_id: str) -> ArticleRequest | None:
        """As ``source``; while an edit, or a recording, is on its way, the one before it."""
        columns = sa.select(ArticleRow.source, ArticleRow.kept_source).where(ArticleRow.id == article_id)
        with self._database.reading() as connection:
            row = connection.execute(columns).first()
        return None if row is None else unpack(row.kept_source or row.source)

    def record(self, article_id: str, digest: str, facts: Facts) -> None:
        """Store what is known of the narration of request ``digest``; does nothing when another request
        has come since."""
        known = {name: printable(value) for name in LEARNED if (value := getattr(facts, name))}
        values: dict[str, Any] = known | {
            "status": facts.status,
            "settled": facts.status in SETTLED,
            "updated_at": _now(),
        }
        if facts.revision:
            values |= {
                "kept_source": None,
                "kept_digest": None,
                "fallback": facts.fallback or "",
                "duration_s": facts.duration_s,
                "recording": printable(recorded_json(facts.recording)),
            }
        if facts.error is not None:
            values["error"] = problem_json(facts.error)
        same = (ArticleRow.id == article_id, ArticleRow.digest == digest)
        with self._database.writing() as connection:
            before = connection.execute(sa.select(*outbox.BEFORE).where(*same).with_for_update()).first()
            if before is None:
                return
            connection.execute(_update(article_id).values(values))
            is_new = facts.status == "ready" and insert_unless_there(
                connection, NarrationRow.table, _finished(article_id, facts)
            )
            if facts.status in SETTLED:
                outbox.settled(connection, before, facts, is_new=is_new)

    def refuse(self, article_id: str, digest: str, problem: Problem) -> None:
        """Undo the edit ``digest``: restore the request that was in force before, and store ``problem``."""
        with self._database.writing() as connection:
            row = connection.execute(_locked(article_id)).first()
            if row is None or row.digest != digest or row.kept_source is None:
                return
            restored = requested(unpack(row.kept_source), row.kept_digest) | {
                "kept_source": None,
                "kept_digest": None,
            }
            restored = (
                without_blanks(restored) | FRESH | {"error": problem_json(problem), "updated_at": _now()}
            )
            connection.execute(_update(article_id).values(restored))
            outbox.refused(connection, row, problem)

    def before_edit(self, entry: CatalogEntry, problem: Problem) -> CatalogEntry | None:
        """``entry`` as ``refuse`` would leave it; None when it has no edit any more. Writes nothing."""
        kept = sa.select(ArticleRow.kept_source, ArticleRow.kept_digest).where(
            ArticleRow.id == entry.id, ArticleRow.digest == entry.digest, ArticleRow.kept_source.is_not(None)
        )
        with self._database.reading() as connection:
            row = connection.execute(kept).first()
        if row is None:
            return None
        before = without_blanks(stated(unpack(row.kept_source)))
        values = before | FRESH | {"digest": row.kept_digest, "error": problem, "editing": False}
        return msgspec.structs.replace(entry, **values)

    def current(self, since: dt.datetime, after: str = "", limit: int = 100) -> tuple[CatalogEntry, ...]:
        """Articles that are ready and were accepted, or played, ``since`` then: by id, from behind
        ``after``."""
        played = sa.exists().where(PlayRow.article_id == ArticleRow.id, PlayRow.day >= since.date())
        query = sa.select(*SHOWN).where(
            ArticleRow.status == "ready",
            ArticleRow.id > after,
            sa.or_(ArticleRow.created_at >= since, played),
        )
        return self._many(query.order_by(ArticleRow.id).limit(limit))

    def said_before(self, moment: dt.datetime) -> tuple[str, ...]:
        """Ids of what was to be said once, and was asked for before ``moment``."""
        return self._ids(ArticleRow.origin == "speech", ArticleRow.created_at < moment)

    def reopen(self, article_id: str, queue: QueueName) -> None:
        """Mark the article as having work to do, in ``queue``, and clear its error."""
        with self._database.writing() as connection:
            connection.execute(_update(article_id).values(**FRESH, queue=queue, updated_at=_now()))

    def history(self, article_id: str) -> tuple[NarrationEntry, ...]:
        """Finished revisions, oldest first."""
        columns = (NarrationRow.revision, NarrationRow.duration_s, NarrationRow.size, NarrationRow.created_at)
        query = (
            sa.select(*columns).where(NarrationRow.article_id == article_id).order_by(NarrationRow.created_at)
        )
        with self._database.reading() as connection:
            return tuple(NarrationEntry(*row) for row in connection.execute(query))

    def delete(self, article_id: str) -> bool:
        """False when there was no such article."""
        with self._database.writing() as connection:
            outbox.deleted(connection, article_id)
            return bool(
                connection.execute(sa.delete(ArticleRow.table).where(ArticleRow.id == article_id)).rowcount
            )

    def withdraw(self, article_id: str, digest: str) -> bool:
        """Remove an article without a narration, unless another request for it has come since. True when it
        was removed."""
        unheard = (ArticleRow.id == article_id, ArticleRow.digest == digest, ArticleRow.revision == "")
        with self._database.writing() as connection:
            return bool(connection.execute(sa.delete(ArticleRow.table).where(*unheard)).rowcount)

    def keeping(self, newest: int) -> Keeping:
        """What storage must keep; see ``Keeping``."""
        return keeping(self._database, newest)

    def check(self) -> None:
        """Raises Unavailable when the catalog cannot be read, or is damaged."""
        self._database.check()

    def close(self) -> None:
        self._database.close()

    def _one(self, query: sa.Select[Any]) -> CatalogEntry | None:
        found = self._many(query)
        return found[0] if found else None

    def _ids(self, *conditions: sa.ColumnElement[bool]) -> tuple[str, ...]:
        with self._database.reading() as connection:
            return tuple(connection.scalars(sa.select(ArticleRow.id).where(*conditions)))

    def _many(self, query: sa.Select[Any]) -> tuple[CatalogEntry, ...]:
        with self._database.reading() as connection:
            return tuple(map(entry_of, connection.execute(query)))


_EMPTY: dict[str, Any] = {"revision": "", "engine": "", "fallback": "", "duration_s": None, "error": None}


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _finished(article_id: str, facts: Facts) -> dict[str, Any]:
    figures = {"duration_s": facts.duration_s or 0.0, "size": facts.size or 0, "created_at": _now()}
    return figures | {"article_id": article_id, "revision": facts.revision}


def _edited(connection: sa.Connection, known: sa.Row[Any], values: dict[str, Any]) -> Accepted:
    """A new request for a ``known`` article: see ``Catalog.accept``."""
    if known.frozen:
        newer = {"newer_source": values["source"], "newer_digest": values["digest"]}
        connection.execute(_update(known.id).values(newer))
        return Accepted.KEPT
    kept = (
        {"kept_source": known.source, "kept_digest": known.digest}
        if known.revision and not known.kept_digest
        else {}
    )
    connection.execute(_update(known.id).values(without_blanks(values) | FRESH | kept))
    return Accepted.CHANGED


def _locked(article_id: str) -> sa.Select[Any]:
    return sa.select(ArticleRow.table).where(ArticleRow.id == article_id).with_for_update()


def _update(article_id: str) -> sa.Update:
    return sa.update(ArticleRow.table).where(ArticleRow.id == article_id)
