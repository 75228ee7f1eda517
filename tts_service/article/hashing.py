"""Short names for contents. Pure."""

from __future__ import annotations

import base64
import hashlib


def short_hash(data: bytes, *, length: int = 16) -> str:
    """Lower-case base32 of SHA-256, 5 bits a character: 16 characters are 80 bits."""
    return base64.b32encode(hashlib.sha256(data).digest()).decode().lower()[:length]
