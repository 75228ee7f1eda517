"""Indexes of tables in use, for the revisions in ``schema.INDEXING``.

On PostgreSQL an index is made without holding up those who write, which is possible outside of a transaction
only. What was left by a process that ended meanwhile is not valid, and made anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

_INVALID = sa.text(
    "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(quote_ident(:name)) AND NOT indisvalid"
)


def create_index(name: str, table: str, columns: Sequence[str | sa.TextClause], **options: Any) -> None:
    """As ``op.create_index``; nothing if there is one already."""
    context = op.get_context()
    if context.dialect.name != "postgresql":
        op.create_index(name, table, list(columns), if_not_exists=True, **options)
        return
    if not context.as_sql and op.get_bind().scalar(_INVALID, {"name": name}) is not None:
        op.drop_index(name, table, postgresql_concurrently=True)
    op.create_index(name, table, list(columns), if_not_exists=True, postgresql_concurrently=True, **options)
