"""Plain numbers: cardinals, ordinals, decimals, fractions, ranges, numbers with their own names."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.words import cardinal, digits, in_pairs, number, ordinal
from tts_service.article.normalize.english.written import INT, NUM, SIGN, SIGNS, TO, joiner, last_word
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.wordlists import word_set

_CALLED = {"24/7": "twenty-four seven", "9/11": "nine eleven", "7/7": "seven seven", "26/11": "twenty-six eleven"}
_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
_VULGARS = "".join(_VULGAR)
_OUT_OF = re.compile(r"\s(?:stars?|on\b|points?\b|marks?\b)")
_SCORED = word_set("scored score scoring rated rating got gave")


@rule(r"(?<![\w./])(?:24/7|9/11|7/7|26/11)(?![\w/])", triggers="/")
def called_by_numbers(match: re.Match[str]) -> str:
    return _CALLED[match[0]]


@rule(
    r"(?<![\w./-])([0-9]{1,2})[/-]\1(?![\w/-])(?=\s(?:call|chance|split|share|joint|basis|partner|odds|deal|vision|ball|chances))",
    triggers="/-",
)
def even_split(match: re.Match[str]) -> str:
    """ "a 50/50 call"."""
    return f"{cardinal(int(match[1]))} {cardinal(int(match[1]))}"


@rule(rf"(?<![\w.,/])(?:([0-9]{{1,3}})\s?)?([{_VULGARS}])(%)?", triggers=_VULGARS)
def vulgar_fraction(match: re.Match[str]) -> str:
    """ "½", "2½"."""
    top, bottom = _VULGAR[match[2]]
    return _mixed(match[1], top, bottom) + (" percent" if match[3] else "")


@rule(r"(?<![\w.,/$£€-])(?:([0-9]{1,3})[\s-])?([0-9]{1,2})[/⁄]([0-9]{1,3})(?![\w/.]?[0-9]|[/\w])", triggers="/⁄")
def fraction(match: re.Match[str]) -> str | None:
    """ "3/4", "2 1/2"; "8/10" is a mark where someone scored it."""
    top, bottom = int(match[2]), int(match[3])
    if last_word(match.string, match.start()) in _SCORED or _OUT_OF.match(match.string, match.end()):
        return f"{cardinal(top)} out of {cardinal(bottom)}"
    if bottom < 2 or top == 0:
        return None
    if top >= bottom and not match[1]:
        return f"{cardinal(top)} over {cardinal(bottom)}"
    return _mixed(match[1], top, bottom)


@rule(r"(?<![\w.,/$£€-])([1-9][0-9]{1,2})/([0-9]{1,3})(?![\w/]|[.,][0-9])", triggers="/", also=DIGITS)
def one_over_another(match: re.Match[str]) -> str:
    """ "120/80" is a blood pressure, "287/6" what a cricket side has for six wickets."""
    top, bottom = int(match[1]), int(match[2])
    return f"{cardinal(top)} {'for' if bottom <= 10 and top > bottom else 'over'} {cardinal(bottom)}"


def _mixed(whole: str | None, top: int, bottom: int) -> str:
    name = {2: "half", 4: "quarter"}.get(bottom) or ordinal(bottom)
    several = "halves" if bottom == 2 else f"{name}s"
    if not whole:
        return f"{cardinal(top)} {name if top == 1 else several}"
    part = f"a {name}" if bottom == 2 else f"{cardinal(top)} {name if top == 1 else several}"
    return f"{cardinal(int(whole))} and {part}"


@rule(rf"(?<![\w.,])({INT})(?:st|nd|rd|th|ST|ND|RD|TH|ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)(?![\w])", triggers=DIGITS)
def ordinal_number(match: re.Match[str]) -> str | None:
    plain = match[1].replace(",", "")
    return ordinal(int(plain)) if len(plain) <= 15 else None


@rule(r"(?<![\w.,])([0-9]+(?:\.[0-9]+){2,10})(?![\w])", triggers=".", also=DIGITS)
def version(match: re.Match[str]) -> str:
    """ "3.2.1"; four parts are an address on the internet."""
    parts = match[1].split(".")
    return (" dot " if len(parts) == 4 else " point ").join(number(part) for part in parts)


@rule(
    r"\b(Python|Java|iOS|Android|macOS|Windows|Linux|Ubuntu|version|Version|v)\s?([0-9]{1,3})\.([0-9]{2})(?![\w.])",
    triggers=".",
    also=DIGITS,
)
def release(match: re.Match[str]) -> str:
    name = "version" if match[1] == "v" else match[1]
    return f"{name} {number(f'{match[2]}.{match[3]}')}"


@rule(r"\b(?:[A-Z]{2}|[A-Z][a-z]{2,12})\s(?P<it>[0-9]{5}(?:-[0-9]{4})?)(?=$|[.,;)])", triggers=DIGITS)
def zip_code(match: re.Match[str]) -> str | None:
    """Behind a state at the end of an address."""
    return digits(match["it"]) if re.match("[A-Z]{2}", match[0]) else None


@rule(
    r"\b(?:Boeing|Airbus|Flight|flight|Route|route|Highway|highway|Interstate|Article|Section|Room|Area|Bus|Channel|Bill|Form|Unit|Studio|"
    r"Hwy\.?|Proposition|Resolution|Rule|Class)\s(?P<it>([0-9]{2,4})(?:-([0-9]{3}))?)(?![\w,]?[0-9]|\w|\.[0-9])",
    triggers=DIGITS,
)
def named_by_a_number(match: re.Match[str]) -> str:
    """ "Boeing 737", "Article 370", "Highway 101"."""
    return in_pairs(match[2]) + (f" {in_pairs(match[3])}" if match[3] else "")


@rule(rf"(?<![\w.,/–—‑-])(?P<sign>{SIGN})(?P<low>{NUM}){TO}(?P<high>{NUM})(?![\w/]|{TO}[0-9]|[.,:][0-9])", triggers=DIGITS)
def number_range(match: re.Match[str]) -> str:
    """ "10-15", "3 - 5", "10,000–15,000"."""
    low = SIGNS[match["sign"]] + number(match["low"])
    return f"{low} {joiner(match.string, match.start())} {number(match['high'])}"


@rule(rf"(?<![\w.])(?P<sign>{SIGN})(?P<n>{NUM})(?!\w)(?P<more>\+(?![\w+]|\s?[0-9]))?(?P<comma>,(?=[0-9]))?", triggers=DIGITS)
def cardinal_number(match: re.Match[str]) -> str:
    return SIGNS[match["sign"]] + number(match["n"]) + (" plus" if match["more"] else "") + (", " if match["comma"] else "")


@rule(r"[0-9]+", triggers=DIGITS)
def leftover_digits(match: re.Match[str]) -> str:
    """Digits that stand within something no rule knows: set apart, so that they are heard at all."""
    text, start, end = match.string, match.start(), match.end()
    left = " " if start and text[start - 1].isalnum() else ""
    right = " " if end < len(text) and text[end].isalnum() else ""
    return f"{left}{in_pairs(match[0])}{right}"
