"""Changes to the text of a lexicon's file that keep everything else as the editor has written it. Pure.

Line by line, and tomlkit for the lines of one entry: what stands between entries stays where it is.
"""

from __future__ import annotations

import json

from tts_service.article.entry import Entry
from tts_service.publisher.lexicon import Place


def added(text: str, entry: Entry) -> str:
    """``text`` with ``entry`` at its end."""
    before = text.rstrip("\n")
    return f"{before}\n\n{_table(entry)}" if before else _table(entry)


def removed(text: str, place: Place) -> str:
    """``text`` without the entry at ``place``, and without the blank line that set it apart."""
    lines = text.split("\n")
    behind = lines[place.last :]
    blank_before = place.first == 0 or not lines[place.first - 1].strip()
    return "\n".join(lines[: place.first] + (behind[1:] if blank_before and behind and not behind[0].strip() else behind))


def replaced(text: str, place: Place, entry: Entry) -> str:
    """``text`` with ``entry`` in the place of another; comments and order of its lines stay."""
    import tomlkit  # not needed by those who only read

    lines = text.split("\n")
    block = tomlkit.parse("\n".join(lines[place.first : place.last]) + "\n")
    table = block["word"][0]
    for field, value in _values(entry, everything=True).items():
        if not value:
            table.pop(field, None)
        elif table.get(field) != value:
            table[field] = value
    return "\n".join([*lines[: place.first], *block.as_string().rstrip("\n").split("\n"), *lines[place.last :]])


def _table(entry: Entry) -> str:
    lines = [f"{field} = {json.dumps(value, ensure_ascii=False)}" for field, value in _values(entry).items()]
    return "\n".join(["[[word]]", *lines]) + "\n"


def _values(entry: Entry, *, everything: bool = False) -> dict[str, str | bool]:
    values = {field: getattr(entry, field) for field in entry.__struct_fields__}
    return {field: value for field, value in values.items() if value or everything}
