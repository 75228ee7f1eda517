"""Frames that do not depend on those before them, so that playback can start in the middle of a sentence.
Pure.

A Layer III frame may begin its data up to 255 bytes before its own body, in room that earlier frames have
left (``main_data_begin``; ISO/IEC 11172-3, 2.4.2.7, with the shorter side information of ISO/IEC 13818-3,
2.4.1.7). LAME does so everywhere but at the start of a segment. A frame's data may be anywhere within
that room, so from a chosen frame on it is moved behind the cut, until there is enough room and all is as
before. Not one sample of the sound changes.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import NamedTuple

from audio_cache.mp3.frames import FRAME_BYTES, SILENT_FRAME

REACH = 2
"""Frames before a frame that may hold the beginning of its data."""

_SIDE = 4
"""Where the side information begins, with ``main_data_begin`` in its first byte. That of one channel has 9
bytes."""
_BODY = _SIDE + 9
_ROOM = FRAME_BYTES - _BODY


class _Place(NamedTuple):
    """The data of a frame: bytes ``start`` up to ``end`` of the joined bodies of all frames."""

    start: int
    end: int


class _Move(NamedTuple):
    """The data of a frame is to begin at ``start`` and is now at ``place``."""

    start: int
    place: _Place


def stands_alone(frames: bytes) -> bool:
    """The first of ``frames`` has all its data in itself."""
    return frames[_SIDE] == 0


def can_stand_alone(frames: bytes, first: int) -> bool:
    """True if frames from ``first`` on lose nothing without those before them. See ``standing_alone``."""
    return _moves(frames, first) is not None


def standing_alone(frames: bytes, first: int) -> bytes:
    """The frames from number ``first`` on, as many bytes as before, needing none of those before it.

    ``frames`` begins REACH frames before ``first``, or with a frame that stands alone. A frame that needs
    those before it becomes silent; there is none if ``can_stand_alone``.
    """
    cut = first
    while (moves := _moves(frames, cut)) is None:
        cut += 1
    said = _bodies(frames)
    bodies = bytearray(said)
    for start, place in moves:
        bodies[start : start + place.end - place.start] = said[place.start : place.end]
    numbers = range(cut, len(frames) // FRAME_BYTES)
    kept = (_frame(frames, bodies, number, move) for number, move in zip_longest(numbers, moves))
    return SILENT_FRAME * (cut - first) + b"".join(kept)


def _moves(frames: bytes, first: int) -> list[_Move] | None:
    """How the data of the frames from ``first`` on has to move, as many as have to; None if there is no
    room."""
    end = first * _ROOM
    moves: list[_Move] = []
    for number in range(first, len(frames) // FRAME_BYTES):
        place = _place(frames, number)
        if place.start >= end:
            break
        moves.append(_Move(end, place))
        end += place.end - place.start
        if end > (number + 1) * _ROOM or place.start < 0:
            return None
    return moves


def _place(frames: bytes, number: int) -> _Place:
    """``part2_3_length``, in bits, is the 12 bits behind the first 9 of the side information."""
    side = number * FRAME_BYTES + _SIDE
    bits = (frames[side + 1] & 0x7F) << 5 | frames[side + 2] >> 3
    start = number * _ROOM - frames[side]
    return _Place(start, start + (bits + 7) // 8)


def _bodies(frames: bytes) -> bytes:
    return b"".join(frames[at + _BODY : at + FRAME_BYTES] for at in range(0, len(frames), FRAME_BYTES))


def _frame(frames: bytes, bodies: bytearray, number: int, move: _Move | None) -> bytes:
    head = frames[number * FRAME_BYTES : number * FRAME_BYTES + _BODY]
    body = number * _ROOM
    if move is not None:
        head = head[:_SIDE] + bytes([body - move.start]) + head[_SIDE + 1 :]
    return head + bodies[body : body + _ROOM]
