"""Fields of a form as what they say."""

from __future__ import annotations

from collections.abc import Mapping


def line(form: Mapping[str, str], name: str) -> str:
    """Without blanks at its ends, or more than one in a row."""
    return " ".join(form.get(name, "").split())


def rows(form: Mapping[str, str], name: str) -> list[str]:
    """One for each line that is not empty."""
    return [" ".join(row.split()) for row in form.get(name, "").splitlines() if row.strip()]


def listed(form: Mapping[str, str], name: str) -> list[str]:
    """What commas separate."""
    return [" ".join(part.split()) for part in form.get(name, "").split(",") if part.strip()]
