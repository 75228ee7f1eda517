"""Arithmetic in any language: equations, products, powers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from tts_service.article.normalize.rules import DIGITS, Rule, rule

RAISED = r"(?:\^\(?[-−+]?[0-9]{1,4}\)?|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})"
_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
_EQUALS = r"(?:[=≠≈<>≤≥]|<=|>=|!=|==)"
_BEFORE = r"(?<![\w.,$€£*/-])"


class Arithmetic(NamedTuple):
    """How a language writes and says it. ``numeral`` and ``length`` are patterns: of a number, and of what
    follows a size such as "5 × 7 m", which is no product. ``signs`` has a word for each sign, "" for none;
    ``raised`` says the power of an exponent, ``name`` a letter that stands for a number."""

    numeral: str
    length: str
    signs: Mapping[str, str]
    number: Callable[[str], str]
    raised: Callable[[int], str]
    name: Callable[[str], str] = str
    operators: str = "-+*/×·÷−–x"

    def said(self, written: str) -> str:
        tokens = re.finditer(
            rf"(?P<number>{self.numeral})|(?P<raised>{RAISED})|(?P<times>x(?=\s?[0-9]))|(?P<name>[a-zA-Z])"
            rf"|(?P<sign>{_EQUALS}|[%():]|[{self.operators}])",
            written,
        )
        return " ".join(word for token in tokens if (word := self._word(token)))

    def _word(self, token: re.Match[str]) -> str:
        if token["number"]:
            return self.number(token["number"])
        if token["raised"]:
            return self.raised(exponent(token["raised"]))
        if token["name"]:
            return self.name(token["name"])
        return self.signs["*" if token["times"] else token["sign"]]


def exponent(written: str) -> int:
    """Of "^(-6)" or "⁶"."""
    return int(written.translate(_POWERS).strip("^()+"))


def equation_rule(language: Arithmetic) -> Rule:
    # Atomic, for it would be tried in very many ways. So an x before a figure is left for the operator.
    letter = r"[a-zA-Z](?![a-zA-Z])"
    behind = r"(?:[a-wyz]|x(?!\s?[0-9(]))?%?\)?"
    operand = rf"(?>[-−+]?\(?(?:{language.numeral}|{letter})(?:{RAISED})?{behind})"
    operator = rf"\s?[{language.operators}]"
    side = rf"(?:{operand}(?:{operator}\s?{operand}){{0,6}}+)"

    @rule(
        rf"(?<![\w.,$€£/-])(?P<it>{side}(?:\s?{_EQUALS}\s?{side}){{1,3}})(?![\w/]|[.,:][0-9]|\s?[$€£])",
        triggers="=≠≈≤≥<>",
        also=DIGITS,
    )
    def equation(match: re.Match[str]) -> str | None:
        """ "1-2=5", "7 − 2 = 5", "3 x 4 = 12"; what has no operator ("n=5") is read sign by sign."""
        return language.said(match["it"]) if re.search(rf"[0-9)]{operator}", match["it"]) else None

    return equation


def product_rule(language: Arithmetic, signs: str) -> Rule:
    """``signs`` need no gaps around them."""
    length = re.compile(language.length)

    @rule(
        rf"{_BEFORE}(?P<it>{language.numeral}(?:(?:\s?[*]\s?|·|\s[×÷+]\s|[{signs}]){language.numeral}){{1,6}})"
        r"(?![\w*/%°$€£]|[.,:][0-9]|\s?[×x]\s)",
        triggers="*·×÷+",
        also=DIGITS,
    )
    def product(match: re.Match[str]) -> str | None:
        """ "2*8", "5 ÷ 2", "2+3"; "5 × 7 m" is a size."""
        is_size = "×" in match["it"] and length.match(match.string, match.end())
        return None if is_size else language.said(match["it"])

    return product


def power_rule(language: Arithmetic, raised: str, triggers: str) -> Rule:
    """``raised``: a pattern of the exponents that are read here."""

    @rule(
        rf"{_BEFORE}(?P<it>(?:{language.numeral}(?:\s?[x×*·]\s?[0-9]{{1,4}})?|[A-Za-z])(?:{raised}))(?!\w)",
        triggers=triggers,
    )
    def power(match: re.Match[str]) -> str:
        """ "10^6", "2 x 10^5", "x^2", "10⁻³"."""
        return language.said(match["it"])

    return power
