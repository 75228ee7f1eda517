"""Fractions: "3/4", "2½", "22/3", "1/4th", marks out of ten, blood pressures, cricket scores."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.figures.words import cardinal, number, ordinal
from tts_service.article.normalize.english.figures.written import INT, SIGNS, last_word
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.wordlists import any_of, word_set

VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9),
    "⅒": (1, 10),
}  # fmt: skip
VULGARS = "".join(VULGAR)
_OUT_OF = re.compile(r"\s(?:stars?|on\b|points?\b|marks?\b)")
_SCORED = word_set("score scored scores scoring rate rated rates rating got gave gives grade mark marked")
_CRICKET = re.compile(
    r"\b(?:innings?|wickets?|runs?|stumps|overs?|all\sout|bowled|batsm[ae]n|batters?|declared|Test|T20|ODI|run-?chase"
    r"|(?:India|England|Australia|Pakistan|Zealand|Africa|Lanka|Indies|Bangladesh|Afghanistan|Ireland|Zimbabwe)(?:\s(?:were|are|made|reached))?)\b"
)
_ODDS = re.compile(
    r"\b(?:odds|priced)\b[^.!?]{0,16}$|\b(?:favou?rites?|outsiders?|book(?:makers|ies))\s(?:[a-z]+\s){0,3}at\s$"
)
_BET = re.compile(r"\s(?:[a-z]{4,6}[\s-])?(?:favou?rites?|outsiders?|(?P<likely>shots?))\b")
_PART_OF = re.compile(r"\s(?:of|inch|mile|full|empty)\b|-")
_MOST = 999
"""Parts up to here, and a thousand and so on, have names that a listener understands."""
_MEASURED = re.compile(rf"\b{any_of('blood pressure vision reading sight eyesight')}\b")


@rule(rf"(?<![\w.,/])([-−](?=[0-9{VULGARS}]))?(?:([0-9]{{1,3}})\s?)?([{VULGARS}])(%)?", triggers=VULGARS)
def vulgar_fraction(match: re.Match[str]) -> str:
    """ "½", "2½"."""
    top, bottom = VULGAR[match[3]]
    return SIGNS[match[1] or ""] + mixed(match[2], top, bottom) + (" percent" if match[4] else "")


@rule(r"(?<![\w.,/$£€-])([0-9]\.[0-9])/(5|10)(?![\w/]|[.,][0-9])", triggers="/", also=DIGITS)
def mark_out_of(match: re.Match[str]) -> str:
    """ "9.5/10"."""
    return f"{number(match[1])} out of {number(match[2])}"


@rule(
    rf"(?<![\w.,/$£€])(?:(?P<sign>(?<![^\s(“\"])[-−])|(?<!-))(?:(?P<whole>[0-9]{{1,3}}(?:,[0-9]{{3}})?)(?P<gap>[\s-]))?(?P<top>{INT})(?:[/⁄]|\s[/⁄]\s)(?P<bottom>[0-9]{{1,4}})"
    r"(?P<th>(?:st|nd|rd|th)s?|s(?=\sof\b))?(?![\w/⁄]|[.,][0-9]|\s[/⁄])",
    triggers="/⁄",
    also=DIGITS,
)
def fraction(match: re.Match[str]) -> str | None:
    """ "3/4", "2 1/2", "22/3", "1/4th"; "8/10" is a mark where someone scored it, "7/2" may be odds."""
    text, whole = match.string, match["whole"]
    top, bottom = int(match["top"].replace(",", "")), int(match["bottom"])
    if match["bottom"][0] == "0" or (match["top"][0] == "0" and len(match["top"]) > 1):
        return None
    sign = SIGNS[match["sign"] or ""]
    if whole or match["th"]:
        return sign + mixed(whole, top, bottom)
    if _are_odds(match, top, bottom):
        return f"{cardinal(top)} to {cardinal(bottom)}"
    if last_word(text, match.start()) in _SCORED or _OUT_OF.match(text, match.end()):
        return f"{cardinal(top)} out of {cardinal(bottom)}"
    if bottom == 10 and 6 <= top <= 10 and not _PART_OF.match(text, match.end()):
        return f"{cardinal(top)} out of ten"
    if top >= 10 and bottom <= 10 and _CRICKET.search(text):
        return f"{cardinal(top)} for {cardinal(bottom)}"
    if (top >= 50 and bottom >= 30) or _MEASURED.search(text):
        return f"{cardinal(top)} over {cardinal(bottom)}"
    return sign + mixed("", top, bottom)


def _are_odds(match: re.Match[str], top: int, bottom: int) -> bool:
    """ "a 5/1 shot", but "3/4 shot of rum"."""
    bet = _BET.match(match.string, match.end())
    if bet:
        return not bet["likely"] or top > bottom
    return _ODDS.search(match.string, max(0, match.start() - 40), match.start()) is not None


def mixed(whole: str | None, top: int, bottom: int) -> str:
    """ "2 1/2" is two and a half, "22/3" twenty-two thirds, "142/1" one hundred forty-two over one."""
    said = _part(top, bottom)
    if not whole:
        return said
    return f"{number(whole)} and {'a half' if said == 'one half' else said}"


def _part(top: int, bottom: int) -> str:
    if bottom < 2 or top == 0 or (bottom > _MOST and str(bottom).rstrip("0") != "1"):
        return f"{cardinal(top)} over {cardinal(bottom)}"
    name = {2: "half", 4: "quarter"}.get(bottom) or ordinal(bottom)
    several = "halves" if bottom == 2 else f"{name}s"
    return f"{cardinal(top)} {name if top == 1 else several}"
