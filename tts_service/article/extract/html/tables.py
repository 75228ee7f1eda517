"""Tables: small ones are read row by row, each cell with the name of its column; others cannot be followed by
ear. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from tts_service.article.language.mojibake import mended
from tts_service.article.model import Block, Skipped
from tts_service.article.script.spoken import Said, has_words

MOST_ROWS = 6
MOST_COLUMNS = 4
COLUMN = "the name of a column that needs none"
MOST_CHARS = 800
"""Characters of all cells."""

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:+=-]+")
_MARKS = re.compile(r"[*_`~]+")
_BEGINS_WITH_NUMBER = re.compile(r"\W*\d")


class Cell(NamedTuple):
    """``text`` is ``source[start:end]``; it may be empty."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        """What may be spoken of it beside another cell."""
        return mended(_MARKS.sub("", self.text)).rstrip(" :.;") if has_words(self.text) else ""


class Row(NamedTuple):
    """One row as it is read: its ``block``, with ``edits`` (in order, not overlapping). ``left_out``: the
    parts that are not read."""

    block: Block
    edits: tuple[Said, ...]
    left_out: tuple[Skipped, ...]


class Table(NamedTuple):
    """``head``: the column names; empty if there are none."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def columns(self) -> int:
        return max(map(len, (self.head, *self.rows)))


def table_of(block: Block) -> Table:
    """The cells of ``block``, a table."""
    has_head = block.has_head
    rows: list[tuple[Cell, ...]] = []
    for match in re.finditer(r"[^\n]+", block.text):
        if match[0].lstrip().startswith("|") and _RULE.fullmatch(match[0]):
            has_head = has_head or len(rows) == 1
        else:
            rows.append(tuple(_cells(match[0], block.start + match.start())))
    return Table(rows[0], tuple(rows[1:])) if has_head and rows else Table((), tuple(rows))


def why_not(table: Table) -> str:
    """Why ``table`` is not read aloud; "" if it is."""
    if len(table.rows) > MOST_ROWS or table.columns > MOST_COLUMNS:
        return (
            f"a table of {len(table.rows)} rows and {table.columns} columns, too large to be followed by ear"
        )
    if not table.rows or len({len(row) for row in (*table.rows, table.head or table.rows[0])}) > 1:
        return "a table whose rows are not alike, which cannot be followed by ear"
    if not table.head and table.columns > 2:
        return "a table without names for its columns, which cannot be followed by ear"
    if sum(len(cell.text) for row in table.rows for cell in row) > MOST_CHARS:
        return "a table of long texts, which cannot be followed by ear"
    return ""


def rows_read(block: Block, table: Table) -> list[Row]:
    """The rows of a table that is read, each a block of its own; the first also holds the head, which is
    spoken with every row."""
    text, at = block.text, block.start
    found = []
    for index, cells in enumerate(table.rows):
        start = (table.head or cells)[0].start if index == 0 else cells[0].start
        end = cells[-1].end
        part = Block("table", text[start - at : end - at], start, end)
        found.append(Row(part, tuple(_edits(start, cells, table.head)), _unsaid(table) if index == 0 else ()))
    return found


def _unsaid(table: Table) -> tuple[Skipped, ...]:
    """Column names that are spoken with no row."""
    columns = zip(*table.rows, strict=True)
    said = [any(has_words(cell.text) for cell in column) for column in columns]
    said[0] = any(_BEGINS_WITH_NUMBER.match(row[0].text) for row in table.rows)
    return tuple(
        Skipped(cell.text, cell.start, cell.end, COLUMN)
        for cell, is_said in zip(table.head, said, strict=False)
        if cell.text and not is_said
    )


def _cells(line: str, at: int) -> Iterator[Cell]:
    if line.lstrip().startswith("|"):
        bars = [match.start() for match in _BAR.finditer(line)]
        borders = bars if _BAR.fullmatch(line.rstrip()[-1:]) else [*bars, len(line)]
    else:
        borders = [-1, *(i for i, char in enumerate(line) if char == "\t"), len(line)]
    for before, after in pairwise(borders):
        whole = line[before + 1 : after]
        bare = whole.strip()
        start = at + before + 1 + (len(whole) - len(whole.lstrip()) if bare else 0)
        yield Cell(bare, start, start + len(bare))


def _edits(start: int, cells: Sequence[Cell], head: Sequence[Cell]) -> Iterator[Said]:
    """ "Year 2024: exports 5 million, imports 3 million": a name by itself needs no column's name before
    it."""
    names = [cell.words for cell in head] or [""] * len(cells)
    first, said = cells[0], False
    if start < first.start:
        yield Said("", start, first.start)
    if names[0] and _BEGINS_WITH_NUMBER.match(first.text):
        yield Said(f"{names[0]} ", first.start, first.start)
    last = first.end
    for cell, name in zip(cells[1:], names[1:], strict=True):
        if not has_words(cell.text):
            continue
        mark = ", " if said else ": " if has_words(first.text) else ""
        if last < cell.start:
            yield Said("", last, cell.start)
        yield Said(f"{mark}{name} " if name else mark, cell.start, cell.start)
        last, said = cell.end, True
    if last < cells[-1].end:
        yield Said("", last, cells[-1].end)
