"""Errors of the databases, translated into errors of the service."""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec
import sqlalchemy as sa

from tts_service.errors import DamagedCatalog, ProblemKind, ServiceError, Unavailable

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SAYS = {
    sqlite3.SQLITE_READONLY: "The catalog cannot be written: its disk or file is read-only.",
    sqlite3.SQLITE_FULL: "The catalog cannot be written: its disk is full.",
    sqlite3.SQLITE_IOERR: "The catalog's disk fails to read or write.",
    sqlite3.SQLITE_CANTOPEN: "The catalog's file cannot be opened.",
    sqlite3.SQLITE_PERM: "The service has no permission to open the catalog's file.",
}
"""By SQLite's primary result code."""
_AWAY = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError, sqlite3.OperationalError)
_CORRUPTION = "XX"
"""PostgreSQL's class of internal errors: data_corrupted (XX001) and index_corrupted (XX002) among them."""


def fault_of(error: Exception) -> ServiceError | None:
    """None for an error that says nothing about the database's state, such as a violated constraint."""
    said = getattr(error, "orig", None) or error
    if is_damage(said) or _is_half_deleted(error):
        return DamagedCatalog()
    if isinstance(error, _AWAY):
        says = _SAYS.get(_code(said), "The catalog cannot be reached at the moment.")
        return Unavailable(f"{says} Try again in a moment.", kind=ProblemKind.CATALOG_UNAVAILABLE)
    return None


def is_damage(error: object) -> bool:
    """``error`` is the driver's."""
    if isinstance(error, sqlite3.Error):
        return _code(error) in DAMAGED or "Could not decode to UTF-8" in str(error)
    return str(getattr(error, "sqlstate", None) or "").startswith(_CORRUPTION)


def _is_half_deleted(error: Exception) -> bool:
    """Every reference deletes with what it refers to; SQLite refuses only where its index has lost a row."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0)
    statement = getattr(error, "statement", None) or ""
    return code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY and statement.startswith("DELETE")


def is_no_database(error: object) -> bool:
    """SQLite finds that the file is not, or no longer, a database."""
    return _code(getattr(error, "orig", None) or error) == sqlite3.SQLITE_NOTADB


def is_unreadable(error: ValueError) -> bool:
    """Whether a row with damaged bytes raised ``error``, where the database itself did not notice. What a
    request contains never counts: a stranger's odd letter is no damage."""
    return isinstance(error, UnicodeDecodeError | msgspec.DecodeError) or "isoformat" in str(error)


def _code(error: Any) -> int:
    """SQLite's primary result code; 0 for another database's."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
