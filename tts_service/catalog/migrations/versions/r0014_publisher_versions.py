"""The publisher's files, for services whose machines share no folder; and the earliest revision whose release
can work with the tables (see ``schema.READABLE_FROM``).

The layout stays what it is: release 0.1.0 works with the tables as they are, and knows nothing of this one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "publisher_versions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("shows", sa.String, nullable=False),
        sa.Column("lexicon", sa.String, nullable=False),
        sa.Column("files", sa.String, nullable=False),
    )
    op.create_table("readable_from", sa.Column("revision", sa.String, primary_key=True))
