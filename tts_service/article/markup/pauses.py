"""Pauses as authors write them: "800ms", "1.2s", and the strengths of SSML. Pure, and light."""

from __future__ import annotations

import re

LONGEST_MS = 10_000
"""Of one pause."""
LONGEST_TOGETHER_MS = 120_000
"""Of all pauses of an article."""
STRENGTHS = {"none": 0, "x-weak": 100, "weak": 200, "medium": 400, "strong": 700, "x-strong": 1_000}
"""ms that are heard."""

_DURATION = re.compile(r"(?P<sign>[+-]?)(?P<number>[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})(?P<unit>ms|s)")


def milliseconds(written: str) -> int:
    """ "800ms" is 800, "1.2s" 1200. Raises ValueError, with a sentence that says what is allowed."""
    match = _DURATION.fullmatch(written.strip())
    if match is None:
        raise ValueError(
            f'{written!r} is not a duration: write it in seconds or milliseconds, as "1.2s" or "800ms".'
        )
    if match["sign"] == "-":
        raise ValueError(f"{written!r} is negative: a pause takes 0 to {LONGEST_MS // 1000} s.")
    found = round(float(match["number"]) * (1000 if match["unit"] == "s" else 1))
    if found > LONGEST_MS:
        raise ValueError(f"{written!r} is too long: a pause takes 0 to {LONGEST_MS // 1000} s.")
    return found
