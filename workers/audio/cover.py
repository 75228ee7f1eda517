"""A picture for the tag: as it is if there is room for it, else smaller."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

MOST_BYTES = 300_000
"""Of a picture in a tag, where nobody waits for the sound behind it."""

_EDGES = (1000, 600, 400, 300, 220, 160, 120)
"""Pixels of the longer edge, the best first."""
_MOST_PIXELS = 50_000_000
_BYTES_PER_PIXEL = 0.08
"""A photograph is never smaller than this at the quality used; larger edges need not be tried."""
_QUALITY = 75
_KINDS = ("JPEG", "PNG")


def fitted(picture: bytes, most_bytes: int) -> bytes:
    """``picture`` (JPEG or PNG) in at most ``most_bytes``, as JPEG where it had to be made smaller; b"" where it cannot be."""
    try:
        image = _unpacked(picture)
    except Exception:  # whatever strangers' bytes do to a decoder: the narration does without a picture
        return b""
    if len(picture) <= most_bytes:
        return picture
    tried = (_smaller(image, edge) for edge in _EDGES if edge * edge * _BYTES_PER_PIXEL / 2 < most_bytes)
    return next((made for made in tried if len(made) <= most_bytes), b"")


def _unpacked(picture: bytes) -> Image.Image:
    """Raises many kinds of errors for what is no picture, a damaged one, or too large to unpack."""
    image = Image.open(BytesIO(picture), formats=_KINDS)
    if image.width * image.height > _MOST_PIXELS:
        raise ValueError("too many pixels")
    image.draft("RGB", (_EDGES[0], _EDGES[0]))  # a large JPEG is unpacked at a fraction of its size
    return image.convert("RGB")


def _smaller(image: Image.Image, edge: int) -> bytes:
    """A JPEG of at most ``edge`` pixels each way."""
    small = image.copy()
    small.thumbnail((edge, edge))
    out = BytesIO()
    small.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
