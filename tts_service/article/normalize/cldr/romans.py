"""Rules for roman numerals: of centuries, of parts of a book, of kings and popes."""

from __future__ import annotations

import re

from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.written import LETTERS, UPPER, WORD, follows_one_of, text_before
from tts_service.article.normalize.romans import (
    TRIGGERS,
    in_words,
    numeral_by_itself_rule,
    numerals_in_a_row_rule,
    several,
)
from tts_service.article.normalize.rules import Rule, rule


def century_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """Tried before what counts wars and congresses: "no século XX Portugal mudou"."""
    if not grammar.centuries:
        return ()

    @rule(rf"(?<![{WORD}])(?:{grammar.centuries})\s(?P<it>{several()})(?![{WORD}])", triggers=TRIGGERS)
    def century(match: re.Match[str]) -> str:
        """ "século XX", "secoli XV e XVI"."""
        return in_words(match["it"], grammar.century, grammar.words.to)

    return (century,)


def roman_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """ "Kapitel IV", "Louis XIV", "MCMXCIV"."""
    return (
        *_part_rules(grammar),
        _name_rule(grammar),
        numerals_in_a_row_rule(grammar.cardinal, grammar.words.to),
        numeral_by_itself_rule(grammar.year, grammar.cardinal),
    )


def _part_rules(grammar: Grammar) -> tuple[Rule, ...]:
    parts = "|".join(filter(None, (grammar.roman_parts, *map(re.escape, grammar.tables.forms_of_numbers))))
    if not parts:
        return ()

    @rule(rf"(?<![{WORD}])(?:{parts})\s(?P<it>{several()})(?![{WORD}])", triggers=TRIGGERS)
    def roman_part(match: re.Match[str]) -> str:
        return in_words(match["it"], grammar.cardinal, grammar.words.to)

    return (roman_part,)


def _name_rule(grammar: Grammar) -> Rule:
    known = re.compile(grammar.tables.names_before_roman or "(?!)")

    @rule(
        rf"(?<![{WORD}])(?P<name>[{UPPER}]{LETTERS}{{1,20}})\s(?P<it>(?P<roman>{several()})\.?)(?![{WORD}])",
        triggers=TRIGGERS,
    )
    def roman_name(match: re.Match[str]) -> str | None:
        """ "Louis XIV et XV"; a numeral of one letter only behind a ruler's name: "Malcolm X" has none."""
        roman, before = match["roman"], text_before(match)
        is_known = known.fullmatch(match["name"]) or follows_one_of(grammar.rulers, before)
        if len(roman) == 1 and not is_known:
            return None

        def rank(n: int) -> str:
            return grammar.roman_name(match["name"], n, before) or ""

        if not rank(1):
            return None
        point = "." if match["it"] != roman and not match.string[match.end() :].strip() else ""
        return in_words(roman, rank, grammar.words.to) + point

    return roman_name
