"""Watched listings, hooks, and indexes along which editors search: layout 3."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _create_watched()
    _create_hooks()
    _create_search_indexes()
    op.execute("UPDATE schema_version SET version = 3")


def _create_watched() -> None:
    op.create_table(
        "listings",
        sa.Column("url", sa.String, primary_key=True),
        sa.Column("etag", sa.String, nullable=False),
        sa.Column("last_modified", sa.String, nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True)),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("problem", sa.String, nullable=False),
    )
    op.create_table(
        "watched_pages",
        sa.Column("listing", sa.String, primary_key=True),
        sa.Column("url", sa.String, primary_key=True),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("misses", sa.Integer, nullable=False),
    )
    op.create_index("watched_pages_that_left", "watched_pages", ["listing", "left_at", "checked_at"])


def _create_hooks() -> None:
    op.create_table(
        "hooks",
        sa.Column("url", sa.String, primary_key=True),
        sa.Column("event", sa.String, nullable=False),
        sa.Column("show", sa.String, nullable=False),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_hooks_due_at", "hooks", ["due_at"])


def _create_search_indexes() -> None:
    """In the order of bytes, which SQLite has anyway and PostgreSQL has to be asked for."""
    op.create_index("articles_by_state", "articles", ["status", "created_at", "id"])
    if op.get_context().dialect.name == "sqlite":
        op.create_index("articles_by_title", "articles", [sa.text("lower(title)"), "id"])
        return
    op.create_index("articles_by_title", "articles", [sa.text('lower(title) COLLATE "C"'), "id"])
    op.create_index("articles_by_address", "articles", [sa.text('url COLLATE "C"'), "id"])
