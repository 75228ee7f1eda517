"""The Procfile: one line for each part of the service, ``name: command``."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

LINE = re.compile(r"([A-Za-z0-9_-]+)\s*:\s*(.+)")


class ProcfileError(Exception):
    """One line that says what is wrong with the file."""


class Part(msgspec.Struct, frozen=True):
    """``command`` is for a POSIX shell."""

    name: str
    command: str


def find_procfile() -> Path:
    """That of this checkout, else that of the installed package."""
    package = Path(__file__).parent.parent
    checkout = package.parent / "Procfile"
    return checkout if checkout.is_file() else package / "Procfile"


def read_procfile(path: Path) -> list[Part]:
    """Raises ProcfileError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ProcfileError(f"{path} cannot be read: {error.strerror}.") from error
    return parse_procfile(lines, str(path))


def parse_procfile(lines: list[str], name: str = "Procfile") -> list[Part]:
    """Blank lines and lines that begin with # are ignored. Raises ProcfileError."""
    parts: dict[str, Part] = {}
    for number, line in enumerate((line.strip() for line in lines), start=1):
        if not line or line.startswith("#"):
            continue
        found = LINE.fullmatch(line)
        if found is None:
            raise ProcfileError(f"{name}, line {number}: not of the form 'name: command'.")
        if found[1] in parts:
            raise ProcfileError(f"{name}, line {number}: a second part named {found[1]}.")
        parts[found[1]] = Part(found[1], found[2])
    if not parts:
        raise ProcfileError(f"{name} names no process.")
    return list(parts.values())
