"""The table of API keys."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from tts_service.catalog.tables import Base


class KeyRow(Base):
    """An API key. See ``catalog.keys.book.ApiKey``."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    """Of the key, which itself is stored nowhere."""
    name: Mapped[str]
    scopes: Mapped[str]
    """Separated by spaces."""
    created_at: Mapped[dt.datetime]
    created_by: Mapped[str]
    expires_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
    used_on: Mapped[dt.date | None]
