"""What is to be sent to endpoints, by whom, and what became of it: the log.

A process claims deliveries for some time before it sends them, so each is sent by one process; those of a
process that dies are claimed by another when the time is over, and sent again under the same id.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.webhooks.outbox import ToldArticle
from tts_service.catalog.webhooks.tables import DeliveryRow, EndpointRow, EventRow
from tts_service.contracts.webhooks import EventType

DeliveryState = Literal["waiting", "delivered", "given-up"]
MOST_PROBLEM_CHARS = 500


class ClaimedDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """To be sent now. ``attempts`` counts this one; ``first_at`` is that of the first. ``secrets``: what to
    sign with."""

    endpoint_id: str
    event_id: str
    url: str
    secrets: tuple[str, ...]
    type: EventType
    at: dt.datetime
    article: ToldArticle
    attempts: int
    first_at: dt.datetime


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the log. ``event``: the id that the message has, ``at``: when it happened, ``due_at``: when
    it is tried next while it is waiting. ``status`` is the HTTP status of the last answer, ``problem`` says
    why the last attempt failed."""

    event: str
    endpoint: str
    url: str
    type: EventType
    article: ToldArticle
    at: dt.datetime
    state: DeliveryState
    attempts: int
    due_at: dt.datetime | None
    last_at: dt.datetime | None
    status: int | None
    problem: str | None


_SHOWN: list[Any] = [
    *(getattr(DeliveryRow, name) for name in ("endpoint_id", "event_id", "state", "at", "due_at")),
    *(getattr(DeliveryRow, name) for name in ("attempts", "last_at", "status", "problem")),
    EventRow.type,
    EventRow.data,
    EndpointRow.url,
]


class DeliveryBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- sending ---------------------------------------------------------------------------------------------

    def claim(self, now: dt.datetime, lease: dt.timedelta, per_endpoint: int) -> tuple[ClaimedDelivery, ...]:
        """Those that are due, for this process alone during ``lease``; at most ``per_endpoint`` are under way
        to an endpoint, of all processes."""
        if not self._is_any_due(now):
            return ()
        live = sa.select(EndpointRow.table).where(EndpointRow.off_since.is_(None))
        # Two processes never look at the same endpoint at once: the second passes it by.
        live = live.order_by(EndpointRow.id).with_for_update(skip_locked=True, key_share=True)
        with self._database.writing() as connection:
            return tuple(
                claimed
                for endpoint in connection.execute(live).all()
                for claimed in _claim_of(connection, endpoint, now, lease, per_endpoint)
            )

    def _is_any_due(self, now: dt.datetime) -> bool:
        query = sa.select(EndpointRow.id).where(
            EndpointRow.off_since.is_(None), sa.exists().where(*_due(EndpointRow.id, now))
        )
        with self._database.reading() as connection:
            return connection.scalar(query.limit(1)) is not None

    def delivered(self, claimed: ClaimedDelivery, status: int) -> None:
        values = {"state": "delivered", "sending_until": None, "status": status, "problem": ""}
        with self._database.writing() as connection:
            connection.execute(_this(claimed.endpoint_id, claimed.event_id).values(values))

    def failed(
        self, claimed: ClaimedDelivery, due_at: dt.datetime | None, status: int | None, problem: str
    ) -> None:
        """It is tried again at ``due_at``; None: no more. Does nothing when another process has tried
        since."""
        values: dict[str, Any] = {
            "state": "waiting" if due_at else "given-up",
            "sending_until": None,
            "status": status,
            "problem": problem[:MOST_PROBLEM_CHARS].replace("\0", ""),
        }
        values |= {"due_at": due_at} if due_at else {}
        same = (DeliveryRow.attempts == claimed.attempts, DeliveryRow.state == "waiting")
        with self._database.writing() as connection:
            connection.execute(_this(claimed.endpoint_id, claimed.event_id).where(*same).values(values))

    def gone(self, claimed: ClaimedDelivery, status: int, problem: str, now: dt.datetime) -> None:
        """The endpoint wants nothing any more: it is switched off, and what waits for it given up."""
        off = sa.update(EndpointRow.table).where(EndpointRow.id == claimed.endpoint_id).values(off_since=now)
        waiting = sa.update(DeliveryRow.table).where(
            DeliveryRow.endpoint_id == claimed.endpoint_id, DeliveryRow.state == "waiting"
        )
        values = {"state": "given-up", "sending_until": None, "problem": problem}
        with self._database.writing() as connection:
            connection.execute(off)
            connection.execute(waiting.values(values))
            connection.execute(_this(claimed.endpoint_id, claimed.event_id).values(status=status))

    # -- the log ---------------------------------------------------------------------------------------------

    def log(
        self,
        endpoint_id: str | None = None,
        before: tuple[dt.datetime, str, str] | None = None,
        limit: int = 50,
    ) -> tuple[Delivery, ...]:
        """Newest first, older than ``before`` (``at``, event, endpoint)."""
        query = _logged().order_by(
            DeliveryRow.at.desc(), DeliveryRow.event_id.desc(), DeliveryRow.endpoint_id.desc()
        )
        if endpoint_id is not None:
            query = query.where(DeliveryRow.endpoint_id == endpoint_id)
        if before is not None:
            place = sa.tuple_(DeliveryRow.at, DeliveryRow.event_id, DeliveryRow.endpoint_id)
            query = query.where(place < before)
        with self._database.reading() as connection:
            return tuple(map(_delivery, connection.execute(query.limit(limit))))

    def get(self, endpoint_id: str, event_id: str) -> Delivery | None:
        same = (DeliveryRow.endpoint_id == endpoint_id, DeliveryRow.event_id == event_id)
        with self._database.reading() as connection:
            row = connection.execute(_logged().where(*same)).first()
            return None if row is None else _delivery(row)

    def send_again(self, endpoint_id: str, event_id: str, now: dt.datetime) -> bool:
        """Whatever became of it: it is due, as if for the first time, under the same id. False for an unknown
        one."""
        values = {"state": "waiting", "due_at": now, "sending_until": None, "attempts": 0, "first_at": None}
        with self._database.writing() as connection:
            return bool(connection.execute(_this(endpoint_id, event_id).values(values)).rowcount)

    def waiting(self) -> tuple[int, dt.datetime | None]:
        """How many are to be sent to endpoints that are on, and when the first of them happened."""
        query = sa.select(sa.func.count(), sa.func.min(DeliveryRow.at)).join(EndpointRow.table)
        query = query.where(DeliveryRow.state == "waiting", EndpointRow.off_since.is_(None))
        with self._database.reading() as connection:
            number, since = connection.execute(query).one()
        return int(number), since

    def prune(self, before: dt.datetime) -> int:
        """Forget what happened before then, whatever became of it. Returns how many events."""
        with self._database.writing() as connection:
            return connection.execute(sa.delete(EventRow.table).where(EventRow.at < before)).rowcount


def _due(endpoint_id: Any, now: dt.datetime) -> tuple[Any, ...]:
    return (
        DeliveryRow.endpoint_id == endpoint_id,
        DeliveryRow.state == "waiting",
        DeliveryRow.due_at <= now,
        sa.or_(DeliveryRow.sending_until.is_(None), DeliveryRow.sending_until <= now),
    )


def _claim_of(
    connection: sa.Connection,
    endpoint: sa.Row[Any],
    now: dt.datetime,
    lease: dt.timedelta,
    per_endpoint: int,
) -> list[ClaimedDelivery]:
    under_way = sa.select(sa.func.count()).where(
        DeliveryRow.endpoint_id == endpoint.id,
        DeliveryRow.state == "waiting",
        DeliveryRow.sending_until > now,
    )
    free = per_endpoint - (connection.scalar(under_way) or 0)
    query = sa.select(DeliveryRow.attempts, DeliveryRow.first_at, EventRow.table).join(EventRow.table)
    query = query.where(*_due(endpoint.id, now)).order_by(DeliveryRow.due_at, DeliveryRow.event_id)
    rows = connection.execute(query.limit(free)).all() if free > 0 else ()
    claimed = [_claimed(endpoint, row, now) for row in rows]
    for one in claimed:
        values = {
            "attempts": one.attempts,
            "first_at": one.first_at,
            "last_at": now,
            "sending_until": now + lease,
        }
        connection.execute(_this(one.endpoint_id, one.event_id).values(values))
    return claimed


def _claimed(endpoint: sa.Row[Any], row: sa.Row[Any], now: dt.datetime) -> ClaimedDelivery:
    both = endpoint.old_until is not None and now < endpoint.old_until
    return ClaimedDelivery(
        endpoint_id=endpoint.id,
        event_id=row.id,
        url=endpoint.url,
        secrets=(endpoint.secret, endpoint.old_secret) if both else (endpoint.secret,),
        type=row.type,
        at=row.at,
        article=msgspec.json.decode(row.data, type=ToldArticle),
        attempts=row.attempts + 1,
        first_at=row.first_at or now,
    )


def _this(endpoint_id: str, event_id: str) -> sa.Update:
    return sa.update(DeliveryRow.table).where(
        DeliveryRow.endpoint_id == endpoint_id, DeliveryRow.event_id == event_id
    )


def _logged() -> sa.Select[Any]:
    joined = sa.select(*_SHOWN).join(EventRow.table, EventRow.id == DeliveryRow.event_id)
    return joined.join(EndpointRow.table, EndpointRow.id == DeliveryRow.endpoint_id)


def _delivery(row: sa.Row[Any]) -> Delivery:
    return Delivery(
        event=row.event_id,
        endpoint=row.endpoint_id,
        url=row.url,
        type=row.type,
        article=msgspec.json.decode(row.data, type=ToldArticle),
        at=row.at,
        state=row.state,
        attempts=row.attempts,
        due_at=row.due_at if row.state == "waiting" else None,
        last_at=row.last_at,
        status=row.status,
        problem=row.problem or None,
    )
