"""The tables of webhooks."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tts_service.catalog.tables import Base


class EndpointRow(Base):
    """An address that gets webhooks. See ``catalog.webhooks.endpoints.Endpoint``."""

    __tablename__ = "webhook_endpoints"

    id: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    events: Mapped[str]
    """Types of events, separated by spaces."""
    show: Mapped[str]
    secret: Mapped[str]
    old_secret: Mapped[str]
    old_until: Mapped[dt.datetime | None]
    """Until then, messages are signed with the old secret as well."""
    created_at: Mapped[dt.datetime]
    off_since: Mapped[dt.datetime | None]


class EventRow(Base):
    """Something that has happened to an article. Written with the fact itself, in one transaction."""

    __tablename__ = "webhook_events"

    id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    article_id: Mapped[str]
    heard: Mapped[str]
    """The revision that can be heard since; "" for none."""
    at: Mapped[dt.datetime] = mapped_column(index=True)
    data: Mapped[str]
    """A ``catalog.webhooks.outbox.ToldArticle`` as JSON."""

    __table_args__ = (sa.Index("webhook_events_of_article", "article_id", "at"),)


class DeliveryRow(Base):
    """One event, for one endpoint. See ``catalog.webhooks.deliveries``."""

    __tablename__ = "webhook_deliveries"

    endpoint_id: Mapped[str] = mapped_column(
        sa.ForeignKey("webhook_endpoints.id", ondelete="CASCADE"), primary_key=True
    )
    event_id: Mapped[str] = mapped_column(
        sa.ForeignKey("webhook_events.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[str]
    at: Mapped[dt.datetime]
    """When it happened."""
    due_at: Mapped[dt.datetime]
    sending_until: Mapped[dt.datetime | None]
    """Until then, the process that has claimed it is sending it."""
    attempts: Mapped[int]
    first_at: Mapped[dt.datetime | None]
    last_at: Mapped[dt.datetime | None]
    status: Mapped[int | None]
    """The HTTP status of the last answer."""
    problem: Mapped[str]

    __table_args__ = (
        sa.Index("webhook_deliveries_due", "endpoint_id", "state", "due_at"),
        sa.Index("webhook_deliveries_by_age", "at", "event_id", "endpoint_id"),
        sa.Index("webhook_deliveries_of_event", "event_id"),
    )
