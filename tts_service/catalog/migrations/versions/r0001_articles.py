"""Articles and their finished narrations: layout 1."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    version = op.create_table(
        "schema_version", sa.Column("version", sa.Integer, primary_key=True, autoincrement=False)
    )
    op.bulk_insert(version, [{"version": 1}])
    _create_articles()
    op.create_table(
        "narrations",
        sa.Column(
            "article_id", sa.String, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("revision", sa.String, primary_key=True),
        sa.Column("duration_s", sa.Double, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


def _create_articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("source", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("kept_source", sa.LargeBinary),
        sa.Column("kept_digest", sa.String),
        sa.Column("voice_asked", sa.String, nullable=False),
        sa.Column("voice", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("show", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("queue", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("settled", sa.Boolean, nullable=False),
        sa.Column("revision", sa.String, nullable=False),
        sa.Column("engine", sa.String, nullable=False),
        sa.Column("fallback", sa.String, nullable=False),
        sa.Column("duration_s", sa.Double),
        sa.Column("error", sa.String),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("articles_by_age", "articles", ["created_at", "id"])
    for column in ("settled", "show", "url"):
        op.create_index(f"ix_articles_{column}", "articles", [column])
