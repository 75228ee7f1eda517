"""Percentages, units of measure, temperatures, dimensions and multiples."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.amounts.money import magnitude
from tts_service.article.normalize.english.amounts.units import (
    APART_AND_LAST,
    ATTACHED_OR_LAST,
    BEFORE,
    PATTERN,
    PER,
    PER_PATTERN,
    UNITS,
)
from tts_service.article.normalize.english.figures.parts import VULGAR, VULGARS, mixed
from tts_service.article.normalize.english.figures.words import number
from tts_service.article.normalize.english.figures.written import (
    BEGINS,
    END,
    NUM,
    SIGN,
    SIGNS,
    TO,
    is_attributive,
    joiner,
)
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spelled import spell
from tts_service.article.normalize.wordlists import any_of

_AFTER = r"(?![\w²³^]|/(?![0-9]))"
_WITH_UNIT = rf"(?P<unit>{PATTERN})(?:\.?\s?/\s?(?P<per>{PER_PATTERN}))?{_AFTER}"
_BY = r"(?P<by>\s?(?:hundred|thousand|million|billion|trillion|mn|bn))?"
_BIG = {"mn": "million", "bn": "billion"}
_POINT = rf"(?:(?<=[a-z])\.{END})?"
_LAST = re.compile(
    rf"$|\.(?!\s[A-Z])|\.(?={BEGINS})|[,;:!?)]|\s[+|=]|\s(?:and|or|to|at|of|in|on|for|is|was)\s"
)
_NAME_FOLLOWS = re.compile(r"-|['’]|\s?[A-Z0-9]|\.\s?[A-Z0-9]")
_MEGABYTES_BELOW = 700
"""Fewer "mb" are no air pressure."""


def _name(match: re.Match[str], *, one: bool) -> str:
    unit = match["unit"]
    if unit == "mb" and float(match["n"].replace(",", "")) < _MEGABYTES_BELOW:
        unit = "MB"
    name = UNITS[unit][0 if one else 1]
    return f"{name} per {PER[match['per']]}" if match["per"] else name


def _is_a_letter_of_a_name(match: re.Match[str]) -> bool:
    unit, text, end = match["unit"], match.string, match.end()
    if match["per"]:
        return False
    if unit in ATTACHED_OR_LAST:
        return bool(match["gap"]) and (match["gap"] == "-" or _NAME_FOLLOWS.match(text, end) is not None)
    if unit in APART_AND_LAST:
        if unit == "s" and "." in match["n"]:
            return match["gap"] == "-"
        return match["gap"] != " " or not _LAST.match(text, end)
    return False


@rule(
    rf"{BEFORE}(?P<sign>{SIGN})(?P<low>{NUM})(?:\s?(?P<low_unit>{PATTERN}))?{TO}(?P<sign2>[-−](?=[0-9]))?(?P<n>{NUM})"
    rf"{_BY}(?P<gap>[\s-]?){_WITH_UNIT}{_POINT}",
    triggers=DIGITS,
)
def range_of_a_measure(match: re.Match[str]) -> str | None:
    """ "5–7 km", "40-45°C", "40 °C-45 °C"."""
    if _is_a_letter_of_a_name(match):
        return None
    one = match["gap"] == "-" or is_attributive(match.string, match.start(), match.end())
    low = SIGNS[match["sign"]] + number(match["low"])
    if match["low_unit"] and match["low_unit"] != match["unit"]:
        low = f"{low} {UNITS[match['low_unit']][0 if match['low'] == '1' else 1]}"
    high = SIGNS[match["sign2"] or ""] + number(match["n"]) + _by(match)
    return f"{low} {joiner(match.string, match.start())} {high} {_name(match, one=one)}"


def _by(match: re.Match[str]) -> str:
    word = (match["by"] or "").strip()
    return f" {_BIG.get(word, word)}" if word else ""


@rule(rf"{BEFORE}(?P<sign>{SIGN})(?P<n>{NUM}){_BY}(?P<gap>[\s-]?){_WITH_UNIT}{_POINT}", triggers=DIGITS)
def measure(match: re.Match[str]) -> str | None:
    """ "12 km", "80kg", "a 5 km run", "−5°C", "100 million kg", "3 g/l"."""
    if _is_a_letter_of_a_name(match):
        return None
    hyphen = match["gap"] == "-"
    one = (
        hyphen
        or (match["n"] == "1" and not match["by"])
        or is_attributive(match.string, match.start(), match.end())
    )
    figure = number(match["n"]) + _by(match)
    said = f"{SIGNS[match['sign']]}{figure} {_name(match, one=one)}"
    return said.replace(" ", "-", 1) if hyphen and " " not in figure else said


@rule(rf"{BEFORE}([0-9]{{2,3}})/([0-9]{{2,3}})(?:\s?mm\s?Hg)(?!\w)", triggers="/")
def blood_pressure(match: re.Match[str]) -> str:
    """ "140/90 mmHg"."""
    return f"{number(match[1])} over {number(match[2])} {UNITS['mmHg'][1]}"


@rule(
    rf"(?<![\w.,$£€₹/-])(?P<sign>[-−](?=[0-9]))?(?:(?P<whole>[0-9]{{1,3}})(?:\s|-|(?=[{VULGARS}])))?"
    rf"(?:(?P<top>[0-9]{{1,2}})[/⁄](?P<bottom>[0-9]{{1,3}})|(?P<vulgar>[{VULGARS}]))"
    rf"(?P<gap>[\s-]?)(?:(?P<unit>{PATTERN})(?:\s?/\s?(?P<per>{PER_PATTERN}))?{_AFTER}{_POINT}|(?P<inch>in\.|in(?=$|[.,;)])|[\"″”])(?=$|[\s.,;:)x×]))",
    triggers=f"/⁄{VULGARS}",
)
def measure_in_parts(match: re.Match[str]) -> str | None:
    """ "4 1/2 lbs", "3½ km", "1/2 kg", "a 3/4 in. bolt"."""
    if match["unit"] in ATTACHED_OR_LAST | APART_AND_LAST:
        return None
    top, bottom = VULGAR[match["vulgar"]] if match["vulgar"] else (int(match["top"]), int(match["bottom"]))
    if bottom < 2 or top == 0:
        return None
    one, many = UNITS[match["unit"]] if match["unit"] else ("inch", "inches")
    per = f" per {PER[match['per']]}" if match["per"] else ""
    sign = SIGNS[match["sign"] or ""]
    attributive = match["gap"] == "-" or is_attributive(match.string, match.start(), match.end())
    if match["whole"]:
        return f"{sign}{mixed(match['whole'], top, bottom)} {one if attributive else many}{per}"
    if attributive:
        return f"{sign}{mixed('', top, bottom).removeprefix('one ')} {one}{per}"
    an = "an" if one[0] in "aeiou" or one.startswith("hour") else "a"
    return f"{sign}{'half' if bottom == 2 and top == 1 else mixed('', top, bottom) + ' of'} {an} {one}{per}"


_LONG = any_of(
    " ".join(re.escape(u) for u in sorted(UNITS, key=len, reverse=True) if len(u) > 1 and " " not in u)
)
_LONG_PER = any_of(
    " ".join(re.escape(u) for u in sorted(PER, key=len, reverse=True) if len(u) > 1 and " " not in u)
)


@rule(rf"{BEFORE}(?P<n>{NUM})/(?P<per>(?!.(?!\w)){PER_PATTERN})(?![\w/.])", triggers="/", also=DIGITS)
def number_per_unit(match: re.Match[str]) -> str:
    """ "12/kg", "3/day"."""
    return f"{number(match['n'])} per {PER[match['per']]}"


@rule(rf"(?<![\w./])(?P<unit>{_LONG}|m(?=/s)|g(?=/[lL]))/(?P<per>{PER_PATTERN})(?![\w/])", triggers="/")
def unit_per_unit(match: re.Match[str]) -> str:
    """ "measured in km/h"."""
    return f"{UNITS[match['unit']][1]} per {PER[match['per']]}"


@rule(rf"(?P<before>(?<=[\s(])|(?<=[a-z]{{3}})|^)/(?P<per>{_LONG_PER}|[km]?m[²³])(?![\w/.-])", triggers="/")
def per_unit(match: re.Match[str]) -> str | None:
    """ "/km", "people/km²"."""
    if match["per"] in ("each", "in", "pc", "head", "second", "year", "day", "night") and match.start():
        return None
    gap = " " if match.start() and not match.string[match.start() - 1].isspace() else ""
    return f"{gap}per {PER[match['per']]}"


@rule(rf"(?<=\bper\s)(?P<unit>{_LONG}|sq\.?\s(?:ft|mi|km|m)|[mgt])\b(?:\.{END})?(?![\w²³/-])", triggers="p")
def unit_behind_per(match: re.Match[str]) -> str:
    """ "$5 per kg", "per sq ft"."""
    return UNITS[match["unit"]][0]


@rule(rf"{BEFORE}([0-9]{{1,3}})[\s-]?(?:y/o|y\.o\.|yo)(?![\w/])", triggers="y", also=DIGITS)
def years_of_age(match: re.Match[str]) -> str:
    """ "a 12 y/o boy"."""
    before = is_attributive(match.string, match.start(), match.end())
    return f"{number(match[1])} {'year' if before or match[1] == '1' else 'years'} old"


@rule(r"(?<!\w)(?P<unit>[kcm]?m[²³])(?!\w)", triggers="²³")
def measure_by_itself(match: re.Match[str]) -> str | None:
    """ "per m²", "10⁶ km²"."""
    if match["unit"] not in UNITS:
        return None
    return UNITS[match["unit"]][0 if match.string[: match.start()].endswith(("per ", "a ", "/")) else 1]


@rule(
    rf"{BEFORE}(?P<sign>{SIGN})(?P<low>{NUM})(?:\s?%?{TO}(?P<high>{NUM}))?\s?(?P<mark>%|‰|pc(?!\w)|pct\.?(?!\w)|pp(?!\w)|bps?(?!\w))(?P<more>\+)?",
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
    simple = {"%": "percent", "pc": "percent", "pct": "percent", "‰": "per mille"}.get(
        match["mark"].rstrip(".")
    )
    if simple:
        return simple
    name = "percentage point" if match["mark"] == "pp" else "basis point"
    one = match["low"] == "1" or is_attributive(match.string, match.start(), match.end())
    return name if one else f"{name}s"


@rule(rf"{BEFORE}([0-9]{{1,3}}\.[0-9]{{1,2}})K(?![\w-])", triggers="K", also=DIGITS)
def decimal_with_a_k(match: re.Match[str]) -> str:
    """ "1.2K posts", "4.2K": thousands and kelvins alike."""
    return f"{number(match[1])} {spell('K')}"


@rule(r"(?<=illion)[-–](?=[$€£]?[0-9])", triggers="-–", also=DIGITS)
def range_of_millions(_: re.Match[str]) -> str:
    """ "5 million-6 million"."""
    return " to "


@rule(rf"{BEFORE}([0-9]{{1,2}})\s?st(?:\s?([0-9]{{1,2}})\s?lbs?)?(?!\w)", triggers="s", also=DIGITS)
def stones(match: re.Match[str]) -> str | None:
    """ "11st 4lb"; "21st" alone is an ordinal."""
    if not match[2] and match[1].endswith("1") and match[1] != "11":
        return None
    pounds = f" {number(match[2])} pound{'' if match[2] == '1' else 's'}" if match[2] else ""
    return f"{number(match[1])} stone{pounds}"


_PEOPLE = (
    r"(?:people|users|viewers|followers|subscribers|customers|voters|viewers|views|downloads|jobs|homes|households|children|women"
    r"|men|deaths|cases|doses|tonnes|tons|barrels|copies|tickets|refugees|migrants|workers|passengers|members|listeners|readers"
    r"|visitors|students|streams|shares|units|residents|acres|years|euros|dollars|pounds|rupees|others|hectares|fans|inhabitants)"
)


@rule(
    rf"{BEFORE}({NUM})(?:{TO}({NUM}))?\s?(?:(bn|tn|trn|mn|mln)(?!\w)|([kKmMbB])(?=\s(?:[a-z]+\s)?{_PEOPLE}\b))",
    triggers="bnmktBMK",
    also=DIGITS,
)
def magnitude_letter(match: re.Match[str]) -> str:
    """ "10m people", "300k followers", "5bn": elsewhere an m is a meter and a K stays a K."""
    said = number(match[1])
    if match[2]:
        said += f" {joiner(match.string, match.start())} {number(match[2])}"
    return said + magnitude(match[3] or match[4])
