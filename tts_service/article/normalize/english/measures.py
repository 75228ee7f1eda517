"""Percentages, units of measure, temperatures, dimensions and multiples."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.money import magnitude
from tts_service.article.normalize.english.units import UNITS
from tts_service.article.normalize.english.words import cardinal, in_pairs, number
from tts_service.article.normalize.english.written import (
    END,
    NUM,
    SIGN,
    SIGNS,
    TO,
    is_attributive,
    joiner,
)
from tts_service.article.normalize.rules import DIGITS, MASK, rule
from tts_service.article.normalize.wordlists import word_set

_BEFORE = r"(?<![\w.,$£€₹/-])"

_UNIT = "(?:" + "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True)) + ")"
_POINT = rf"(?:(?<=[a-z])\.{END})?"
_ATTACHED_ONLY = word_set("h t V W")


def _said(spoken: str, unit: str, *, one: bool) -> str:
    return f"{spoken} {UNITS[unit][0 if one else 1]}"


@rule(
    rf"{_BEFORE}(?P<sign>{SIGN})(?P<low>{NUM})(?:\s?(?P<low_unit>{_UNIT}))?{TO}(?P<sign2>[-−](?=[0-9]))?(?P<high>{NUM})"
    rf"(?P<gap>[\s-]?)(?P<unit>{_UNIT})(?![\w/²³]){_POINT}",
    triggers=DIGITS,
)
def range_of_a_measure(match: re.Match[str]) -> str:
    """ "5–7 km", "40-45°C", "40 °C-45 °C"."""
    one = match["gap"] == "-" or is_attributive(match.string, match.start(), match.end())
    low = SIGNS[match["sign"]] + number(match["low"])
    if match["low_unit"] and match["low_unit"] != match["unit"]:
        low = _said(low, match["low_unit"], one=match["low"] == "1")
    high = SIGNS[match["sign2"] or ""] + number(match["high"])
    return f"{low} {joiner(match.string, match.start())} {_said(high, match['unit'], one=one)}"


@rule(rf"{_BEFORE}(?P<sign>{SIGN})(?P<n>{NUM})(?P<gap>[\s-]?)(?P<unit>{_UNIT})(?![\w/²³]){_POINT}", triggers=DIGITS)
def measure(match: re.Match[str]) -> str | None:
    """ "12 km", "80kg", "a 5 km run", "−5°C"."""
    if match["gap"] and match["unit"] in _ATTACHED_ONLY:
        return None
    hyphen = match["gap"] == "-"
    one = hyphen or match["n"] == "1" or is_attributive(match.string, match.start(), match.end())
    said = _said(SIGNS[match["sign"]] + number(match["n"]), match["unit"], one=one)
    return said.replace(" ", "-", 1) if hyphen and " " not in number(match["n"]) else said


@rule(r"(?<!\w)(?P<unit>[kcm]?m[²³])(?!\w)", triggers="²³")
def measure_by_itself(match: re.Match[str]) -> str | None:
    """ "per m²", "10⁶ km²"."""
    if match["unit"] not in UNITS:
        return None
    return UNITS[match["unit"]][0 if match.string[: match.start()].endswith(("per ", "a ", "/")) else 1]


@rule(rf"{_BEFORE}({NUM})\sin\.{END}", triggers=DIGITS)
def inches(match: re.Match[str]) -> str:
    return f"{number(match[1])} {'inch' if match[1] == '1' else 'inches'}"


@rule(
    rf"{_BEFORE}(?P<sign>{SIGN})(?:([0-9]{{2,3}})[CF]?{TO})?([0-9]{{2,3}}(?:\.[0-9])?)([CF])(?![\w+#’'])",
    triggers="CF",
    also=DIGITS,
)
def bare_temperature(match: re.Match[str]) -> str:
    """ "30C (86F)", "38-40C"."""
    low = f"{number(match[2])} {joiner(match.string, match.start())} " if match[2] else ""
    return f"{SIGNS[match['sign']]}{low}{number(match[3])} degrees {'Celsius' if match[4] == 'C' else 'Fahrenheit'}"


@rule(rf"{_BEFORE}([0-9]{{1,2}})(?:\s?ft\.?\s?|['’′])([0-9]{{1,2}})(?:\s?in(?:ch(?:es)?)?\b\.?|[\"″”]|'')", triggers=DIGITS)
def feet_and_inches(match: re.Match[str]) -> str:
    """ "6ft 2in", "5'10\""."""
    return f"{cardinal(int(match[1]))} foot {cardinal(int(match[2]))}"


_NAME_BEHIND = re.compile(rf"\s[A-Z0-9{MASK}]")
_SCREEN = re.compile(r"[1-9][0-9]{2,3}")
_QUOTE = re.compile(r'(?<![0-9])"')


@rule(rf"{_BEFORE}({NUM})([\"″])(?!\w)", triggers='"″', also=DIGITS)
def inch_mark(match: re.Match[str]) -> str | None:
    """'65" TV'. A straight mark may also close a quotation: then an odd number of them stands before it."""
    if match[2] == '"' and len(_QUOTE.findall(match.string, 0, match.start())) % 2:
        return None
    named = _NAME_BEHIND.match(match.string, match.end())
    one = match[1] == "1" or named or is_attributive(match.string, match.start(), match.end())
    return f"{number(match[1])} {'inch' if one else 'inches'}"


@rule(rf"{_BEFORE}({NUM})\s?[x×]\s?({NUM})(?:\s?[x×]\s?({NUM}))?(?:\s?({_UNIT})(?![\w/²³]))?(?!\w)", triggers="x×", also=DIGITS)
def dimensions(match: re.Match[str]) -> str | None:
    """ "5 x 7 m", "4x4", "3440x1440"; "5 × 3" without a unit is arithmetic."""
    if "×" in match[0] and " " in match[0] and not match[4]:
        return None
    parts = [part for part in match.group(1, 2, 3) if part]
    is_screen = not match[4] and len(parts) == 2 and all(map(_SCREEN.fullmatch, parts))
    said = " by ".join(in_pairs(part) if is_screen else number(part) for part in parts)
    return _said(said, match[4], one=False) if match[4] else said


@rule(rf"{_BEFORE}({NUM})[x×](?!\w)", triggers="x×", also=DIGITS)
def multiple(match: re.Match[str]) -> str:
    """ "3x faster"."""
    return f"{number(match[1])} times"


@rule(
    rf"{_BEFORE}(?P<sign>{SIGN})(?P<low>{NUM})(?:\s?%?{TO}(?P<high>{NUM}))?\s?(?P<mark>%|‰|pc(?!\w)|pp(?!\w)|bps?(?!\w))(?P<more>\+)?",
    triggers="%‰pb",
    also=DIGITS,
)
def percentage(match: re.Match[str]) -> str:
    """ "2.5%", "5-7%", "5%-7%", "3pc", "25bp"."""
    said = SIGNS[match["sign"]] + number(match["low"])
    if match["high"]:
        said += f" {joiner(match.string, match.start())} {number(match['high'])}"
    return f"{said} {_mark(match)}" + (" plus" if match["more"] else "")


def _mark(match: re.Match[str]) -> str:
    simple = {"%": "percent", "pc": "percent", "‰": "per mille"}.get(match["mark"])
    if simple:
        return simple
    name = "percentage point" if match["mark"] == "pp" else "basis point"
    one = match["low"] == "1" or is_attributive(match.string, match.start(), match.end())
    return name if one else f"{name}s"


_PEOPLE = (
    r"(?:people|users|viewers|followers|subscribers|customers|voters|viewers|views|downloads|jobs|homes|households|children|women"
    r"|men|deaths|cases|doses|tonnes|tons|barrels|copies|tickets|refugees|migrants|workers|passengers|members|listeners|readers"
    r"|visitors|students|streams|shares|units|residents|acres|years|euros|dollars|pounds|rupees|others|hectares|fans|inhabitants)"
)


@rule(
    rf"{_BEFORE}({NUM})(?:{TO}({NUM}))?\s?(?:(bn|tn|trn|mn|mln)(?!\w)|([kKmMbB])(?=\s(?:[a-z]+\s)?{_PEOPLE}\b))",
    triggers="bnmktBMK",
    also=DIGITS,
)
def magnitude_letter(match: re.Match[str]) -> str:
    """ "10m people", "300k followers", "5bn": elsewhere an m is a meter and a K stays a K."""
    said = number(match[1])
    if match[2]:
        said += f" {joiner(match.string, match.start())} {number(match[2])}"
    return said + magnitude(match[3] or match[4])
