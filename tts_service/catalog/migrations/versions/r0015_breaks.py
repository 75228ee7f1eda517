"""Where episodes may be interrupted by a message of a sponsor.

The layout stays what it is: earlier releases work with the tables, and their episodes are not interrupted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    for table in ("episodes", "member_episodes", "held_episodes"):
        op.add_column(table, sa.Column("breaks", sa.String, nullable=False, server_default=sa.text("''")))
