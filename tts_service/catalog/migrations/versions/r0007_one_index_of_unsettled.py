"""Drops an index that catalogs begun before layout 4 have kept; ``articles_unsettled`` replaced it.

The layout stays 6: release 0.1.0 works with the tables as they are.
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.drop_index("ix_articles_settled", "articles", if_exists=True)
