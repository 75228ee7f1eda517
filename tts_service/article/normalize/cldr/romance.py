"""What the grammars of French, Italian and Portuguese have in common."""

from __future__ import annotations

import re
from typing import NamedTuple

from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.written import BEFORE, LETTERS
from tts_service.article.normalize.rules import DIGITS, Rule, rule


class Nouns(NamedTuple):
    """How the gender of a noun is told: by its ending, but for exceptions of both kinds. In lower case."""

    feminine_ends: tuple[str, ...]
    feminine: frozenset[str]
    masculine: frozenset[str]

    def gender(self, noun: str) -> str:
        noun = noun.lower()
        is_feminine = noun in self.feminine or noun.endswith(self.feminine_ends)
        return "feminine" if is_feminine and noun not in self.masculine else "masculine"


class Romance(Grammar):
    """Two genders; years are plain numbers; two decimals are a number: "trois virgule quatorze"."""

    nouns: Nouns

    def gender(self, noun: str) -> str:
        return self.nouns.gender(noun)

    def ordinal(self, n: int, noun: str = "", before: str = "") -> str:
        return self.spell(n, f"ordinal-{self.gender(noun) if noun else 'masculine'}")

    def year(self, n: int) -> str:
        return self.spell(n, "cardinal-masculine")

    def decimals(self, written: str) -> str:
        is_number = len(written) < 3 and int(written[0])
        return self.cardinal(int(written)) if is_number else self.digits(written)


def is_below_two(grammar: Grammar, number: str) -> bool:
    """In French and Portuguese all below two is in the singular: "1,5 million"."""
    whole = grammar.parts(number).whole
    return len(whole) < 3 and int(whole or "0") < 2


def hours_and_a_half_rule(grammar: Grammar, half: str) -> Rule:
    @rule(rf"{BEFORE}(?P<h>\d{{1,2}})\s?h\s(?:et?\s)?(?:1/2|½)(?![\w/])", triggers="h", also="/½")
    def hours_and_a_half(match: re.Match[str]) -> str:
        """ "2 h 1/2"."""
        return f"{grammar.measure(match['h'], grammar.unit('h'), '')} {half}"

    return hours_and_a_half


def half_behind_rule(grammar: Grammar, masculine: str, feminine: str) -> Rule:
    """The half stands behind the noun: "2 1/2 heures" is "deux heures et demie"."""

    @rule(rf"{BEFORE}(?P<n>\d{{1,3}})\s?(?:½|(?<=\s)1/2)\s(?P<noun>{LETTERS}+)", triggers="½/", also=DIGITS)
    def and_a_half(match: re.Match[str]) -> str:
        noun = match["noun"]
        half = feminine if grammar.gender(noun) == "feminine" else masculine
        return f"{grammar.cardinal(int(match['n']), noun)} {noun} {half}"

    return and_a_half
