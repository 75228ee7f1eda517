"""Arithmetic in English words: equations, products, powers."""

from __future__ import annotations

import re

from tts_service.article.normalize.arithmetic import (
    Arithmetic,
    equation_rule,
    exponent,
    power_rule,
    product_rule,
)
from tts_service.article.normalize.english.figures.words import number, ordinal
from tts_service.article.normalize.english.figures.written import NUM
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spelled import spell


def raised(n: int) -> str:
    """What is said behind a number to the power of ``n``."""
    if n in (2, 3):
        return "squared" if n == 2 else "cubed"
    return f"to the minus {number(str(-n))}" if n < 0 else f"to the {ordinal(n)}"


_ENGLISH = Arithmetic(
    numeral=NUM,
    length=r"[\s-]?(?:[kcm]?m|ft|in|mm|feet|inch(?:es)?|met(?:er|re)s)\b",
    signs={
        "+": "plus", "-": "minus", "−": "minus", "–": "minus", "*": "times", "×": "times", "·": "times",
        "x": "times",
        "/": "divided by", "÷": "divided by", "=": "equals", "==": "equals", "≠": "does not equal",
        "!=": "does not equal", "≈": "is approximately", "<": "is less than", ">": "is greater than",
        "≤": "is less than or equal to", "<=": "is less than or equal to", "≥": "is greater than or equal to",
        ">=": "is greater than or equal to", "(": "", ")": "", "%": "percent",
    },
    number=number,
    raised=raised,
    name=lambda letter: spell(letter) if letter.isupper() else letter,
)  # fmt: skip
equation = equation_rule(_ENGLISH)
product = product_rule(_ENGLISH, signs="+÷×")
power = power_rule(_ENGLISH, r"\^\(?[-−+]?[0-9]{1,4}\)?|⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}", triggers="^⁻")


@rule(
    r"(?<![\w.,$€£-])(?P<n>[0-9]{1,3}(?:\.[0-9]{1,6})?)\s?[x×*·]\s?10(?P<power>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?!\w)",
    triggers="⁰¹²³⁴⁵⁶⁷⁸⁹",
)
def scientific_raised(match: re.Match[str]) -> str:
    """ "3×10⁸"."""
    return f"{number(match['n'])} times ten {raised(exponent(match['power']))}"


@rule(
    r"(?<![\w.,$€£-])(?P<n>[0-9]{1,3}(?:\.[0-9]{1,6})?)[eE](?P<sign>[-−+]?)(?P<power>[0-9]{1,3})(?![\w.]|-[0-9A-Z])",
    triggers="eE",
    also=DIGITS,
)
def scientific(match: re.Match[str]) -> str | None:
    """ "6.02e23"; "1E5" may be a name."""
    if "." not in match["n"] and not match["sign"]:
        return None
    return f"{number(match['n'])} times ten {raised(exponent(match['sign'] + match['power']))}"
