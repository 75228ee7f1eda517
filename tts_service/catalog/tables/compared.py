"""What only a comparison of the tables with the migrations needs. It loads the parts of SQLAlchemy for both
databases, and no service loads more than its own."""

from __future__ import annotations

import sqlalchemy as sa

from tts_service.catalog.tables import ArticleRow

sa.Index(
    "articles_of_our_own",
    ArticleRow.status,
    sqlite_where=sa.text("origin = 'demo'"),
    postgresql_where=sa.text("origin = 'demo'"),
)
"""The few articles that are no publisher's: the others are counted as all but these."""

INCOMPARABLE = (
    "articles_by_title",
    "articles_by_address",
    "article_search",
    *(f"article_words{part}" for part in ("", "_data", "_idx", "_docsize", "_config")),
)
"""What Alembic cannot compare. Indexes: it sees no expressions in SQLite and no collations in PostgreSQL. And
the index of ``catalog.search``, which is made in each database's own way."""
