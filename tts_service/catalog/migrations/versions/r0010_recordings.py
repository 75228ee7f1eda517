"""Who has read an article out, where that is a person.

The layout stays what it is: earlier releases work with the tables, and call the voice synthetic.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    for table in ("articles", "episodes", "member_episodes"):
        op.add_column(table, sa.Column("recording", sa.String, nullable=False, server_default=sa.text("''")))
