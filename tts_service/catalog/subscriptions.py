"""Subscriptions at hubs (WebSub): a row for each, from before the hub is asked until it has let go."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.rows import columns, stored, structs
from tts_service.catalog.tables import SubscriptionRow

State = Literal["asked", "active", "denied", "leaving"]


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """``id`` is the last part of the address that the hub calls, and cannot be guessed.

    ``due_at``: when it needs attention next. ``ends_at``: end of the lease; None before the hub has confirmed
    it. ``pushed_at``: the last push that is not handled yet. ``failures``: unconfirmed requests in a row.
    """

    id: str
    listing: str
    hub: str
    topic: str
    secret: str
    state: State = "asked"
    due_at: dt.datetime
    ends_at: dt.datetime | None = None
    pushed_at: dt.datetime | None = None
    failures: int = 0
    problem: str | None = None


class SubscriptionBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, subscription_id: str) -> Subscription | None:
        return next(iter(self._those(SubscriptionRow.id == subscription_id)), None)

    def of(self, listing: str) -> tuple[Subscription, ...]:
        """Those of ``listing``, without those that are being ended."""
        return self._those(SubscriptionRow.listing == listing, SubscriptionRow.state != "leaving")

    def all(self) -> tuple[Subscription, ...]:
        return self._those()

    def add(self, subscription: Subscription) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.insert(SubscriptionRow.table).values(**columns(subscription)))

    def change(self, subscription_id: str, **values: Any) -> None:
        """``values`` are fields of ``Subscription``."""
        change = sa.update(SubscriptionRow.table).where(SubscriptionRow.id == subscription_id)
        with self._database.writing() as connection:
            connection.execute(change.values(**stored(Subscription, values)))

    def looked(self, subscription: Subscription) -> None:
        """The push is handled. Does nothing when another one has come since."""
        same = (SubscriptionRow.id == subscription.id, SubscriptionRow.pushed_at == subscription.pushed_at)
        with self._database.writing() as connection:
            connection.execute(sa.update(SubscriptionRow.table).where(*same).values(pushed_at=None))

    def remove(self, subscription_id: str) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.delete(SubscriptionRow.table).where(SubscriptionRow.id == subscription_id))

    def _those(self, *conditions: Any) -> tuple[Subscription, ...]:
        query = sa.select(SubscriptionRow.table).where(*conditions).order_by(SubscriptionRow.due_at)
        with self._database.reading() as connection:
            return structs(connection, Subscription, query)
