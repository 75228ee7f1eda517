"""Rules for arithmetic: sums, factors, and signs that stand before a number or for one."""

from __future__ import annotations

import re

from tts_service.article.normalize.arithmetic import Arithmetic, equation_rule
from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.written import number_pattern
from tts_service.article.normalize.codes import language_of_programs_rule
from tts_service.article.normalize.rules import DIGITS, Rule, rule
from tts_service.article.normalize.spelled import spell


def sum_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """Tried before the rules that join figures in other ways: "3-1=2" is no score."""
    words = grammar.words

    @rule(r"(?<![\w.,])x(?=\d{1,3}(?!\w))", triggers="x", also=DIGITS)
    def factor(_: re.Match[str]) -> str:
        """ "x3"."""
        return f"{grammar.tables.signs['×']} "

    @rule(r"(?<![^\W\d_])π(?![^\W\d_])", triggers="π")
    def pi(_: re.Match[str]) -> str:
        """By itself: elsewhere it is a letter of a word."""
        return words.pi

    @rule(r"(?<![\w#&])#\s?(?=\d)", triggers="#", also=DIGITS)
    def number_sign(_: re.Match[str]) -> str | None:
        """ "#1"."""
        return f"{words.number} " if words.number else None

    return equation_rule(_arithmetic(grammar)), factor, pi, language_of_programs_rule(words.plus), number_sign


def _arithmetic(grammar: Grammar) -> Arithmetic:
    words, signs = grammar.words, grammar.tables.signs
    minus, times, equals = words.minus, signs["×"], signs["="]
    divided = signs.get("÷", signs["/"])
    said = {
        "+": words.plus, "-": minus, "−": minus, "–": minus, "*": times, "×": times, "·": times, "x": times,
        "/": divided, "÷": divided, ":": divided, "=": equals, "==": equals, "(": "", ")": "",
        "%": words.percent, "<": signs["<"], ">": signs[">"], "<=": signs.get("≤", signs["<"]),
        ">=": signs.get("≥", signs[">"]), "!=": signs.get("≠", equals), "≠": signs.get("≠", equals),
        "≈": signs.get("≈", words.about), "≤": signs.get("≤", signs["<"]), "≥": signs.get("≥", signs[">"]),
    }  # fmt: skip
    return Arithmetic(
        numeral=number_pattern(grammar.decimal),
        length=r"(?!)",
        signs=said,
        number=grammar.number,
        raised=grammar.raised,
        name=lambda letter: spell(letter) if letter.isupper() else letter,
        operators="-+*/×·÷−–x:",
    )
