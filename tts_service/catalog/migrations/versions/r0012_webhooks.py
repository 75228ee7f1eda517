"""Webhooks: endpoints, events, and deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("events", sa.String, nullable=False),
        sa.Column("show", sa.String, nullable=False),
        sa.Column("secret", sa.String, nullable=False),
        sa.Column("old_secret", sa.String, nullable=False),
        sa.Column("old_until", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("off_since", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "webhook_events",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("article_id", sa.String, nullable=False),
        sa.Column("heard", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.String, nullable=False),
    )
    op.create_index("ix_webhook_events_at", "webhook_events", ["at"])
    op.create_index("webhook_events_of_article", "webhook_events", ["article_id", "at"])
    _create_deliveries()


def _create_deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column(
            "endpoint_id",
            sa.String,
            sa.ForeignKey("webhook_endpoints.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "event_id", sa.String, sa.ForeignKey("webhook_events.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sending_until", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True)),
        sa.Column("last_at", sa.DateTime(timezone=True)),
        sa.Column("status", sa.Integer),
        sa.Column("problem", sa.String, nullable=False),
    )
    op.create_index("webhook_deliveries_due", "webhook_deliveries", ["endpoint_id", "state", "due_at"])
    op.create_index("webhook_deliveries_by_age", "webhook_deliveries", ["at", "event_id", "endpoint_id"])
    op.create_index("webhook_deliveries_of_event", "webhook_deliveries", ["event_id"])
