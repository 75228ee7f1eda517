"""A picture for the tag: as it is if there is room for it, else smaller."""

from __future__ import annotations

import subprocess

import imageio_ffmpeg

MOST_BYTES = 300_000
"""Of a picture in a tag, where nobody waits for the sound behind it."""

_EDGES = (1000, 600, 400, 300, 220, 160, 120)
"""Pixels of the longer edge, the best first."""
_MOST_PIXELS = 50_000_000
_PATIENCE_S = 10.0
_BYTES_PER_PIXEL = 0.08
"""A photograph is never smaller than this at the quality used; larger edges need not be tried."""
_KINDS = {b"\xff\xd8\xff": "mjpeg", b"\x89PNG": "png_pipe"}


def fitted(picture: bytes, most_bytes: int) -> bytes:
    """``picture`` (JPEG or PNG) in at most ``most_bytes``, as JPEG where it had to be made smaller; b"" where it cannot be."""
    kind = next((kind for begin, kind in _KINDS.items() if picture.startswith(begin)), "")
    if not kind:
        return b""
    if len(picture) <= most_bytes and _smaller(picture, kind, _EDGES[-1]):
        return picture
    for edge in _EDGES:
        if edge * edge * _BYTES_PER_PIXEL / 2 < most_bytes:
            made = _smaller(picture, kind, edge)
            if not made or len(made) <= most_bytes:
                return made
    return b""


def _smaller(picture: bytes, kind: str, edge: int) -> bytes:
    """A JPEG of at most ``edge`` pixels each way; b"" when ``picture`` is damaged or too large to unpack."""
    given = ["-v", "error", "-xerror", "-err_detect", "explode", "-max_pixels", str(_MOST_PIXELS), "-f", kind, "-i", "-"]
    fit = f"scale={edge}:{edge}:force_original_aspect_ratio=decrease:force_divisible_by=2,format=yuvj420p"
    made = ["-frames:v", "1", "-vf", fit, "-q:v", "5", "-map_metadata", "-1", "-f", "mjpeg", "-"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), *given, *made]
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=_PATIENCE_S, check=False)
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout if done.returncode == 0 else b""
