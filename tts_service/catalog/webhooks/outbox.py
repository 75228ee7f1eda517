"""What endpoints are to be told, written in the very transaction in which it happens: so whatever dies, an
endpoint is told of all that happened and of nothing that did not."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from tts_service.catalog.entry import HIDDEN, Access, Facts, State
from tts_service.catalog.publication.state import Publicity, publicity
from tts_service.catalog.tables import ArticleRow, EpisodeRow, HeldEpisodeRow, MemberEpisodeRow, NarrationRow
from tts_service.catalog.webhooks.tables import DeliveryRow, EndpointRow, EventRow
from tts_service.contracts.webhooks import EventType
from tts_service.errors import Problem

ID_BYTES = 16


class ToldProblem(msgspec.Struct, frozen=True):
    """``kind`` is one of those at /docs, ``detail`` a sentence for people."""

    kind: str
    detail: str


class ToldArticle(msgspec.Struct, frozen=True, kw_only=True):
    """The article as it was when it happened. ``status`` is "withdrawn" for one that is gone, and otherwise
    as in its status. ``show`` was asked for with it, ``shows`` are all that it belongs to. ``duration_s`` is
    in seconds. ``publication``: as in its status, whether it is out. What is not known is null."""

    id: str
    url: str | None
    title: str | None
    show: str | None
    shows: tuple[str, ...]
    access: Access
    publication: Publicity = "published"
    status: State | Literal["withdrawn"]
    revision: str | None
    duration_s: float | None
    error: ToldProblem | None = None


BEFORE: list[Any] = [
    getattr(ArticleRow, name)
    for name in (
        "id",
        "url",
        "title",
        "show",
        "origin",
        "access",
        "hold",
        "status",
        "settled",
        "revision",
        "duration_s",
    )
]
"""Columns of an article by which is decided what to tell."""


def settled(connection: sa.Connection, before: sa.Row[Any], facts: Facts, *, is_new: bool) -> None:
    """An article is ready, or has failed. ``before``: its columns ``BEFORE``, locked; ``is_new``: this
    revision was never finished before. What has been told is not told again."""
    if before.origin in HIDDEN or not _has_endpoints(connection):
        return
    if facts.status == "ready":
        kind = _kind_of_ready(connection, before.id, facts.revision or "", is_new=is_new)
    else:
        kind = None if before.settled and before.status == "failed" else "failed"
    if kind is not None:
        told = _told(connection, before, status=facts.status, title=facts.title, revision=facts.revision)
        told = msgspec.structs.replace(told, duration_s=facts.duration_s, error=_problem(facts.error))
        _tell(connection, kind, told)


def refused(connection: sa.Connection, before: sa.Row[Any], problem: Problem) -> None:
    """An edit has come to nothing. What was in force before it is, as a rule, still there."""
    if before.origin not in HIDDEN and _has_endpoints(connection):
        told = _told(connection, before, status="ready" if before.revision else "failed")
        _tell(connection, "failed", msgspec.structs.replace(told, error=_problem(problem)))


def withdrawn(connection: sa.Connection, article_id: str) -> None:
    """An article was taken back: it is held from now on."""
    row = _announced(connection, article_id)
    if row is not None:
        _tell(connection, "withdrawn", _told(connection, row, status="withdrawn"))


def deleted(connection: sa.Connection, article_id: str) -> None:
    """An article is about to be deleted. One that was taken back, and told of as such, is not told of
    again."""
    row = _announced(connection, article_id)
    if row is not None and not (row.hold and _last_told(connection, article_id) == "withdrawn"):
        _tell(connection, "withdrawn", _told(connection, row, status="withdrawn"))


def published(
    connection: sa.Connection,
    article_id: str,
    title: str | None = None,
    revision: str | None = None,
    duration_s: float | None = None,
) -> None:
    """An article is an episode now that can be heard, and was none. What is not given is as in its row."""
    row = _announced(connection, article_id)
    if row is not None:
        told = _told(connection, row, status="ready", title=title, revision=revision)
        _tell(connection, "published", msgspec.structs.replace(told, duration_s=duration_s or row.duration_s))


# -- inside --------------------------------------------------------------------------------------------------


def _announced(connection: sa.Connection, article_id: str) -> sa.Row[Any] | None:
    """The article's columns ``BEFORE``, locked; None if nobody is to be told of it."""
    if not _has_endpoints(connection):
        return None
    query = sa.select(*BEFORE).where(ArticleRow.id == article_id).with_for_update()
    row = connection.execute(query).first()
    return None if row is None or row.origin in HIDDEN else row


def _has_endpoints(connection: sa.Connection) -> bool:
    return connection.scalar(sa.select(EndpointRow.id).limit(1)) is not None


def _last_told(connection: sa.Connection, article_id: str) -> str | None:
    query = sa.select(EventRow.type).where(EventRow.article_id == article_id)
    return connection.scalar(query.order_by(EventRow.at.desc()).limit(1))


def _kind_of_ready(
    connection: sa.Connection, article_id: str, revision: str, *, is_new: bool
) -> EventType | None:
    """None when there is no news: the audio was pruned, say, and has been made again."""
    query = sa.select(EventRow.heard).where(EventRow.article_id == article_id, EventRow.type != "withdrawn")
    heard = connection.scalar(query.order_by(EventRow.at.desc()).limit(1))
    if not is_new and heard in (None, revision):
        return None
    others = sa.select(NarrationRow.revision).where(NarrationRow.article_id == article_id)
    earlier = connection.scalar(others.where(NarrationRow.revision != revision).limit(1))
    return "ready" if earlier is None else "revised"


def _told(
    connection: sa.Connection,
    row: sa.Row[Any],
    *,
    status: State | Literal["withdrawn"],
    title: str | None = None,
    revision: str | None = None,
) -> ToldArticle:
    return ToldArticle(
        id=row.id,
        url=row.url or None,
        title=title or row.title or None,
        show=row.show or None,
        shows=_shows(connection, row),
        access="members" if row.access else "open",
        publication=publicity(row.hold or None),
        status=status,
        revision=revision or row.revision or None,
        duration_s=row.duration_s,
    )


def _shows(connection: sa.Connection, row: sa.Row[Any]) -> tuple[str, ...]:
    """Without playlists, whose names have a slash."""
    found = {row.show}
    for table in (EpisodeRow, MemberEpisodeRow, HeldEpisodeRow):
        filed = sa.select(table.show).where(table.article_id == row.id, ~table.show.contains("/"))
        found.update(connection.scalars(filed))
    return tuple(sorted(found - {""}))


def _problem(problem: Problem | None) -> ToldProblem | None:
    return ToldProblem(problem.kind, problem.detail) if problem else None


def _tell(connection: sa.Connection, kind: EventType, told: ToldArticle) -> None:
    endpoints = tuple(_wanting(connection, kind, told.shows))
    if not endpoints:
        return
    event_id, now = f"msg_{secrets.token_hex(ID_BYTES)}", dt.datetime.now(dt.UTC)
    event = {
        "id": event_id,
        "type": kind,
        "article_id": told.id,
        "heard": told.revision or "" if told.status == "ready" else "",
        "at": now,
        "data": msgspec.json.encode(told).decode(),
    }
    connection.execute(sa.insert(EventRow.table).values(event))
    waiting = {
        "event_id": event_id,
        "state": "waiting",
        "at": now,
        "due_at": now,
        "attempts": 0,
        "problem": "",
    }
    connection.execute(sa.insert(DeliveryRow.table), [waiting | {"endpoint_id": name} for name in endpoints])


def _wanting(connection: sa.Connection, kind: EventType, shows: tuple[str, ...]) -> Iterable[str]:
    """Ids of endpoints that are on; they stay until the transaction ends."""
    query = sa.select(EndpointRow.id, EndpointRow.events, EndpointRow.show)
    query = query.where(EndpointRow.off_since.is_(None)).order_by(EndpointRow.id)
    for row in connection.execute(query.with_for_update(read=True, key_share=True)).all():
        if kind in row.events.split() and (not row.show or row.show in shows):
            yield row.id
