from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

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
    assert fitted(flat_png(30_000, 30_000, kind=0, rows=100), 300_000) == b""


def flat_png(width: int, height: int, *, kind: int, rows: int = 0) -> bytes:
    """A PNG of nothing but zeros. ``kind``: 0 grey, 2 RGB, 6 RGBA; ``rows``: how many of them it holds, 0
    for all."""
    line = bytes(1 + width * {0: 1, 2: 3, 6: 4}[kind])
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(line) for _ in range(rows or height)), packer.flush()])
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def flat_jpeg(width: int, height: int, **how: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 90)).save(out, "JPEG", **how)
    return out.getvalue()


@pytest.mark.parametrize(
    ("large", "is_used"),
    [
        (lambda: flat_png(5_000, 5_000, kind=2), True),
        (lambda: flat_png(7_071, 7_071, kind=2), False),
        (lambda: flat_png(3_800, 3_800, kind=6), True),
        (lambda: flat_png(7_071, 7_071, kind=6), False),
        (lambda: flat_jpeg(6_000, 6_000), True),
        (lambda: flat_jpeg(5_000, 4_000, progressive=True), True),
        (lambda: flat_jpeg(7_071, 7_071, progressive=True, subsampling=0), False),
    ],
)
def test_no_picture_takes_more_than_150_megabytes_to_open(large: Callable[[], bytes], is_used: bool) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.workers.memory_of_pictures"],
        input=large(),
        capture_output=True,
        check=True,
    )
    memory, made = map(int, run.stdout.split())
    assert memory < 150_000_000
    assert (made > 0) is is_used
