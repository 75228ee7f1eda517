"""Season and number of an episode: layout 5."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for name in ("season", "number"):
        op.add_column("episodes", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.execute("UPDATE schema_version SET version = 5")
