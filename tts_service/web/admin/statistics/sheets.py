"""A table as a spreadsheet reads it: CSV of RFC 4180, in UTF-8. Pure."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

Cell = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Sheet(NamedTuple):
    """``columns``: their titles. None is a cell without a figure."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column(self, title: str) -> tuple[Cell, ...]:
        place = self.columns.index(title)
        return tuple(row[place] for row in self.rows)


def csv_of(sheet: Sheet) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(harmless, sheet.columns))
    writer.writerows(map(harmless, row) for row in sheet.rows)
    return text.getvalue().encode()


def harmless(cell: Cell) -> Cell:
    """A title that begins like a formula would be carried out by a spreadsheet that opens it: it gets an
    apostrophe in front, as the spreadsheet itself would write it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def shown(cell: Cell) -> str:
    """As it stands in a page's table."""
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return f"{cell:,.1f}"  # in a column, points stand below points
    return cell if isinstance(cell, str) else number(cell)


def number(value: float) -> str:
    """1,234 or 1,234.5"""
    return f"{round(value, 2):,}".removesuffix(".0")


def size(value: float) -> str:
    """Bytes in powers of a thousand, as the rest of the newsroom writes them: 1.5 MB."""
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if abs(value) < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{round(value, 1):,}".removesuffix(".0") + f" {unit}"
