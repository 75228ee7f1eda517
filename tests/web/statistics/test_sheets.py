"""Files for spreadsheets: RFC 4180, and nothing in them is carried out."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.web.admin.statistics.sheets import Sheet, csv_of, number, shown, size

pytestmark = pytest.mark.pure

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
CELLS = TEXTS | st.integers() | st.none()


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=20))
def test_whatever_is_written_is_read_again(rows: list[tuple[str | int | None, str | int | None]]) -> None:
    header, *found = read(csv_of(Sheet(("Title", "Plays"), tuple(rows))))
    assert header == ["Title", "Plays"]
    written = [["" if cell is None else str(cell) for cell in row] for row in rows]
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in written
    ]


@given(TEXTS)
def test_no_text_begins_like_a_formula(text: str) -> None:
    _, [cell] = read(csv_of(Sheet(("Title",), ((text + ".",),))))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_lines_and_quotes_are_as_the_rfc_has_them() -> None:
    sheet = Sheet(("Title", "Plays"), (('He said "no", and\nleft', 3), ("=1+1", -2), ("River", None)))
    assert csv_of(sheet) == (b'Title,Plays\r\n"He said ""no"", and\nleft",3\r\n\'=1+1,-2\r\nRiver,\r\n')


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (number(1234567), "1,234,567"),
        (number(1234.0), "1,234"),
        (number(0.25), "0.25"),
        (shown(None), "–"),
        (shown("=1"), "=1"),
        (size(0), "0 bytes"),
        (size(1500), "1.5 kB"),
        (size(2_000_000_000), "2 GB"),
        (size(5e15), "5,000 TB"),
    ],
)
def test_figures_are_written_for_people(written: str, expected: str) -> None:
    assert written == expected
