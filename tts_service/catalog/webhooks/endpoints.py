"""The addresses that get webhooks, and their secrets."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.webhooks.tables import EndpointRow
from tts_service.contracts.webhooks import SECRET_BYTES, EventType, secret_of

ID_BYTES = 8
OLD_SECRET_FOR = dt.timedelta(days=1)
"""How long messages are signed with a replaced secret as well, so that a receiver can take the new one at
leisure."""


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """An address, the types of events that it wants, and of which show; null for all. ``off_since``: when it
    was switched off, because it answered 410; null for one that gets webhooks."""

    id: str
    url: str
    events: tuple[EventType, ...]
    show: str | None
    created_at: dt.datetime
    off_since: dt.datetime | None


class EndpointBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, url: str, events: Iterable[EventType], show: str | None, now: dt.datetime
    ) -> tuple[Endpoint, str]:
        """A new endpoint, and its secret, which nobody can ask for again."""
        secret = _new_secret()
        endpoint = Endpoint(
            id=secrets.token_hex(ID_BYTES),
            url=url,
            events=tuple(events),
            show=show,
            created_at=now,
            off_since=None,
        )
        row = msgspec.structs.asdict(endpoint) | {
            "events": " ".join(endpoint.events),
            "show": show or "",
            "secret": secret,
            "old_secret": "",
        }
        with self._database.writing() as connection:
            connection.execute(sa.insert(EndpointRow.table).values(row))
        return endpoint, secret

    def all(self) -> tuple[Endpoint, ...]:
        """The first one that was added comes first."""
        query = sa.select(EndpointRow.table).order_by(EndpointRow.created_at, EndpointRow.id)
        with self._database.reading() as connection:
            return tuple(map(_endpoint, connection.execute(query)))

    def get(self, endpoint_id: str) -> Endpoint | None:
        query = sa.select(EndpointRow.table).where(EndpointRow.id == endpoint_id)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            return None if row is None else _endpoint(row)

    def remove(self, endpoint_id: str) -> bool:
        """With the log of what it was sent. False for an unknown id."""
        with self._database.writing() as connection:
            return bool(
                connection.execute(sa.delete(EndpointRow.table).where(EndpointRow.id == endpoint_id)).rowcount
            )

    def replace_secret(self, endpoint_id: str, now: dt.datetime) -> str | None:
        """A new secret; for OLD_SECRET_FOR messages are signed with the old one as well. None for an unknown
        id."""
        secret = _new_secret()
        values = {
            "secret": secret,
            "old_secret": EndpointRow.secret,
            "old_until": now + OLD_SECRET_FOR,
        }
        return secret if self._change(endpoint_id, values) else None

    def switch_on(self, endpoint_id: str) -> bool:
        """False for an unknown id."""
        return self._change(endpoint_id, {"off_since": None})

    def _change(self, endpoint_id: str, values: dict[str, Any]) -> bool:
        change = sa.update(EndpointRow.table).where(EndpointRow.id == endpoint_id).values(values)
        with self._database.writing() as connection:
            return bool(connection.execute(change).rowcount)


def _endpoint(row: sa.Row[Any]) -> Endpoint:
    fields = {name: getattr(row, name) for name in Endpoint.__struct_fields__}
    return Endpoint(**fields | {"events": tuple(row.events.split()), "show": row.show or None})


def _new_secret() -> str:
    return secret_of(secrets.token_bytes(SECRET_BYTES))
