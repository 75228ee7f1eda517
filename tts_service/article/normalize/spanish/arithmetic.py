"""Arithmetic in Spanish words: equations, products, powers."""

from __future__ import annotations

import re

from tts_service.article.normalize.arithmetic import (
    RAISED,
    Arithmetic,
    equation_rule,
    power_rule,
    product_rule,
)
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spanish.words import cardinal, number, ordinal
from tts_service.article.normalize.spanish.written import NUM


def _raised(n: int) -> str:
    if n in (2, 3):
        return "al cuadrado" if n == 2 else "al cubo"
    if n < 0:
        return f"a la menos {cardinal(-n)}"
    return f"a la {ordinal(n, feminine=True)}" if n <= 10 else f"a la {cardinal(n)}"


_SPANISH = Arithmetic(
    numeral=NUM,
    length=r"\s?(?:[kcm]?m|metros?|pies)\b",
    signs={
        "+": "más", "-": "menos", "−": "menos", "–": "menos", "*": "por", "×": "por", "·": "por", "x": "por",
        "/": "entre", "÷": "entre", ":": "entre", "=": "igual a", "==": "igual a", "≠": "distinto de",
        "!=": "distinto de", "≈": "aproximadamente igual a", "<": "menor que", ">": "mayor que",
        "≤": "menor o igual que", "<=": "menor o igual que", "≥": "mayor o igual que",
        ">=": "mayor o igual que", "(": "", ")": "", "%": "por ciento",
    },
    number=number,
    raised=_raised,
    operators="-+*/×·÷−–x:",
)  # fmt: skip
equation = equation_rule(_SPANISH)
product = product_rule(_SPANISH, signs="+÷")
power = power_rule(_SPANISH, RAISED, triggers="^⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@rule(r"(?<![\w.])x(?=[0-9]{1,3}(?!\w))", triggers="x", also=DIGITS)
def multiplied_by(_: re.Match[str]) -> str:
    """ "aumentó x3"."""
    return "por"


@rule(r"(?<=\w)[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,5}", triggers="⁰¹²³⁴⁵⁶⁷⁸⁹")
def footnote_mark(_: re.Match[str]) -> str:
    """A raised number behind a word points to a note."""
    return ""


@rule(r"(?<![\w~])[~≈∼]\s?(?=[0-9$€£\ue000])", triggers="~≈∼")
def approximately(_: re.Match[str]) -> str:
    return "aproximadamente "
