"""Spanish fractions, marks, and numbers that are names: "24/7"."""

from __future__ import annotations

import re

from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spanish.words import cardinal, fraction_part, number, ordinal
from tts_service.article.normalize.spanish.written import SIGNS, is_feminine, noun_behind

VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
VULGARS = "".join(VULGAR)
_SCORED = re.compile(
    r"\b(?:nota|puntuación|calificación|valoración|puntuó|calificó|valoró|obtuvo|sacó|un|puntu\w+)(?:\s(?:un|de|con|una))?\s$"
)
_ARTICLE = re.compile(r"\b(?:[Uu]n|[Ee]l|del|al)\s$")
_HALVES = {(50, 50): "cincuenta cincuenta"}


@rule(r"(?<![\w/.,])24/7(?![\w/])", triggers="/")
def around_the_clock(_: re.Match[str]) -> str:
    return "veinticuatro siete"


@rule(rf"(?<![\w/.,])([-−])?(?:([0-9]{{1,3}})\s?)?([{VULGARS}])", triggers=VULGARS)
def vulgar_fraction(match: re.Match[str]) -> str:
    """ "½", "2½"."""
    top, bottom = VULGAR[match[3]]
    return SIGNS[match[1] or ""] + mixed(match[2], top, bottom, noun_behind(match.string, match.end()))


@rule(
    r"(?<![\w/.,$€])(?<!\b[Ee]l\s)(?<!\b[Dd]el\s)(?<!\bal\s)(?<![Ll]ey\s)(?<!creto\s)(?<!iente\s)(?<!rden\s)(?<!ctiva\s)(?<!mento\s)"
    r"(?:([-−])|(?<!-))(?:([0-9]{1,3})[\s-])?([0-9]{1,4}|[0-9]{1,3}\.[0-9]{3})(?:[/⁄]|\s[/⁄]\s)([1-9][0-9]{0,4})(?:avos?)?(?![\w/⁄]|[.,][0-9]|\s[/⁄])",
    triggers="/⁄",
    also=DIGITS,
)
def fraction(match: re.Match[str]) -> str | None:
    """ "3/4 de taza", "2 1/2", "22/7", "1/32"; "Ley 39/2015" has a year, "8/10" may be a mark."""
    whole, top, bottom = match[2], int(match[3].replace(".", "")), int(match[4])
    text = match.string
    if len(match[3]) == 4 and len(match[4]) == 2 and not whole:
        return f"{cardinal(top)} {cardinal(bottom)}"
    if (1900 <= bottom <= 2100 and not whole) or (match[3][0] == "0" and len(match[3]) > 1):
        return None
    if (
        not whole
        and _SCORED.search(text[max(0, match.start() - 24) : match.start()])
        and bottom in (5, 10, 20, 100)
    ):
        return f"{cardinal(top)} sobre {cardinal(bottom)}"
    if top == 1 and not whole and _ARTICLE.search(text[max(0, match.start() - 5) : match.start()]):
        return _part(top, bottom, "").removeprefix("un ")
    return SIGNS[match[1] or ""] + (
        _HALVES.get((top, bottom)) or mixed(whole, top, bottom, noun_behind(text, match.end()))
    )


def mixed(whole: str | None, top: int, bottom: int, noun: str = "") -> str:
    """ "2 1/2" is "dos y medio", "1/2 hora" "media hora", "142/1" "ciento cuarenta y dos sobre uno"."""
    said = _part(top, bottom, noun)
    if not whole:
        return said
    return f"{number(whole)} y {said.removeprefix('un ') if said == 'un medio' else said}"


def _part(top: int, bottom: int, noun: str) -> str:
    if bottom < 2 or top == 0:
        return f"{cardinal(top)} sobre {cardinal(bottom)}"
    if noun in ("parte", "partes") and bottom > 2:
        return f"{cardinal(top, feminine=True)} {ordinal(bottom, feminine=True)}{'s' if top > 1 else ''}"
    if (top, bottom) == (1, 2) and noun:
        return "media" if is_feminine(noun) else "medio"
    return f"{cardinal(top, short=True)} {fraction_part(bottom, several=top > 1)}"
