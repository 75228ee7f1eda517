"""Changes to the text of a lexicon's file that leave everything else as the editor wrote it. Pure.

Line by line, with tomlkit for the lines of one entry: text between entries stays where it is.
"""

from __future__ import annotations

import json

from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.publisher.lexicon.file import LineRange


def added(text: str, entry: LexiconEntry) -> str:
    """``text`` with ``entry`` added at its end."""
    before = text.rstrip("\n")
    return f"{before}\n\n{_table(entry)}" if before else _table(entry)


def removed(text: str, place: LineRange) -> str:
    """``text`` without the entry at ``place`` and the blank line that sets it apart."""
    lines = text.split("\n")
    behind = lines[place.last :]
    blank_before = place.first == 0 or not lines[place.first - 1].strip()
    return "\n".join(
        lines[: place.first] + (behind[1:] if blank_before and behind and not behind[0].strip() else behind)
    )


def replaced(text: str, place: LineRange, entry: LexiconEntry) -> str:
    """``text`` with ``entry`` in place of another; comments and the order of its lines stay."""
    import tomlkit  # not needed for reading

    lines = text.split("\n")
    block = tomlkit.parse("\n".join(lines[place.first : place.last]) + "\n")
    table = block["word"][0]
    for field, value in _values(entry, everything=True).items():
        if not value:
            table.pop(field, None)
        elif table.get(field) != value:
            table[field] = value
    return "\n".join(
        [*lines[: place.first], *block.as_string().rstrip("\n").split("\n"), *lines[place.last :]]
    )


def _table(entry: LexiconEntry) -> str:
    lines = [f"{field} = {json.dumps(value, ensure_ascii=False)}" for field, value in _values(entry).items()]
    return "\n".join(["[[word]]", *lines]) + "\n"


def _values(entry: LexiconEntry, *, everything: bool = False) -> dict[str, str | bool]:
    values = {field: getattr(entry, field) for field in entry.__struct_fields__}
    return {field: value for field, value in values.items() if value or everything}
