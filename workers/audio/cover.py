"""A picture for the tag: unchanged if it fits, otherwise smaller."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

MOST_BYTES = 300_000
"""Most bytes of a picture in a tag, if no listener waits for the sound behind it."""

_EDGES = (1000, 600, 400, 300, 220, 160, 120)
"""Pixels of the longer edge, the best first."""
_MOST_MEMORY = 130_000_000
"""Bytes that a picture may need to be unpacked."""
_BYTES_PER_PIXEL = 0.08
"""A photograph is never smaller than this at the quality used; larger edges need not be tried."""
_QUALITY = 75
_KINDS = ("JPEG", "PNG")


def fitted(picture: bytes, most_bytes: int) -> bytes:
    """``picture`` (JPEG or PNG) in at most ``most_bytes``, as JPEG where it had to be made smaller; b""
    where it cannot be."""
    try:
        image = _unpacked(picture)
    except Exception:  # whatever an untrusted file does to the decoder, the narration goes without a picture
        return b""
    if len(picture) <= most_bytes:
        return picture
    tried = (_smaller(image, edge) for edge in _EDGES if edge * edge * _BYTES_PER_PIXEL / 2 < most_bytes)
    return next((made for made in tried if len(made) <= most_bytes), b"")


def _unpacked(picture: bytes) -> Image.Image:
    """Raises many kinds of errors for a file that is not a picture, damaged, or too large to unpack."""
    image = Image.open(BytesIO(picture), formats=_KINDS)
    coefficients = _coefficients(image)
    image.draft("RGB", (_EDGES[0], _EDGES[0]))  # a large JPEG is unpacked at a fraction of its size
    if coefficients + image.width * image.height * (4 if image.mode == "RGB" else 8) > _MOST_MEMORY:
        raise ValueError("too large to unpack")
    image.thumbnail((_EDGES[0], _EDGES[0]))  # before any copy is made of it
    return image.convert("RGB")


def _coefficients(image: Image.Image) -> int:
    """Bytes that the decoder keeps of all of a JPEG that comes in several scans, as progressive ones do; 0
    for a PNG."""
    layers: list[tuple[int, int]] = [(across, down) for _, across, down, _ in getattr(image, "layer", ())]
    if not layers:
        return 0
    most = max(across for across, _ in layers) * max(down for _, down in layers)
    return 2 * image.width * image.height * sum(across * down for across, down in layers) // most


def _smaller(image: Image.Image, edge: int) -> bytes:
    """A JPEG of at most ``edge`` pixels each way."""
    small = image.copy()
    small.thumbnail((edge, edge))
    out = BytesIO()
    small.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
