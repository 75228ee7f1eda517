"""Where editors change shows, sites and watched listings through the service: each is a table in
``shows.toml``, whose comments and order are preserved."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from tts_service.article.hashing import short_hash
from tts_service.errors import BadField, BadRequest, Conflict, NotFound, OutOfDate
from tts_service.publisher.files import PublisherFiles
from tts_service.publisher.shows.parse import FileProblem, line_of, parse_publisher, read_publisher

TableKind = Literal["show", "site", "watch"]
_CALLED = {"show": "show", "site": "site", "watch": "watched feed"}


class PublisherTable(msgspec.Struct, frozen=True):
    """A table as it stands in the file. ``version`` changes with whatever is in it; ``""``: there is none."""

    values: dict[str, Any]
    version: str = ""


class TableEditor:
    """Every change raises FileError if the file has an error (which must be fixed by hand first), and
    Unavailable if it cannot be written."""

    def __init__(self, files: PublisherFiles, kind: TableKind) -> None:
        self._files = files
        self._kind = kind

    def table(self, name: str) -> PublisherTable:
        """As the file has it now; an empty one if it has none, or is broken."""
        try:
            return _table(self._files.text("shows") or "", self._kind, name)
        except tomllib.TOMLDecodeError:
            return PublisherTable({})

    def put(self, name: str, values: Mapping[str, Any], version: str) -> None:
        """Set the keys in ``values``; None takes one out, and the others of the table stay. ``version``: the
        one that the editor has seen; "" for a new table.

        Raises BadField, Conflict if a new one is there already, NotFound, and OutOfDate if the table has
        changed since.
        """

        def edited(text: str) -> str:
            self._check_seen(text, name, version)
            changed = with_table(text, self._kind, name, values)
            _, findings = read_publisher(changed)
            if findings:
                raise self._refusal(changed, name, values, findings[0])
            return changed

        self._change(edited)

    def remove(self, name: str, version: str) -> None:
        """Raises NotFound, OutOfDate, and BadRequest while something else in the file needs it."""

        def removed(text: str) -> str:
            self._check_seen(text, name, version or "-")
            changed = without_table(text, self._kind, name)
            _, findings = read_publisher(changed)
            if findings:
                raise BadRequest(f"Something else in the file needs it: {findings[0].reason}")
            return changed

        self._change(removed)

    def _check_seen(self, text: str, name: str, version: str) -> None:
        known = _table(text, self._kind, name).version
        called = _CALLED[self._kind]
        if version == known:
            return
        if not version:
            raise Conflict(f"There is a {called} {name!r} already. Choose another name, or change that one.")
        if not known:
            raise NotFound(f"There is no {called} {name!r}. It may have been removed.")
        raise OutOfDate(
            f"Somebody else has changed this {called} since you opened it. Look at it again before you save."
        )

    def _refusal(self, text: str, name: str, values: Mapping[str, Any], finding: FileProblem) -> BadField:
        """At the field on whose line the finding is."""
        paths = {key: (self._kind, name, key) for key, value in values.items() if value is not None}
        at = (key for key, path in paths.items() if line_of(text, path) == finding.line)
        is_placed = finding.reason.startswith(f"{self._kind}.")
        reason = finding.reason.partition(": ")[2] if is_placed else finding.reason  # the page shows where
        return BadField(reason[:1].upper() + reason[1:], next(at, ""))

    def _change(self, edit: Callable[[str], str]) -> None:
        name = self._files.name("shows")

        def changed(text: str) -> str:
            parse_publisher(text, name)  # one that is broken is not changed
            return edit(text)

        self._files.change("shows", changed)


def with_table(text: str, kind: str, name: str, values: Mapping[str, Any]) -> str:
    """``text``, a shows.toml, with ``values`` in the table ``[kind.name]``; None takes a key out."""
    import tomlkit  # not needed for reading

    document = tomlkit.parse(text)
    tables: Any = document.setdefault(kind, tomlkit.table(is_super_table=True))
    table: Any = tables.setdefault(name, tomlkit.table())
    for key, value in values.items():
        if value is None:
            table.pop(key, None)
        elif key not in table or table[key].unwrap() != value:
            table[key] = _item(value)
    return tomlkit.dumps(document)


def without_table(text: str, kind: str, name: str) -> str:
    import tomlkit

    document: Any = tomlkit.parse(text)
    del document[kind][name]
    return tomlkit.dumps(document)


def _table(text: str, kind: str, name: str) -> PublisherTable:
    tables = tomllib.loads(text.removeprefix("\ufeff")).get(kind, {})
    values = tables.get(name) if isinstance(tables, dict) else None
    if not isinstance(values, dict):
        return PublisherTable({})
    return PublisherTable(values, short_hash(repr(values).encode(), length=12))


def _item(value: Any) -> Any:
    import tomlkit

    if not isinstance(value, dict):
        return tomlkit.item(value)
    table = tomlkit.inline_table()
    table.update(value)
    return table
