"""What may be asked of the audit log, and how it looks as CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.catalog.audit_log.asking import filter_of
from tts_service.catalog.audit_log.book import AuditEntry, AuditFilter
from tts_service.catalog.audit_log.spreadsheet import COLUMNS, lines
from tts_service.errors import BadRequest

pytestmark = pytest.mark.pure


def test_a_day_is_counted_in() -> None:
    assert filter_of({"since": "2026-11-30", "until": "2026-11-30"}) == AuditFilter(
        since=dt.datetime(2026, 11, 30, tzinfo=dt.UTC), until=dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    )
    assert filter_of({"until": "2026-11-30T08:00:00+01:00"}).until == dt.datetime(
        2026, 11, 30, 7, tzinfo=dt.UTC
    )
    assert filter_of({"who": " ada ", "other": "x"}) == AuditFilter(who="ada")


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "yesterday"},
        {"since": "0001-01-01T00:00:00+14:00"},
        {"until": "9999-12-31"},
        {"who": "x" * 201},
        {"what": "a\x00b"},
    ],
)
def test_anything_else_is_refused(asked: dict[str, str]) -> None:
    with pytest.raises(BadRequest, match=next(iter(asked))):
        filter_of(asked)


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_cell_calculates_and_each_can_be_read_again(name: str, before: str) -> None:
    entry = AuditEntry(
        id=1,
        at=dt.datetime(2026, 11, 30, tzinfo=dt.UTC),
        what="key.made",
        who="cli:ada",
        name=name,
        network="",
        subject="key:1",
        about={"before": before, "to": "x"},
    )
    rows = list(csv.reader(io.StringIO("".join(lines([entry])), newline="")))
    assert rows[0] == list(COLUMNS)
    found = dict(zip(COLUMNS, rows[1], strict=True))
    for cell, value in ((found["name"], name), (found["before"], before)):
        assert cell in (value, f"'{value}")
        assert not cell.startswith(("=", "+", "@", "\t", "\r"))
        assert not cell.startswith("-") or cell == "-"
    assert found["about"] == "to=x"
