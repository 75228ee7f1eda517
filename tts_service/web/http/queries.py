"""Whole numbers in a query string, parsed the same way for every address."""

from __future__ import annotations

import re

from flask import request

from tts_service.errors import BadRequest

LARGEST = 10**9

_DIGITS = re.compile(r"0*+([0-9]{1,10})")


def whole_number(name: str, default: int, *, least: int, most: int = LARGEST) -> int:
    """The query's parameter ``name``, or ``default``. Raises BadRequest unless it is ``least`` to
    ``most``."""
    given = optional_number(name, least=least, most=most)
    return default if given is None else given


def optional_number(name: str, *, least: int, most: int = LARGEST) -> int | None:
    """As ``whole_number``, or None."""
    text = request.args.get(name)
    if text is None:
        return None
    found = _DIGITS.fullmatch(text)
    number = int(found[1]) if found else -1
    if not least <= number <= most:
        bounds = f"from {least}" if most == LARGEST else f"from {least} to {most}"
        raise BadRequest(f"{name} must be a whole number {bounds}.")
    return number
