"""The audit log as CSV (RFC 4180). Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from tts_service.catalog.audit_log.book import AuditEntry

CONTENT_TYPE = "text/csv; charset=utf-8"
COLUMNS = ("id", "at", "what", "subject", "who", "name", "network", "before", "after", "about")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these, spreadsheets take a cell for something to calculate."""


def lines(entries: Iterable[AuditEntry]) -> Iterator[str]:
    yield _line(COLUMNS)
    for entry in entries:
        yield _line(_cells(entry))


def _cells(entry: AuditEntry) -> tuple[str, ...]:
    rest = {name: value for name, value in entry.about.items() if name not in ("before", "after")}
    return (
        *(str(entry.id), entry.at.isoformat(timespec="seconds"), entry.what, entry.subject),
        *(entry.who, entry.name, entry.network),
        *(entry.about.get(name, "") for name in ("before", "after")),
        " ".join(f"{name}={value}" for name, value in rest.items()),
    )


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(map(_inert, cells))
    return written.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) and cell != "-" else cell
