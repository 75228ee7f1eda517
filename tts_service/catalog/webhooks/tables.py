"""The tables of webhooks."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from tts_service.catalog.tables.classes import CatalogRow, Column, column


class EndpointRow(CatalogRow):
    """An address that gets webhooks. See ``catalog.webhooks.endpoints.Endpoint``."""

    __tablename__ = "webhook_endpoints"

    id: Column[str] = column(primary_key=True)
    url: Column[str]
    events: Column[str]
    """Types of events, separated by spaces."""
    show: Column[str]
    secret: Column[str]
    old_secret: Column[str]
    old_until: Column[dt.datetime | None]
    """Until then, messages are signed with the old secret as well."""
    created_at: Column[dt.datetime]
    off_since: Column[dt.datetime | None]


class EventRow(CatalogRow):
    """Something that has happened to an article. Written with the fact itself, in one transaction."""

    __tablename__ = "webhook_events"

    id: Column[str] = column(primary_key=True)
    type: Column[str]
    article_id: Column[str]
    heard: Column[str]
    """The revision that can be heard since; "" for none."""
    at: Column[dt.datetime] = column(index=True)
    data: Column[str]
    """A ``catalog.webhooks.outbox.ToldArticle`` as JSON."""

    __table_args__ = (sa.Index("webhook_events_of_article", "article_id", "at"),)


class DeliveryRow(CatalogRow):
    """One event, for one endpoint. See ``catalog.webhooks.deliveries``."""

    __tablename__ = "webhook_deliveries"

    endpoint_id: Column[str] = column(goes_with="webhook_endpoints.id", primary_key=True)
    event_id: Column[str] = column(goes_with="webhook_events.id", primary_key=True)
    state: Column[str]
    at: Column[dt.datetime]
    """When it happened."""
    due_at: Column[dt.datetime]
    sending_until: Column[dt.datetime | None]
    """Until then, the process that has claimed it is sending it."""
    attempts: Column[int]
    first_at: Column[dt.datetime | None]
    last_at: Column[dt.datetime | None]
    status: Column[int | None]
    """The HTTP status of the last answer."""
    problem: Column[str]

    __table_args__ = (
        sa.Index("webhook_deliveries_due", "endpoint_id", "state", "due_at"),
        sa.Index("webhook_deliveries_by_age", "at", "event_id", "endpoint_id"),
        sa.Index("webhook_deliveries_of_event", "event_id"),
    )
