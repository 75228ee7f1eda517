"""How articles came to the service: layout 6."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("articles", sa.Column("origin", sa.String, nullable=False, server_default=""))
    op.create_index(
        "articles_of_our_own",
        "articles",
        ["status"],
        sqlite_where=sa.text("origin = 'demo'"),
        postgresql_where=sa.text("origin = 'demo'"),
    )
    op.execute("UPDATE schema_version SET version = 6")
