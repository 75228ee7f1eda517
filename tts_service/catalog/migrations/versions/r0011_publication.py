"""Articles that are not out, or whose revision is kept, and the episodes of the former.

The layout stays what it is until there is the first that is held (see ``catalog.members.access``).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("articles", sa.Column("hold", sa.String, nullable=False, server_default=sa.text("''")))
    op.add_column("articles", sa.Column("publish_at", sa.DateTime(timezone=True)))
    op.add_column("articles", sa.Column("public_at", sa.DateTime(timezone=True)))
    op.add_column("articles", sa.Column("frozen", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("articles", sa.Column("newer_source", sa.LargeBinary))
    op.add_column(
        "articles", sa.Column("newer_digest", sa.String, nullable=False, server_default=sa.text("''"))
    )
    op.create_index("articles_by_hold", "articles", ["hold", "created_at", "id"])
    _create_episodes()


def _create_episodes() -> None:
    op.create_table(
        "held_episodes",
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
        sa.Column("season", sa.Integer, nullable=False, server_default="0"),
        sa.Column("number", sa.Integer, nullable=False, server_default="0"),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("recording", sa.String, nullable=False, server_default=sa.text("''")),
    )
    op.create_index("held_episodes_of_article", "held_episodes", ["article_id"])
