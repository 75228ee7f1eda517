"""The languages that stand on CLDR (``cldr``), each in its own folder beside this module.

A folder is imported when its language is met: a process that reads nothing loads neither Babel nor
unicode-rbnf.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.rules import Rule

FOLDERS: Mapping[str, str] = {
    "de": "german",
    "fr": "french",
    "hi": "hindi",
    "it": "italian",
    "pt": "portuguese",
}
"""The folder of a language, by its primary tag."""


@cache
def rules(primary: str, region: str) -> tuple[Rule, ...]:
    """The ordered rules of a language of ``FOLDERS``, as spoken in ``region`` ("" for the usual one)."""
    from tts_service.article.normalize.cldr.language import rules_of

    return rules_of(grammar(primary, region))


def goes_on(primary: str, before: str, behind: str) -> bool:
    """Does a sentence go on although ``before`` ends in a full stop? False without a folder."""
    return primary in FOLDERS and grammar(primary, "").goes_on(before, behind)


def ends(primary: str, paragraph: str) -> Iterator[int]:
    """Offsets behind the abbreviations, such as "etc.", that end a sentence of ``paragraph`` for certain."""
    if primary in FOLDERS and "." in paragraph:
        yield from (match.end() for match in _ends(primary).finditer(paragraph))


@cache
def _ends(primary: str) -> re.Pattern[str]:
    tables = grammar(primary, "").tables
    forms = "|".join(map(re.escape, sorted(tables.may_end, key=len, reverse=True)))
    return re.compile(rf"(?<![\w.])(?:{forms})(?={tables.beginning()})")


@cache
def grammar(primary: str, region: str) -> Grammar:
    """How a language of ``FOLDERS`` says numbers, as spoken in ``region`` ("" for the usual one)."""
    folder = import_module(f"tts_service.article.normalize.{FOLDERS[primary]}")
    found: Grammar = folder.grammar(region)
    return found
