"""Which briefings have been made.

The layout stays what it is: release 0.1.0 works with the tables as they are, and knows nothing of this one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "briefings",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("slot", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("article_id", sa.String, nullable=False),
    )
