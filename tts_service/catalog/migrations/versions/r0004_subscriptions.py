"""Subscriptions at hubs, changed feeds, pages that are gone while they are still named: layout 4."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_index("articles_unsettled", "articles", ["settled", "id"])
    op.add_column("watched_pages", sa.Column("gone_at", sa.DateTime(timezone=True)))
    _create_subscriptions()
    op.create_table(
        "news",
        sa.Column("show", sa.String, primary_key=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
    )
    op.execute("UPDATE schema_version SET version = 4")


def _create_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("listing", sa.String, nullable=False),
        sa.Column("hub", sa.String, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("secret", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.Column("pushed_at", sa.DateTime(timezone=True)),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("problem", sa.String, nullable=False),
    )
    op.create_index("ix_subscriptions_listing", "subscriptions", ["listing"])
