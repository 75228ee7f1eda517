"""Articles, episodes and feed tokens for members only.

The layout stays what it is: release 0.1.0 works with the tables until there is an article for members (see
``catalog.members.access``).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("articles", sa.Column("access", sa.String, nullable=False, server_default=sa.text("''")))
    op.create_index("articles_by_access", "articles", ["access", "created_at", "id"])
    _create_episodes()
    _create_members()


def _create_episodes() -> None:
    op.create_table(
        "member_episodes",
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
    )
    op.create_index("member_episodes_by_date", "member_episodes", ["show", "published_at", "article_id"])
    op.create_index("member_episodes_of_article", "member_episodes", ["article_id"])


def _create_members() -> None:
    op.create_table(
        "members",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("digest", sa.String, nullable=False, unique=True),
        sa.Column("show", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("uses", sa.Integer, nullable=False, server_default="0"),
        sa.Column("used_on", sa.Date),
    )
    op.create_index("members_by_show", "members", ["show", "id"])
    op.create_index("members_by_name", "members", ["name", "id"])
