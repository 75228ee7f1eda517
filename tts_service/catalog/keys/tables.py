"""The table of API keys."""

from __future__ import annotations

import datetime as dt

from tts_service.catalog.tables.classes import CatalogRow, Column, column


class KeyRow(CatalogRow):
    """An API key. See ``catalog.keys.book.ApiKey``."""

    __tablename__ = "api_keys"

    id: Column[str] = column(primary_key=True)
    digest: Column[str] = column(unique=True)
    """Of the key, which itself is stored nowhere."""
    name: Column[str]
    scopes: Column[str]
    """Separated by spaces."""
    created_at: Column[dt.datetime]
    created_by: Column[str]
    expires_at: Column[dt.datetime | None]
    revoked_at: Column[dt.datetime | None]
    used_on: Column[dt.date | None]
