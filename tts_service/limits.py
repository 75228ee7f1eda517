"""Sizes and ages as people write them: "20GB", "90d". Pure."""

from __future__ import annotations

import re

BYTES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
"""Decimal, as disks are sold."""
SECONDS = {"H": 3_600, "D": 86_400, "W": 7 * 86_400}

_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Z]+)")


def parse_bytes(text: str) -> int | None:
    """Bytes; None for "". Raises ValueError with a sentence that says what is expected."""
    found = _parse(text, BYTES, 'a size such as "500MB", "20GB" or "1.5TB"')
    return None if found is None else int(found)


def parse_age(text: str) -> float | None:
    """Seconds; None for "". Raises ValueError as ``parse_bytes`` does."""
    return _parse(text, SECONDS, 'an age such as "36h", "90d" or "8w"')


def _parse(text: str, units: dict[str, int], wanted: str) -> float | None:
    if not text:
        return None
    match = _QUANTITY.fullmatch(text.strip().upper())
    if match is None or match[2] not in units or float(match[1]) == 0:
        raise ValueError(f"{text!r} is not {wanted}.")
    return float(match[1]) * units[match[2]]
