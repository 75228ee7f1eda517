"""The table of the audit log."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from tts_service.catalog.tables.classes import CatalogRow, Column, column


class AuditRow(CatalogRow):
    """A change. See ``catalog.audit_log.book.AuditEntry``."""

    __tablename__ = "audit_log"

    id: Column[int] = column(primary_key=True)
    at: Column[dt.datetime]
    what: Column[str]
    who: Column[str]
    name: Column[str]
    network: Column[str]
    subject: Column[str]
    about: Column[str]
    """JSON: a text for each name."""

    __table_args__ = (
        sa.Index("audit_log_by_age", "at"),
        sa.Index("audit_log_by_subject", "subject", "id"),
    )
