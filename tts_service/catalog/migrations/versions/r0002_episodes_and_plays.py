"""Episodes of shows, and how often articles are played: layout 2."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _create_plays()
    _create_episodes()
    op.execute("UPDATE schema_version SET version = 2")


def _create_plays() -> None:
    op.create_table(
        "plays",
        sa.Column(
            "article_id", sa.String, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("starts", sa.Integer, nullable=False),
        sa.Column("quarters", sa.Integer, nullable=False),
        sa.Column("halves", sa.Integer, nullable=False),
        sa.Column("three_quarters", sa.Integer, nullable=False),
        sa.Column("ends", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Double, nullable=False),
    )


def _create_episodes() -> None:
    op.create_table(
        "episodes",
        sa.Column("show", sa.String, primary_key=True),
        sa.Column(
            "article_id", sa.String, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("revision", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("summary", sa.String, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("page_url", sa.String, nullable=False),
        sa.Column("image_url", sa.String, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_s", sa.Double, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("about", sa.String, nullable=False),
    )
    op.create_index("episodes_by_date", "episodes", ["show", "published_at", "article_id"])
    op.create_index("episodes_of_article", "episodes", ["article_id"])
