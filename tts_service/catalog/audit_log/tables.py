"""The table of the audit log."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tts_service.catalog.tables import Base


class AuditRow(Base):
    """A change. See ``catalog.audit_log.book.AuditEntry``."""

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    what: Mapped[str]
    who: Mapped[str]
    name: Mapped[str]
    network: Mapped[str]
    subject: Mapped[str]
    about: Mapped[str]
    """JSON: a text for each name."""

    __table_args__ = (
        sa.Index("audit_log_by_age", "at"),
        sa.Index("audit_log_by_subject", "subject", "id"),
    )
