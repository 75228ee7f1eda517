"""Names of the batches of plays that have been added.

The layout stays 6: release 0.1.0 works with the tables as they are, and knows nothing of this one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "play_batches",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    )
