"""Opaque positions in a list that is ordered by age, newest first."""

from __future__ import annotations

import base64
import binascii
import datetime as dt

import msgspec

from tts_service.errors import BadRequest, ProblemKind


class CursorPosition(msgspec.Struct, frozen=True, array_like=True):
    """The last entry of a page; the next page begins after it."""

    created_at: dt.datetime
    id: str


def encode_cursor(place: CursorPosition) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def decode_cursor(cursor: str) -> CursorPosition:
    """Raises BadRequest when ``cursor`` does not come from ``encode_cursor``."""
    try:
        place = msgspec.json.decode(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True), type=CursorPosition
        )
    except (binascii.Error, ValueError):
        raise _not_ours() from None
    if place.created_at.tzinfo is None or "\0" in place.id:
        raise _not_ours()
    return place


def _not_ours() -> BadRequest:
    return BadRequest(
        "The cursor is not one that this service gave out. Start again without it.",
        kind=ProblemKind.BAD_CURSOR,
    )
