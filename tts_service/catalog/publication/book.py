"""Publication in the catalog: each change is one transaction, which takes an article's episodes along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast, get_args

import msgspec
import sqlalchemy as sa

from tts_service.article.request import ArticleRequest
from tts_service.catalog.database import Database
from tts_service.catalog.entry import Hold
from tts_service.catalog.episodes import file_episodes
from tts_service.catalog.members.access import note_closed
from tts_service.catalog.publication.state import (
    EditorialDecision,
    PublicationState,
    decided,
    due,
    takes_newer,
)
from tts_service.catalog.rows import FRESH, requested, unpack, without_blanks
from tts_service.catalog.tables import ArticleRow
from tts_service.errors import OutOfDate, ProblemKind

AT_A_TIME = 500


class Withheld(msgspec.Struct, frozen=True):
    """Why an article of a page is not out, and until when."""

    hold: Hold
    publish_at: dt.datetime | None


class Moved(msgspec.Struct, frozen=True):
    """A change that was made. ``ids``: the articles that are out now and were not, or the other way round."""

    before: PublicationState
    after: PublicationState
    ids: tuple[str, ...]


class WaitingEdit(msgspec.Struct, frozen=True):
    """``is_click``: of an article that came by a reader's click."""

    article_id: str
    request: ArticleRequest
    digest: str
    is_click: bool


class PublicationBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_id: str) -> PublicationState | None:
        """None for an unknown article."""
        with self._database.reading() as connection:
            return _state(connection, article_id)

    def change(
        self, article_id: str, decision: EditorialDecision, now: dt.datetime, tag: str | None = None
    ) -> Moved | None:
        """Carry out ``decision``; None for an unknown article. What readers had made of the same page by
        clicks goes along; what is never to be narrated, and what may be again, is the whole page.

        Raises OutOfDate ("changed-meanwhile") when ``tag`` is given and is not that of the article any more,
        and Conflict when the decision does not fit it. Then nothing has changed.
        """
        with self._database.writing() as connection:
            before = _state(connection, article_id, locked=True)
            if before is None:
                return None
            if tag is not None and tag != before.tag:
                raise _changed(before)
            values = decided(before, decision, now)
            if values:
                _write(connection, article_id, values, now)
            if takes_newer(before, decision):
                _take_newer(connection, article_id, now)
            ids = _moved_along(connection, before, decision, values, now)
            after = _state(connection, article_id)
            return None if after is None else Moved(before, after, ids)

    def due(self, now: dt.datetime) -> tuple[str, ...]:
        """Ids of scheduled articles whose time has come."""
        query = sa.select(ArticleRow.id).where(ArticleRow.hold == "scheduled", ArticleRow.publish_at <= now)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query.order_by(ArticleRow.publish_at).limit(AT_A_TIME)))

    def release(self, article_id: str, now: dt.datetime, *, is_ruled: bool) -> bool:
        """The time of a scheduled article has come: it is out, unless a rule of its site is against it.
        False when somebody has decided otherwise in the meantime."""
        with self._database.writing() as connection:
            before = _state(connection, article_id, locked=True)
            if before is None or before.hold != "scheduled" or not before.publish_at:
                return False
            if before.publish_at > now:
                return False
            _write(connection, article_id, due(before) | ({"hold": "ruled"} if is_ruled else {}), now)
            return not is_ruled

    def rule(
        self, is_against: Callable[[str], bool], now: dt.datetime, *, are_none: bool = False
    ) -> tuple[str, ...]:
        """Withdraw what is out at addresses that a rule is against, and bring back what none is against any
        more. ``are_none``: there are no such rules. Returns the ids of those that have changed."""
        changed: list[str] = []
        after = ""
        while rows := self._pages(after, ("ruled",) if are_none else ("", "ruled")):
            after = rows[-1].id
            changed += [
                row.id
                for row in rows
                if (row.hold == "ruled") != is_against(row.url) and self._rule(row.id, row.hold, now)
            ]
        return tuple(changed)

    def withheld(self, url: str) -> Withheld | None:
        """Why an article of the page ``url`` is not out: "never" before anything else. None when all are."""
        query = sa.select(ArticleRow.hold, ArticleRow.publish_at)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(ArticleRow.url == url, ArticleRow.hold != "")).all()
        found = [Withheld(cast(Hold, row.hold), row.publish_at) for row in rows if row.hold != "ruled"]
        return next((one for one in found if one.hold == "never"), next(iter(found), None))

    def hold_unheard(self, article_id: str, now: dt.datetime) -> bool:
        """Hold an article that turned out to need a review, as if it had never been out. False when it is
        held already."""
        with self._database.writing() as connection:
            before = _state(connection, article_id, locked=True)
            if before is None or before.hold not in (None, "scheduled"):
                return False
            _write(connection, article_id, {"hold": "held"}, now)
            return True

    def waiting(self) -> Iterator[WaitingEdit]:
        """Every edit that waits behind a revision that is kept, by article."""
        ids = sa.select(ArticleRow.id).where(ArticleRow.newer_digest != "").order_by(ArticleRow.id)
        columns = (ArticleRow.newer_digest, ArticleRow.newer_source, ArticleRow.origin)
        with self._database.reading() as connection:
            found = tuple(connection.scalars(ids))
        for article_id in found:  # a source may be large: one at a time
            query = sa.select(*columns).where(ArticleRow.id == article_id, ArticleRow.newer_digest != "")
            with self._database.reading() as connection:
                row = connection.execute(query).first()
            if row is not None:
                request = unpack(row.newer_source)
                yield WaitingEdit(article_id, request, row.newer_digest, row.origin == "click")

    def counts(self) -> dict[str, int]:
        """How many articles are not out, by the reason."""
        query = sa.select(ArticleRow.hold, sa.func.count()).where(ArticleRow.hold.in_(get_args(Hold)))
        with self._database.reading() as connection:
            return {hold: int(count) for hold, count in connection.execute(query.group_by(ArticleRow.hold))}

    def wish(self, article_id: str, at: dt.datetime) -> bool:
        """A request says when the article is to be out. It counts while the article waits for its time; one
        that an editor holds remembers it; one that is out stays out. True when it is scheduled for ``at``."""
        waiting = sa.update(ArticleRow.table).where(
            ArticleRow.id == article_id, ArticleRow.hold.in_(("scheduled", "held"))
        )
        with self._database.writing() as connection:
            connection.execute(waiting.values(publish_at=at))
            held = connection.scalar(sa.select(ArticleRow.hold).where(ArticleRow.id == article_id))
            return held == "scheduled"

    # -- inside ----------------------------------------------------------------------------------------------

    def _pages(self, after: str, holds: tuple[str, ...]) -> list[sa.Row[Any]]:
        """Those with an address, by id."""
        query = sa.select(ArticleRow.id, ArticleRow.url, ArticleRow.hold).where(
            ArticleRow.url != "", ArticleRow.hold.in_(holds), ArticleRow.id > after
        )
        with self._database.reading() as connection:
            return list(connection.execute(query.order_by(ArticleRow.id).limit(AT_A_TIME)))

    def _rule(self, article_id: str, hold: str, now: dt.datetime) -> bool:
        """The other way round than ``hold``; False when that is not what it is any more."""
        with self._database.writing() as connection:
            before = _state(connection, article_id, locked=True)
            if before is None or (before.hold or "") != hold:
                return False
            _write(connection, article_id, {"hold": "" if hold else "ruled"}, now)
            return True


def _state(connection: sa.Connection, article_id: str, *, locked: bool = False) -> PublicationState | None:
    query = sa.select(*_COLUMNS).where(ArticleRow.id == article_id)
    row = connection.execute(query.with_for_update() if locked else query).first()
    if row is None:
        return None
    fields = row._asdict()
    is_settled = fields.pop("status") == "ready" and fields.pop("kept_digest") is None
    fields.pop("kept_digest", None)
    texts = {name: fields[name] or None for name in ("url", "revision", "hold", "newer_digest")}
    return PublicationState(**fields | texts, is_settled=is_settled)


_COLUMNS = [
    *(getattr(ArticleRow, name) for name in PublicationState.__struct_fields__ if name != "is_settled"),
    ArticleRow.status,
    ArticleRow.kept_digest,
]


def _write(connection: sa.Connection, article_id: str, values: Mapping[str, Any], now: dt.datetime) -> None:
    """With its episodes, when it comes out or is taken back."""
    update = sa.update(ArticleRow.table).where(ArticleRow.id == article_id)
    connection.execute(update.values(dict(values) | {"updated_at": now}))
    if "hold" in values:
        file_episodes(connection, article_id, now)
    if values.get("hold"):
        note_closed(connection)


def _moved_along(
    connection: sa.Connection,
    before: PublicationState,
    decision: EditorialDecision,
    values: Mapping[str, Any],
    now: dt.datetime,
) -> tuple[str, ...]:
    """What happens to an article happens to others of its page. Returns the ids of all that came out, or were
    taken back."""
    if "hold" not in values:
        return ()
    moved = [before.id] if _turns(before, values) else []
    same = EditorialDecision(to=decision.to, publish_at=values.get("publish_at") or decision.publish_at)
    for other in _others(connection, before, is_whole_page="never" in (before.hold, values["hold"])):
        state = _state(connection, other, locked=True)
        if state is not None and (changes := decided(state, _along(same, before, state), now)):
            _write(connection, other, changes, now)
            moved += [other] if _turns(state, changes) else []
    return tuple(moved)


def _turns(before: PublicationState, values: Mapping[str, Any]) -> bool:
    """It was out and is not any more, or the other way round."""
    is_out = not values["hold"]
    return (before.hold is None) != is_out


def _along(
    decision: EditorialDecision, named: PublicationState, other: PublicationState
) -> EditorialDecision:
    """What ``decision`` on the article ``named`` means for another one of its page. One that was never out is
    not brought out because its page may be narrated again."""
    if named.hold == "never" and other.public_at is None:
        return EditorialDecision(to="held")
    return decision


def _others(connection: sa.Connection, named: PublicationState, *, is_whole_page: bool) -> Iterable[str]:
    if named.url is None:
        return ()
    query = sa.select(ArticleRow.id).where(ArticleRow.url == named.url, ArticleRow.id != named.id)
    query = query if is_whole_page else query.where(ArticleRow.origin == "click")
    return tuple(connection.scalars(query.order_by(ArticleRow.id)))


def _take_newer(connection: sa.Connection, article_id: str, now: dt.datetime) -> None:
    """The edit that waits is accepted, as one is that comes now: if nothing can be read of it, what was in
    force comes back."""
    row = connection.execute(sa.select(ArticleRow.table).where(ArticleRow.id == article_id)).one()
    asked = without_blanks(requested(unpack(row.newer_source), row.newer_digest))
    values = asked | FRESH | {"newer_source": None, "newer_digest": "", "updated_at": now}
    kept = {"kept_source": row.source, "kept_digest": row.digest}
    connection.execute(sa.update(ArticleRow.table).where(ArticleRow.id == article_id).values(values | kept))


def _changed(now: PublicationState) -> OutOfDate:
    return OutOfDate(
        f"Somebody else has changed this article since you saw it: it is {now.publicity} now, "
        f"revision {now.revision or 'none yet'}. Nothing of yours was carried out. Look again, and decide.",
        kind=ProblemKind.CHANGED_MEANWHILE,
    )
