"""Sizes: feet and inches, dimensions, coordinates, temperatures without their sign, multiples."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.amounts.units import BEFORE, PATTERN, PER, UNITS
from tts_service.article.normalize.english.figures.words import cardinal, in_pairs, number, plural
from tts_service.article.normalize.english.figures.written import (
    END,
    NUM,
    SIGN,
    SIGNS,
    TO,
    is_attributive,
    joiner,
)
from tts_service.article.normalize.rules import DIGITS, MASK, rule

_BEFORE = r"(?<![\w.,$€£₹/-])"


@rule(
    rf"{BEFORE}([0-9]{{1,3}}(?:\.[0-9]+)?)\s?[°º]\s?(?:([0-9]{{1,2}}(?:\.[0-9]+)?)\s?['’′]\s?)?(?:([0-9]{{1,2}}(?:\.[0-9]+)?)\s?(?:[\"″”]|''|’’|′′)\s?)?"
    r"([NSEW])(?![\w’'])",
    triggers="°º",
)
def coordinate(match: re.Match[str]) -> str:
    """ "40°26′46″N", "45° N"."""
    named = zip(match.group(1, 2, 3), ("degree", "minute", "second"), strict=True)
    said = [f"{number(n)} {name}{'' if n == '1' else 's'}" for n, name in named if n]
    return f"{' '.join(said)} {_COMPASS[match[4]]}"


_COMPASS = {"N": "north", "S": "south", "E": "east", "W": "west"}


@rule(
    rf"{BEFORE}({NUM})\s?['’′](\s?[\"″”])?\s?[x×]\s?({NUM})\s?['’′](?(2)\s?[\"″”])(?!\w)",
    triggers="x×",
    also=DIGITS,
)
def feet_by_feet(match: re.Match[str]) -> str:
    """ "a 10'x12' room"."""
    name = "foot" if is_attributive(match.string, match.start(), match.end()) else "feet"
    return f"{number(match[1])} by {number(match[3])} {name}"


@rule(rf"{BEFORE}({NUM})\s?in(?:\.{END}|(?=\.?[”\")]?$|[,;)]))", triggers=DIGITS)
def inches(match: re.Match[str]) -> str:
    return f"{number(match[1])} {'inch' if match[1] == '1' else 'inches'}"


@rule(
    rf"{BEFORE}(?P<sign>{SIGN})(?:([0-9]{{2,3}})[CF]?{TO})?([0-9]{{2,3}}(?:\.[0-9])?)(?:([CF])|\s([CF])(?=$|[.,;)]))(?![\w+#’'])",
    triggers="CF",
    also=DIGITS,
)
def bare_temperature(match: re.Match[str]) -> str:
    """ "30C (86F)", "38-40C"."""
    low = f"{number(match[2])} {joiner(match.string, match.start())} " if match[2] else ""
    return (
        f"{SIGNS[match['sign']]}{low}{number(match[3])} degrees "
        f"{'Celsius' if 'C' in (match[4], match[5]) else 'Fahrenheit'}"
    )


@rule(
    rf"{BEFORE}([0-9]{{1,2}})(?:\s?ft\.?\s?|['’′]\s?)([0-9]{{1,2}})(?:\s?in(?:ch(?:es)?)?\b\.?|[\"″”]|'')"
    rf"|{BEFORE}([4-7])['’′](1[01]|[0-9])(?![\w'’\"″”])",
    triggers=DIGITS,
)
def feet_and_inches(match: re.Match[str]) -> str:
    """ "6ft 2in", "5'10\"", "6'1"."""
    feet, inches = match[1] or match[3], match[2] or match[4]
    return f"{cardinal(int(feet))} foot {cardinal(int(inches))}"


@rule(
    rf"{_BEFORE}([1-9]|[12][0-9])['’′](?=\s(?:tall|high|deep|long|wide|in\sheight)\b)",
    triggers="'’′",
    also=DIGITS,
)
def feet_mark(match: re.Match[str]) -> str:
    """ "6' tall"."""
    return f"{cardinal(int(match[1]))} {'foot' if match[1] == '1' else 'feet'}"


@rule(rf"{_BEFORE}([2-9])x([2-9])s(?!\w)", triggers="x", also="s")
def several_by(match: re.Match[str]) -> str:
    """ "4x4s"."""
    return f"{cardinal(int(match[1]))} by {plural(cardinal(int(match[2])))}"


_SIDE = rf"({NUM})\s?({PATTERN}|in\b\.?|[\"″])"


@rule(rf"{_BEFORE}{_SIDE}\s?[x×]\s?{_SIDE}(?:\s?[x×]\s?{_SIDE})?(?!\w)", triggers="x×", also=DIGITS)
def sides_with_units(match: re.Match[str]) -> str | None:
    """ "10 ft x 12 ft", '8" x 10"'."""
    sides = [side for side in zip(match.groups()[::2], match.groups()[1::2], strict=True) if side[0]]
    one = is_attributive(match.string, match.start(), match.end())
    if all(unit in '"″' for _, unit in sides):
        return f"{' by '.join(number(n) for n, _ in sides)} {'inch' if one else 'inches'}"
    return " by ".join(_side(n, unit, one=one or n == "1") for n, unit in sides)


def _side(n: str, unit: str, *, one: bool) -> str:
    return f"{number(n)} {UNITS.get(unit, ('inch', 'inches'))[0 if one else 1]}"


@rule(
    rf"{_BEFORE}([1-9][0-9]{{2,3}})\s?×\s?([1-9][0-9]{{2,3}})(?!\w|\s?=|[.,][0-9])", triggers="×", also=DIGITS
)
def of_a_screen(match: re.Match[str]) -> str:
    """ "1024×768"."""
    return f"{in_pairs(match[1])} by {in_pairs(match[2])}"


_NAME_BEHIND = re.compile(rf"\s[A-Z0-9{MASK}]")
_SCREEN = re.compile(r"[1-9][0-9]{2,3}")
_QUOTE = re.compile(r'(?<![0-9])"')


@rule(rf"{BEFORE}({NUM})([\"″])(?!\w)", triggers='"″', also=DIGITS)
def inch_mark(match: re.Match[str]) -> str | None:
    """'65" TV'. A straight mark may also close a quotation: then an odd number of them stands before it."""
    if match[2] == '"' and len(_QUOTE.findall(match.string, 0, match.start())) % 2:
        return None
    named = _NAME_BEHIND.match(match.string, match.end())
    one = match[1] == "1" or named or is_attributive(match.string, match.start(), match.end())
    return f"{number(match[1])} {'inch' if one else 'inches'}"


@rule(
    rf"{BEFORE}({NUM})\s?[x×]\s?({NUM})(?:\s?[x×]\s?({NUM}))?(?:\s?({PATTERN})(?![\w/²³]))?(?!\w)",
    triggers="x×",
    also=DIGITS,
)
def dimensions(match: re.Match[str]) -> str | None:
    """ "5 x 7 m", "4x4", "3440x1440"; "5 × 3" without a unit is arithmetic."""
    if "×" in match[0] and " " in match[0] and not match[4]:
        return None
    parts = [part for part in match.group(1, 2, 3) if part]
    is_screen = not match[4] and len(parts) == 2 and all(map(_SCREEN.fullmatch, parts))
    said = " by ".join(in_pairs(part) if is_screen else number(part) for part in parts)
    return f"{said} {UNITS[match[4]][1]}" if match[4] else said


@rule(
    rf"{BEFORE}(?:(?P<low>{NUM})x?{TO})?(?P<n>{NUM})(?:[x×]|X(?=\s[a-z]|[.,;)]|$))(?:\s?/\s?(?P<per>day|week|month|year|wk|mo|yr))?(?![\w/])",
    triggers="xX×",
    also=DIGITS,
)
def multiple(match: re.Match[str]) -> str:
    """ "3x faster", "2-3x", "10X growth", "3x/week"."""
    low = f"{number(match['low'])} {joiner(match.string, match.start())} " if match["low"] else ""
    per = f" a {PER[match['per']]}" if match["per"] else ""
    return f"{low}{number(match['n'])} times{per}"
