"""Names of letters and digits: F-16, G20, MH370, H1N1, 5G, 1080p, COVID-19."""

from __future__ import annotations

import re

from tts_service.article.normalize.codes import formula_rule
from tts_service.article.normalize.english.figures.words import (
    cardinal,
    digits,
    in_pairs,
    name_number,
    number,
    plural,
)
from tts_service.article.normalize.english.names.letters import say_capitals
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spelled import spell
from tts_service.article.normalize.wordlists import word_set

_PREFIXES = word_set("pre post mid late early under over non ex sub top magnitude type phase")
_CHUNK = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_]+")


@rule(r"(?<![\w.,$€£-])([1-9][0-9]{2})\(([a-z])\)(?:\(([0-9]{1,2})\))?(?![\w(])", triggers="(", also=DIGITS)
def part_of_the_code(match: re.Match[str]) -> str:
    """ "401(k)", "501(c)(3)": paragraphs of the tax code, and what is called after them."""
    part = f" {number(match[3])}" if match[3] else ""
    return f"{in_pairs(match[1])} {spell(match[2].upper())}{part}"


@rule(
    r"(?<![\w.,-])S(?P<season>[0-9]{1,2})[\s:]?(?:E|Ep\.?\s?)(?P<episode>[0-9]{1,3})(?!\w)",
    triggers="S",
    also=DIGITS,
)
def episode(match: re.Match[str]) -> str:
    """ "S02E05"."""
    return f"season {cardinal(int(match['season']))}, episode {cardinal(int(match['episode']))}"


@rule(r"(?<![\w.,-])802\.11(?P<kind>[abgn]|a[cdxy]|b[en])?(?!\w)", triggers="8")
def wireless_standard(match: re.Match[str]) -> str:
    """ "802.11ac"."""
    return f"eight oh two dot eleven {spell((match['kind'] or '').upper())}".strip()


@rule(
    r"\b(?i:uranium|plutonium|thorium|iodine|strontium|ca?esium|cobalt|radium|polonium|xenon)(?P<it>-[0-9]{2,3})(?![\w-])",
    triggers="-",
    also=DIGITS,
)
def isotope(match: re.Match[str]) -> str:
    """ "uranium-235"."""
    return f" {in_pairs(match['it'][1:])}"


@rule(r"(?<![\w.-])([A-Z]{1,3})((?:\.[0-9]{1,3}){2,4})(?![\w-]|\.\w)", triggers=".", also=DIGITS)
def lineage(match: re.Match[str]) -> str:
    """ "B.1.1.7"."""
    return f"{_letters(match[1])} {' '.join(number(part) for part in match[2].split('.')[1:])}"


formula = formula_rule(name_number)


@rule(r"\bPM\s?(2\.5|10)(?!\w)", triggers="P", also=DIGITS)
def fine_dust(match: re.Match[str]) -> str:
    return f"{spell('PM')} {number(match[1])}"


@rule(
    r"(?<![\w.@#/])([A-Z][A-Za-z]{0,13}|[a-z]{1,2})(-?)([0-9]{1,6}(?:\.[0-9])?)(?:(s)|([A-Z]{1,2}))?(?:-([0-9]{2,5})([A-Z]{0,2}))?(?![\w])",
    triggers=DIGITS,
)
def letters_and_number(match: re.Match[str]) -> str | None:
    """ "F-16", "B-52s", "G20", "i5-9300H"."""
    letters, hyphen, figure = match[1], match[2], match[3]
    if hyphen and (letters.islower() or letters.lower() in _PREFIXES):
        return None
    said = f"{_letters(letters)} {_figure(letters, figure)}"
    if match[4]:
        said = plural(said)
    elif match[5]:
        said += f" {spell(match[5])}"
    if match[6]:
        said += f" {_figure(letters, match[6])}" + (f" {spell(match[7])}" if match[7] else "")
    return said


def _letters(letters: str) -> str:
    if len(letters) == 1 and letters.isupper():
        return spell(letters)
    return say_capitals(letters) if letters.isupper() else letters


def _figure(letters: str, figure: str) -> str:
    """Flights and the like are read digit by digit, aircraft and roads in pairs, hundreds in full."""
    if "." in figure:
        return number(figure)
    if len(letters) > 3 and len(figure) == 4:
        return name_number(figure)
    if (figure.endswith("00") and len(figure) == 3) or len(figure) < 3:
        return number(figure)
    if len(figure) == 3 and len(letters) > 1 and letters.isupper():
        return digits(figure)
    return in_pairs(figure)


@rule(r"(?<![\w.,$£€-])([0-9]{1,4})(-?)([A-Z]{1,3}|p|k)(s)?(?![\w’'-])", triggers=DIGITS)
def number_and_letters(match: re.Match[str]) -> str | None:
    """ "5G", "3D", "1080p", "221B"."""
    if match[2] and len(match[3]) > 1:
        return None
    letters = _letters(match[3].upper())
    return f"{in_pairs(match[1])} {letters}" + ("'s" if match[4] else "")


@rule(r"(?<![\w.])(?=[A-Za-z]{0,12}[0-9])(?=[0-9]{0,12}[A-Za-z])[A-Za-z0-9]{3,30}(?![\w])", triggers=DIGITS)
def mixed_name(match: re.Match[str]) -> str:
    """ "H1N1", "9to5Mac", "B2B": its letters and its numbers, each in turn."""
    return " ".join(_piece(piece) for piece in _CHUNK.findall(match[0]))


def _piece(piece: str) -> str:
    return name_number(piece) if piece[0].isdigit() else _letters(piece)


@rule(
    r"(?<![\w.,$€£-])(7[0-8]7)(?:-([1-9]|[1-9]00|[1-9]00ER|MAX)|s)(?![\w-]|[.,][0-9])",
    triggers="7",
)
def airliner(match: re.Match[str]) -> str:
    """ "737-800", "two 747s"."""
    if not match[2]:
        return plural(in_pairs(match[1]))
    figures = match[2].rstrip("ERMAX")
    kind = number(figures) if figures else "Max"
    return f"{in_pairs(match[1])} {kind}" + (f" {spell('ER')}" if match[2].endswith("ER") else "")


@rule(
    r"\b(?:iPhone|iPad|Galaxy|Pixel|Windows|PlayStation|RTX|GTX|Xbox|Mac|Note|Surface|ThinkPad|Ryzen|Core)\s(?P<it>[0-9]{3,4})(?!\w|,[0-9])",
    triggers=DIGITS,
)
def product_number(match: re.Match[str]) -> str:
    return in_pairs(match["it"])
