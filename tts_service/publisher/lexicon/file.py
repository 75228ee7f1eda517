"""The lexicon's file: tables ``[[word]]`` in TOML, kept by hand or through the API.

    [[word]]
    write = "Qarluq"       # as it stands in the article
    say = "kar-look"       # or ipa = "qɑɾˈluːq"
    language = "en"        # this and what follows: only there; see tts_service.article.lexicon.entry

Editors read what is refused here: every error names file and line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import msgspec

from tts_service.article.lexicon.entry import EntryError, LexiconEntry, checked
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.errors import FileError
from tts_service.publisher.files import Live, PublisherFiles

MAX_ENTRIES = 5_000

_HEAD = re.compile(r"""\s*\[\[\s*(?:word|"word"|'word')\s*\]\]\s*(?:#.*)?""")
_ANY_HEAD = re.compile(r"\s*\[")
_AT_LINE = re.compile(r" ?\(at line (\d+), column \d+\)")
_PLAINLY = {
    "Cannot overwrite a value": "this is already set some lines above",
    "Cannot declare": "this is already set some lines above",
    "Invalid value": "the text after = must be in quotation marks",
    "Expected '=' after a key": "there is no = after the name",
    "Unterminated string": "the closing quote is missing",
    "Illegal character '\\n'": "the closing quote is missing",
    "Expected \"'": "the closing quote is missing",
    "Invalid statement": "this is neither [[word]] nor a name followed by =",
}
"""What the TOML parser reports, in words for editors, by the beginnings of its messages."""

_KINDS = {"str": 'a text in quotes, such as "…"', "bool": "true or false, without quotes"}
_WRONG = re.compile(r"Expected `(\w+)`, got `\w+` - at `\$\.(\w+)`")


class LineRange(NamedTuple):
    """Lines ``first`` up to ``last`` of the file (from 0, ``last`` excluded): a ``[[word]]`` and what belongs
    to it."""

    first: int
    last: int


def live_lexicon(files: PublisherFiles) -> Live[Lexicon]:
    return files.live("lexicon", partial(parse, name=files.name("lexicon")), Lexicon(()))


def parse(text: str, name: str) -> Lexicon:
    """The lexicon in ``text``, the contents of the file ``name``. Raises FileError with the line of the first
    error."""
    return Lexicon([entry for entry, _ in entries_with_lines(text, name)])


def entries_with_lines(text: str, name: str) -> list[tuple[LexiconEntry, int]]:
    """Each entry with the line of its ``[[word]]`` (from 1). Raises FileError."""
    lines = text.removeprefix("\ufeff").split("\n")
    tables = _tables("\n".join(lines), name)
    places = list(places_in(lines))
    if len(places) != len(tables):
        raise FileError(f"{name}, line 1: give each word as a table of its own, below a line [[word]].")
    entries = [
        (_entry(table, lines, place, name), place.first + 1)
        for table, place in zip(tables, places, strict=True)
    ]
    _refuse_contradictions(entries, name)
    return entries


def places_in(lines: Sequence[str]) -> Iterator[LineRange]:
    """The places of the entries, in order. Comments and blank lines after an entry do not belong to it."""
    first, last = None, 0
    for number, line in enumerate([*lines, "["]):
        if _ANY_HEAD.match(line):
            if first is not None:
                yield LineRange(first, last)
            first = number if _HEAD.fullmatch(line) else None
        if line.strip() and not line.lstrip().startswith("#"):
            last = number + 1


def _tables(text: str, name: str) -> list[dict[str, Any]]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(str(error), text, name) from None
    strange = next((key for key in data if key != "word"), None)
    if strange is not None:
        line = _line_with(text.split("\n"), rf"""\s*\[*\s*["']?{re.escape(strange)}\b""", 0)
        raise FileError(
            f"{name}, line {line}: {strange!r} is not known here. Each word begins with a line [[word]]."
        )
    tables = data.get("word", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        line = _line_with(text.split("\n"), r"\s*\[?\s*word\b", 0)
        raise FileError(f"{name}, line {line}: each word begins with a line [[word]], in double brackets.")
    if len(tables) > MAX_ENTRIES:
        raise FileError(
            f"{name}, line 1: there are {len(tables):,} words; at most {MAX_ENTRIES:,} are allowed."
        )
    return tables


def _syntax(message: str, text: str, name: str) -> FileError:
    found = _AT_LINE.search(message)
    line = int(found[1]) if found else text.count("\n") + 1
    what = _AT_LINE.sub("", message).replace(" (at end of document)", "").rstrip(".")
    why = next(
        (plainly for start, plainly in _PLAINLY.items() if what.startswith(start)),
        f"this cannot be read: {what}",
    )
    return FileError(f'{name}, line {line}: {why}. A line should look like say = "kar-look".')


def _entry(table: dict[str, Any], lines: Sequence[str], place: LineRange, name: str) -> LexiconEntry:
    unknown = next((field for field in table if field not in LexiconEntry.__struct_fields__), None)
    if unknown is not None:
        known = ", ".join(LexiconEntry.__struct_fields__)
        raise FileError(
            f"{name}, line {_line_of(unknown, lines, place)}: {unknown!r} is not known here. The "
            f"settings are: {known}."
        )
    if "write" not in table:
        raise FileError(
            f'{name}, line {place.first + 1}: write = "…" is missing: the word as it stands in the article.'
        )
    try:
        return checked(msgspec.convert(table, LexiconEntry))
    except msgspec.ValidationError as error:
        kind, field = _WRONG.search(str(error)).groups()  # type: ignore[union-attr]
        raise FileError(
            f"{name}, line {_line_of(field, lines, place)}: {field} must be {_KINDS[kind]}."
        ) from None
    except EntryError as error:
        raise FileError(f"{name}, line {_line_of(error.field, lines, place)}: {error}") from None


def _refuse_contradictions(entries: Sequence[tuple[LexiconEntry, int]], name: str) -> None:
    seen: dict[str, tuple[LexiconEntry, int]] = {}
    for entry, line in entries:
        first, first_line = seen.setdefault(entry.key, (entry, line))
        if first_line != line:
            how = "once more" if (first.say, first.ipa) == (entry.say, entry.ipa) else "in another way"
            raise FileError(
                f"{name}, line {line}: {entry.write!r} is given {how}; it is also in line {first_line}, for "
                "the same articles. "
                "Remove one of them."
            )


def _line_of(field: str, lines: Sequence[str], place: LineRange) -> int:
    return _line_with(lines[: place.last], rf"""\s*["']?{re.escape(field)}\b""", place.first)


def _line_with(lines: Sequence[str], pattern: str, start: int) -> int:
    """The number (from 1) of the first line from ``start`` on (from 0) that begins with ``pattern``;
    otherwise that of ``start``."""
    return next(
        (number + 1 for number in range(start, len(lines)) if re.match(pattern, lines[number])), start + 1
    )
