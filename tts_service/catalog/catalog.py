"""What has been accepted: every article with its source, and what became of it."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from tts_service.article.request import ArticleRequest, decode_request, encode_request
from tts_service.catalog.cursor import Place, decode_cursor, encode_cursor
from tts_service.catalog.database import Database
from tts_service.catalog.entry import Accepted, Entry, Facts, NarrationEntry, Page, QueueName
from tts_service.catalog.episodes import EpisodeBook
from tts_service.catalog.hooks import HookBook
from tts_service.catalog.keeping import Keeping, keeping
from tts_service.catalog.news import NewsBook
from tts_service.catalog.plays import PlayBook
from tts_service.catalog.rows import SHOWN, entry_of
from tts_service.catalog.shelf import Shelf
from tts_service.catalog.subscriptions import SubscriptionBook
from tts_service.catalog.tables import ArticleRow, NarrationRow
from tts_service.catalog.watched import WatchBook
from tts_service.errors import Problem

_FRESH: dict[str, Any] = {"status": "queued", "settled": False, "error": None}


class Catalog:
    """Articles by id. Every method is one short transaction; a change is on disk when it returns.

    Every method raises Unavailable when the database cannot be reached.
    """

    def __init__(self, url: str) -> None:
        """``url``: sqlite:///path or postgresql://…; raises CatalogError when it cannot be used."""
        self._database = Database(url)
        self.episodes = EpisodeBook(self._database)
        self.plays = PlayBook(self._database)
        self.shelf = Shelf(self._database)
        self.watched = WatchBook(self._database)
        self.hooks = HookBook(self._database)
        self.subscriptions = SubscriptionBook(self._database)
        self.news = NewsBook(self._database)

    def accept(self, request: ArticleRequest, article_id: str, url: str, digest: str, queue: QueueName) -> Accepted:
        """Keep the request. A changed one waits beside the one in force, which comes back should it be refused."""
        values = _requested(request, digest) | {"queue": queue, "updated_at": _now()}
        new = values | {"id": article_id, "url": url, "created_at": values["updated_at"], "settled": False, "status": "queued"}
        with self._database.writing() as connection:
            if connection.scalar(_insert_unless_there(connection, _EMPTY | new).returning(ArticleRow.id)):
                return Accepted.NEW
            row = connection.execute(_locked(article_id)).one()
            if row.digest == digest:
                return Accepted.SAME
            kept = {"kept_source": row.source, "kept_digest": row.digest} if row.revision and not row.kept_digest else {}
            connection.execute(_update(article_id).values(_without_blanks(values | {"url": url}) | _FRESH | kept))
            return Accepted.CHANGED

    def get(self, article_id: str) -> Entry | None:
        return self._one(sa.select(*SHOWN).where(ArticleRow.id == article_id))

    def find_by_url(self, url: str, voice: str | None = None) -> Entry | None:
        """The article of a page that was asked for with ``voice``; None: with any, those without a wish first."""
        wishless_first = (ArticleRow.voice_asked != "", ArticleRow.created_at.desc(), ArticleRow.id)
        query = sa.select(*SHOWN).where(ArticleRow.url == url).order_by(*wishless_first).limit(1)
        return self._one(query if voice is None else query.where(ArticleRow.voice_asked == _printable(voice)))

    def list(self, cursor: str | None = None, limit: int = 50, show: str | None = None) -> Page:
        """All, or those of ``show``, newest first. Raises BadRequest when the cursor is not one of ours."""
        query = sa.select(*SHOWN).order_by(ArticleRow.created_at.desc(), ArticleRow.id.desc()).limit(limit + 1)
        if show is not None:
            query = query.where(ArticleRow.show == _printable(show))
        if cursor:
            place = decode_cursor(cursor)
            query = query.where(sa.tuple_(ArticleRow.created_at, ArticleRow.id) < (place.created_at, place.id))
        entries = self._many(query)
        last = entries[limit - 1] if len(entries) > limit else None
        return Page(entries[:limit], encode_cursor(Place(last.created_at, last.id)) if last else None)

    def unsettled(self, after: str = "", limit: int = 100) -> tuple[Entry, ...]:
        """Articles that something is left to do for, by id, from behind ``after``."""
        query = sa.select(*SHOWN).where(ArticleRow.settled.is_(False), ArticleRow.id > after)
        return self._many(query.order_by(ArticleRow.id).limit(limit))

    def source(self, article_id: str) -> ArticleRequest | None:
        """The request as it was accepted."""
        with self._database.reading() as connection:
            source = connection.scalar(sa.select(ArticleRow.source).where(ArticleRow.id == article_id))
        return None if source is None else _unpack(source)

    def record(self, article_id: str, digest: str, facts: Facts) -> None:
        """Take over what was seen of the narration of request ``digest``; nothing when another request came meanwhile."""
        known = {name: _printable(value) for name in _LEARNED if (value := getattr(facts, name))}
        values: dict[str, Any] = known | {
            "status": facts.status,
            "settled": facts.status in ("ready", "failed"),
            "updated_at": _now(),
        }
        if facts.revision:
            values |= {"kept_source": None, "kept_digest": None, "fallback": facts.fallback, "duration_s": facts.duration_s}
        if facts.error is not None:
            values["error"] = _problem_json(facts.error)
        with self._database.writing() as connection:
            changed = connection.execute(_update(article_id).where(ArticleRow.digest == digest).values(values)).rowcount
            if changed and facts.status == "ready":
                connection.execute(_insert_unless_there(connection, _finished(article_id, facts), NarrationRow))

    def refuse(self, article_id: str, digest: str, problem: Problem) -> None:
        """The edit ``digest`` came to nothing: what was in force before is again, and ``problem`` is noted."""
        with self._database.writing() as connection:
            row = connection.execute(_locked(article_id)).first()
            if row is None or row.digest != digest or row.kept_source is None:
                return
            restored = _requested(_unpack(row.kept_source), row.kept_digest) | {"kept_source": None, "kept_digest": None}
            restored = _without_blanks(restored) | _FRESH | {"error": _problem_json(problem), "updated_at": _now()}
            connection.execute(_update(article_id).values(restored))

    def reopen(self, article_id: str, queue: QueueName) -> None:
        """There is something to do again, in ``queue``; an old error is forgotten."""
        with self._database.writing() as connection:
            connection.execute(_update(article_id).values(**_FRESH, queue=queue, updated_at=_now()))

    def history(self, article_id: str) -> tuple[NarrationEntry, ...]:
        """Finished revisions, oldest first."""
        columns = (NarrationRow.revision, NarrationRow.duration_s, NarrationRow.size, NarrationRow.created_at)
        query = sa.select(*columns).where(NarrationRow.article_id == article_id).order_by(NarrationRow.created_at)
        with self._database.reading() as connection:
            return tuple(NarrationEntry(*row) for row in connection.execute(query))

    def delete(self, article_id: str) -> bool:
        """True when it was there."""
        with self._database.writing() as connection:
            return bool(connection.execute(sa.delete(ArticleRow).where(ArticleRow.id == article_id)).rowcount)

    def withdraw(self, article_id: str, digest: str) -> bool:
        """Remove an article that nothing came of, unless another request for it came meanwhile. True when it is removed."""
        unheard = (ArticleRow.id == article_id, ArticleRow.digest == digest, ArticleRow.revision == "")
        with self._database.writing() as connection:
            return bool(connection.execute(sa.delete(ArticleRow).where(*unheard)).rowcount)

    def keeping(self, newest: int) -> Keeping:
        """What storage must keep: see there."""
        return keeping(self._database, newest)

    def check(self) -> None:
        """Raises Unavailable when the catalog cannot be read."""
        with self._database.reading() as connection:
            connection.execute(sa.select(1))

    def close(self) -> None:
        self._database.close()

    def _one(self, query: sa.Select[Any]) -> Entry | None:
        found = self._many(query)
        return found[0] if found else None

    def _many(self, query: sa.Select[Any]) -> tuple[Entry, ...]:
        with self._database.reading() as connection:
            return tuple(map(entry_of, connection.execute(query)))


_LEARNED = ("revision", "title", "language", "voice", "engine")
_QUICKLY = 1
"""Listeners of the same process wait meanwhile, and 5 MB take long at the usual level."""
_EMPTY: dict[str, Any] = {"revision": "", "engine": "", "fallback": "", "duration_s": None, "error": None}


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _requested(request: ArticleRequest, digest: str) -> dict[str, Any]:
    return {
        "source": zlib.compress(encode_request(request), _QUICKLY),
        "digest": digest,
        "voice_asked": request.voice or "",
        "voice": request.voice or "",
        "language": request.language or "",
        "show": request.show or "",
        "title": _printable(request.title or ""),
    }


def _without_blanks(values: dict[str, Any]) -> dict[str, Any]:
    """What an edit does not say stays as it was seen last."""
    return {name: value for name, value in values.items() if value != ""}


def _printable(text: str) -> str:
    """Without NUL, which PostgreSQL keeps in no text."""
    return text.replace("\0", "")


def _unpack(source: bytes) -> ArticleRequest:
    return decode_request(zlib.decompress(source))


def _problem_json(problem: Problem) -> str:
    return msgspec.json.encode(problem).decode()


def _finished(article_id: str, facts: Facts) -> dict[str, Any]:
    figures = {"duration_s": facts.duration_s or 0.0, "size": facts.size or 0, "created_at": _now()}
    return figures | {"article_id": article_id, "revision": facts.revision}


def _locked(article_id: str) -> sa.Select[Any]:
    return sa.select(ArticleRow.__table__).where(ArticleRow.id == article_id).with_for_update()


def _update(article_id: str) -> sa.Update:
    return sa.update(ArticleRow).where(ArticleRow.id == article_id)


def _insert_unless_there(
    connection: sa.Connection, values: Mapping[str, Any], table: type[ArticleRow] | type[NarrationRow] = ArticleRow
) -> sa.Insert:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return insert(table).values(**values).on_conflict_do_nothing()
