"""The line of a value in a TOML text: the standard parser does not report it. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

Path = tuple[str, ...]


class Statement(NamedTuple):
    """``[table]`` or ``key = value``: lines ``first`` to ``last``, counted from 1, set ``paths``."""

    first: int
    last: int
    paths: list[Path]


class Lines:
    """``text`` is valid TOML, as ``tomllib.loads`` has confirmed."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._statements: dict[Path, Statement] = {}
        for statement in _statements(self._lines):
            for path in statement.paths:
                self._statements.setdefault(path, statement)

    def of(self, path: Path, value: object = None) -> int:
        """The line of the key ``path``, or of ``value`` in it; of the surrounding table if the key itself is
        missing."""
        while path and path not in self._statements:
            path = path[:-1]
        if not path:
            return 1
        first, last, _ = self._statements[path]
        written = (
            number
            for number in range(first, last + 1)
            if isinstance(value, str) and value in self._lines[number - 1]
        )
        return next(written, first)


def _statements(lines: list[str]) -> Iterator[Statement]:
    table: Path = ()
    first = 0
    while first < len(lines):
        last, parsed = _parsed(lines, first)
        paths = list(_paths(parsed, ()))
        if lines[first].lstrip().startswith("["):
            table = paths[-1] if paths else ()
            yield Statement(first + 1, last + 1, paths)
        elif paths:
            yield Statement(first + 1, last + 1, [(*table, *path) for path in paths])
        first = last + 1


def _parsed(lines: list[str], first: int) -> tuple[int, dict[str, Any]]:
    """The last line of the statement that begins in line ``first``, and its content parsed alone."""
    for last in range(first, len(lines)):
        try:
            return last, tomllib.loads("\n".join(lines[first : last + 1]))
        except tomllib.TOMLDecodeError:
            continue
    return len(lines) - 1, {}


def _paths(value: Any, above: Path) -> Iterator[Path]:
    """Outer keys before inner ones."""
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield (*above, key)
        yield from _paths(inner, (*above, key))
