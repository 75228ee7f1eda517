"""A picture for a show without one: its title on a colour of its own. Run as a program, so that no server
holds the canvas in memory.

``python -m tts_service.publisher.shows.artwork TITLE FILE.png`` writes 3000 by 3000 pixels, the size that
Apple asks for.
"""

from __future__ import annotations

import colorsys
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIDE = 3000
SMALLEST_SIDE = 1400
_MARGIN = 260
_LARGEST, _SMALLEST, _STEP = 520, 120, 20
_LINE_HEIGHT = 1.15


def make_artwork(title: str, path: Path) -> None:
    """Write the picture of ``title`` to ``path`` atomically. Raises OSError if that fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".png")
    os.close(handle)
    try:
        subprocess.run(
            [sys.executable, "-m", __name__, title, name], check=True, timeout=60, capture_output=True
        )
        Path(name).replace(path)
    except subprocess.SubprocessError as error:
        raise OSError(f"no picture could be made: {error}") from error
    finally:
        Path(name).unlink(missing_ok=True)


def fault_of(path: Path) -> str:
    """Why podcast directories would reject the picture at ``path``; "" if they would not.

    Apple (https://podcasters.apple.com/support/896-artwork-requirements) and Spotify require JPEG or PNG in
    RGB, square, of 1400 to 3000 pixels.
    """
    try:
        with Image.open(path) as picture:
            (width, height), kind, mode = picture.size, picture.format, picture.mode
    except (OSError, Image.DecompressionBombError):
        return "this is not a picture that can be read"
    if kind not in ("JPEG", "PNG"):
        return f"this is {kind}, whatever its name says"
    if width != height or not SMALLEST_SIDE <= width <= SIDE:
        return f"this picture has {width} x {height} pixels"
    return f"the colours of this picture are {mode}" if mode in ("CMYK", "LAB", "YCbCr", "HSV") else ""


def draw(title: str) -> Image.Image:
    """An RGB image, light letters on dark."""
    hue = hashlib.sha256(title.encode()).digest()[0] / 256
    picture = Image.new("RGB", (SIDE, SIDE), _rgb(hue, 0.30, 0.45))
    canvas = ImageDraw.Draw(picture)
    _waves(canvas, hue)
    lines, font, size = _fitted(canvas, title)
    top = SIDE - _MARGIN - len(lines) * size * _LINE_HEIGHT
    for number, line in enumerate(lines):
        canvas.text((_MARGIN, top + number * size * _LINE_HEIGHT), line, font=font, fill="white")
    return picture


def _waves(canvas: ImageDraw.ImageDraw, hue: float) -> None:
    """Bars like those of a sound wave, from the bytes of the title."""
    for number in range(12):
        height = 150 + (hashlib.sha256(f"{hue}{number}".encode()).digest()[0] / 255) * 550
        left = _MARGIN + number * 210
        canvas.rounded_rectangle(
            (left, 800 - height / 2, left + 110, 800 + height / 2), 55, fill=_rgb(hue, 0.62, 0.55)
        )


def _fitted(
    canvas: ImageDraw.ImageDraw, title: str
) -> tuple[list[str], ImageFont.FreeTypeFont | ImageFont.ImageFont, int]:
    """The title in the largest letters that fit the lower half."""
    for size in range(_LARGEST, _SMALLEST, -_STEP):
        font = ImageFont.load_default(size)
        lines = _wrapped(canvas, title, font)
        fits = all(canvas.textlength(line, font=font) <= SIDE - 2 * _MARGIN for line in lines)
        if fits and len(lines) * size * _LINE_HEIGHT <= SIDE / 2:
            break
    return lines[:8], font, size


def _wrapped(
    canvas: ImageDraw.ImageDraw, title: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont
) -> list[str]:
    lines: list[str] = []
    for word in title.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and canvas.textlength(longer, font=font) <= SIDE - 2 * _MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _rgb(hue: float, lightness: float, saturation: float) -> tuple[int, int, int]:
    red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return red, green, blue


if __name__ == "__main__":
    draw(sys.argv[1]).save(sys.argv[2], "PNG", optimize=False)
