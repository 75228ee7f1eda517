"""Where plays stopped.

The layout stays what it is: release 0.1.0 works with the tables as they are, and knows nothing of this one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "stops",
        sa.Column(
            "article_id", sa.String, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("revision", sa.String, primary_key=True),
        sa.Column("second", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("plays", sa.Integer, nullable=False),
    )
