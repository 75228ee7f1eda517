"""Spanish figures that are no plain numbers: fractions, telephone numbers."""

from __future__ import annotations

import re

from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spanish.words import cardinal, digits
from tts_service.article.normalize.spanish.written import is_feminine, noun_behind

_PARTS = {3: "tercio", 4: "cuarto", 5: "quinto", 6: "sexto", 7: "séptimo", 8: "octavo", 9: "noveno", 10: "décimo"}
_PARTITIVE = re.compile(r"\sdel?\s")


@rule(r"(?<![\w/.,])24/7(?![\w/])", triggers="/")
def around_the_clock(_: re.Match[str]) -> str:
    return "veinticuatro siete"


@rule(
    r"(?<![\w/.,-])(?<!\b[Ee]l\s)(?<!\b[Dd]el\s)(?<!\bal\s)(?:([0-9]{1,3})\s)?([1-9])/([2-9]|10)(?![\w/]|[.,][0-9])",
    triggers="/",
    also=DIGITS,
)
def fraction(match: re.Match[str]) -> str | None:
    """ "3/4 de taza", "2 1/2", "1/2 hora"; what is no part of one ("9/4") or a day ("el 1/5") is left."""
    whole, part, of = match[1], int(match[2]), int(match[3])
    noun = noun_behind(match.string, match.end())
    if part >= of or not (whole or noun or _PARTITIVE.match(match.string, match.end())):
        return None
    if of == 2:
        half = "media" if is_feminine(noun) and not whole else "medio"
        return f"{cardinal(int(whole))} y medio" if whole else half
    said = f"{cardinal(part, short=True)} {_PARTS[of]}{'s' if part > 1 else ''}"
    return f"{cardinal(int(whole))} y {said}" if whole else said


@rule(r"(?<![\w.,+-])(?P<it>[6789][0-9]{1,2}(?:\s[0-9]{2,3}){2,3})(?!\w|\s?[€%]|[.,][0-9])", triggers=DIGITS)
def phone(match: re.Match[str]) -> str | None:
    """ "91 555 12 34": nine digits in groups, as they are called out."""
    groups = match["it"].split()
    if sum(map(len, groups)) != 9 or all(len(group) == 3 for group in groups):
        return None
    return ", ".join(digits(group) if group[0] == "0" else cardinal(int(group)) for group in groups)
