from __future__ import annotations

import struct
import zlib

import pytest

from tests.hearing import ffmpeg
from workers.audio.cover import fitted


def picture(width: int, height: int, codec: str) -> bytes:
    drawn = f"mandelbrot=s={width}x{height}"
    given = ["-v", "error", "-f", "lavfi", "-i", drawn, "-ss", "1"]
    made = [*given, "-frames:v", "1", "-q:v", "2", "-c:v", codec, "-f", "image2pipe", "-"]
    return ffmpeg(made, b"")[0]


@pytest.fixture(scope="module")
def jpeg() -> bytes:
    return picture(1200, 630, "mjpeg")


def test_a_picture_that_fits_stays_as_it_is(jpeg: bytes) -> None:
    assert fitted(jpeg, 300_000) == jpeg


@pytest.mark.parametrize("codec", ["mjpeg", "png"])
@pytest.mark.parametrize("room", [50_000, 10_000, 4_000])
def test_one_that_does_not_is_made_smaller(codec: str, room: int) -> None:
    made = fitted(picture(1200, 630, codec), room)
    assert made.startswith(b"\xff\xd8\xff")
    assert room / 10 < len(made) <= room
    ffmpeg(["-v", "error", "-f", "mjpeg", "-i", "-", "-f", "null", "-"], made)


def test_what_has_no_room_at_all_is_left_out(jpeg: bytes) -> None:
    assert fitted(jpeg, 300) == b""


def test_other_kinds_and_damaged_pictures_are_left_out(jpeg: bytes) -> None:
    assert fitted(b"GIF89a" + jpeg, 300_000) == b""
    assert fitted(b"<svg/>", 300_000) == b""
    assert fitted(b"\x89PNG\r\n\x1a\n" + bytes(200), 300_000) == b""
    assert fitted(b"\xff\xd8\xff" + bytes(200), 300_000) == b""


def test_a_picture_that_would_unpack_to_a_gigabyte_is_left_out() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0))
    packed = zlib.compress(bytes(30_001) * 100, 9)
    assert fitted(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", packed) + chunk(b"IEND", b""), 300_000) == b""
