"""Ranges and conditions against the bytes they must select."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.web.media.representation import (
    VERY_LARGE,
    ByteSelection,
    Representation,
    growing_part,
    requested_range,
    select,
    select_range,
)

pytestmark = pytest.mark.pure

BODY = bytes(range(100))
WHOLE = Representation(100, '"abc"', 1_700_000_000)
DATE = WHOLE.last_modified


def asked(method: str = "GET", **conditions: str) -> ByteSelection:
    return select(
        WHOLE, {"REQUEST_METHOD": method, **{f"HTTP_{k.upper()}": v for k, v in conditions.items()}}
    )


@pytest.mark.parametrize(
    ("wanted", "status", "got"),
    [
        ("bytes=0-", 206, BODY),
        ("bytes=0-0", 206, BODY[:1]),
        ("bytes=10-19", 206, BODY[10:20]),
        ("bytes=99-", 206, BODY[99:]),
        ("bytes=90-1000", 206, BODY[90:]),
        ("bytes=90-99999999999999999999", 206, BODY[90:]),
        ("bytes=-1", 206, BODY[-1:]),
        ("bytes=-30", 206, BODY[-30:]),
        ("bytes=-1000", 206, BODY),
        ("BYTES= 5-6 ", 206, BODY[5:7]),
        ("bytes=100-", 416, b""),
        ("bytes=100-200", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=9-3", 200, BODY),
        ("bytes=-", 200, BODY),
        ("bytes=a-b", 200, BODY),
        ("bytes=٣-", 200, BODY),
        ("bytes=0-1,5-6", 200, BODY),
        ("items=0-1", 200, BODY),
        ("bytes=" + "9" * 5000 + "-", 200, BODY),
    ],
)
def test_a_range_selects_its_bytes(wanted: str, status: int, got: bytes) -> None:
    part = asked(range=wanted)
    assert (part.status, BODY[part.start : part.stop]) == (status, got)


@given(size=st.integers(1, 50), first=st.none() | st.integers(0, 60), last=st.none() | st.integers(0, 60))
def test_a_range_is_never_outside_the_file(size: int, first: int | None, last: int | None) -> None:
    wanted = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    part = select_range(size, wanted)
    if part.status == 206:
        assert 0 <= part.start < part.stop <= size
        assert first is None or part.start == first
        assert first is None or last is None or part.stop == min(last + 1, size)
        assert first is not None or part.size == min(last or 0, size)
    elif part.status == 416:
        assert (first is not None and first >= size) or (first is None and last == 0)
    else:
        assert part == ByteSelection(200, 0, size)
        assert requested_range(wanted) is None


@given(st.text(max_size=30))
def test_any_text_is_a_range_or_ignored(wanted: str) -> None:
    assert select_range(10, wanted).status in (200, 206, 416)


def test_only_get_has_ranges() -> None:
    assert asked("HEAD", range="bytes=0-1") == ByteSelection(200, 0, 100)


@pytest.mark.parametrize(
    ("conditions", "status"),
    [
        ({"if_none_match": '"abc"'}, 304),
        ({"if_none_match": 'W/"abc"'}, 304),
        ({"if_none_match": '"x", "abc"'}, 304),
        ({"if_none_match": "*"}, 304),
        ({"if_none_match": '"x"'}, 200),
        ({"if_none_match": '"x"', "if_modified_since": DATE}, 200),
        ({"if_none_match": '"abc"', "range": "bytes=0-1"}, 304),
        ({"if_modified_since": DATE}, 304),
        ({"if_modified_since": "Mon, 01 Jan 2001 00:00:00 GMT"}, 200),
        ({"if_modified_since": "yesterday"}, 200),
        ({"if_match": '"abc"'}, 200),
        ({"if_match": "*"}, 200),
        ({"if_match": '"x"'}, 412),
        ({"if_match": 'W/"abc"'}, 412),
        ({"if_unmodified_since": DATE}, 200),
        ({"if_unmodified_since": "Mon, 01 Jan 2001 00:00:00 GMT"}, 412),
        ({"if_unmodified_since": "Mon, 99 Jan 2001 00:00:00 GMT"}, 200),
        ({"range": "bytes=0-1", "if_range": '"abc"'}, 206),
        ({"range": "bytes=0-1", "if_range": '"x"'}, 200),
        ({"range": "bytes=0-1", "if_range": 'W/"abc"'}, 200),
        ({"range": "bytes=0-1", "if_range": DATE}, 206),
        ({"range": "bytes=0-1", "if_range": "Mon, 01 Jan 2001 00:00:00 GMT"}, 200),
        ({"range": "bytes=500-", "if_range": '"x"'}, 200),
    ],
)
def test_conditions_come_before_ranges(conditions: dict[str, str], status: int) -> None:
    assert asked(**conditions).status == status


def test_the_date_is_an_http_date() -> None:
    assert DATE == "Tue, 14 Nov 2023 22:13:20 GMT"


@pytest.mark.parametrize(
    ("wanted", "start", "size", "content_range"),
    [
        ("bytes=100-", 100, 900, "bytes 100-999/*"),
        ("bytes=100-149", 100, 50, "bytes 100-149/*"),
        ("bytes=100-5000", 100, 900, "bytes 100-999/*"),
        (f"bytes=100-{VERY_LARGE}", 100, None, f"bytes 100-{VERY_LARGE}/*"),
    ],
)
def test_a_part_of_a_growing_body(wanted: str, start: int, size: int | None, content_range: str) -> None:
    part = growing_part({"HTTP_RANGE": wanted})
    assert (part.start, part.size(1000), part.content_range(1000)) == (start, size, content_range)


@pytest.mark.parametrize("wanted", ["", "bytes=0-", "bytes=0-1", "bytes=-500", "bytes=x", "bytes=5-6,8-9"])
def test_of_a_growing_body_all_else_is_the_whole(wanted: str) -> None:
    part = growing_part({"HTTP_RANGE": wanted})
    assert part.is_whole
    assert part.size(1000) is None


def test_if_range_never_holds_while_growing() -> None:
    assert growing_part({"HTTP_RANGE": "bytes=100-", "HTTP_IF_RANGE": '"abc"'}).is_whole
