"""From rows of the table of articles to plain values."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from tts_service.catalog.entry import Entry
from tts_service.catalog.tables import ArticleRow
from tts_service.errors import Problem

SHOWN = [column for column in ArticleRow.__table__.columns if column.name not in ("source", "kept_source")]
"""All columns but those that may hold megabytes."""


def entry_of(row: sa.Row[Any]) -> Entry:
    """``row`` has the columns ``SHOWN``."""
    fields = dict(row._mapping)
    error = fields.pop("error")
    editing = fields.pop("kept_digest") is not None
    return Entry(**fields, editing=editing, error=msgspec.json.decode(error, type=Problem) if error else None)
