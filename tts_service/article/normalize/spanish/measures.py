"""Spanish sums of money, percentages and units of measure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tts_service.article.normalize.pauses import is_in_quotes
from tts_service.article.normalize.rules import DIGITS, Rule, rule
from tts_service.article.normalize.spanish.figures import VULGAR, VULGARS
from tts_service.article.normalize.spanish.numbers import is_one
from tts_service.article.normalize.spanish.units import (
    CURRENCIES,
    DOLLAR,
    IN_REGIONS,
    ONLY_BEHIND_A_GAP,
    PER,
    PESO,
    UNITS,
    Unit,
)
from tts_service.article.normalize.spanish.words import cardinal, fraction_part, number, split
from tts_service.article.normalize.spanish.written import BEFORE, END, NUM, SIGN, SIGNS, TO, joiner


def _any(forms: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)) + ")"


_UNIT, _PER = _any(UNITS), _any(PER)
_WITH_UNIT = rf"(?P<unit>{_UNIT})(?:\s?/\s?(?P<per>{_PER}))?(?![\w/²³^])(?:(?<=[a-z])\.{END})?"
_BIG = r"(?P<by>\s(?:mil\smillones|millones|millón|mil|billones)(?:\sde(?=\s))?)?"
_PER_BEHIND = rf"(?:\s?/\s?(?P<per>{_PER})(?![\w/²³^]))?"
_MILLIONS = (
    r"(?P<by>\s?(?:M|m|mm|MM|mn|bn|B|mill?\.|[kK])(?!\.[A-Z])(?=\s?[€$£]|\s?$|\s|[.,;)])|\s(?:mil\smillones|millones|millón|billones|billón|mil)(?:\sde(?=\s[€$£]"
    r"|\sUSD|\sEUR))?)?"
)
_RANGE = rf"(?P<low>{NUM})(?:{TO}(?P<high>{NUM}))?"
_LAST = re.compile(r"$|[.,;:!?)]|\s(?:y|o|a|en|de|por|con|para)\s")


def _said(written: str, unit: Unit) -> str:
    figure = number(written, feminine=unit.feminine, short=not unit.feminine)
    of = " de" if figure.endswith(("illón", "illones")) else ""
    return f"{figure}{of} {unit.one if is_one(written) else unit.many}"


def _range(match: re.Match[str], unit: Unit) -> str:
    sign = SIGNS[match["sign"]]
    if not match["high"]:
        return sign + _said(match["low"], unit)
    low = number(match["low"], feminine=unit.feminine)
    return f"{sign}{low} {joiner(match.string, match.start())} {_said(match['high'], unit)}"


def _per(match: re.Match[str]) -> str:
    return f" {PER[match['per']]}" if match["per"] else ""


@rule(
    rf"{BEFORE}(?P<sign>{SIGN})(?P<low>{NUM})(?:(?:\s?{_UNIT})?{TO}(?P<high>{NUM}))?{_BIG}(?P<gap>\s?){_WITH_UNIT}",
    triggers=DIGITS,
)
def measure(match: re.Match[str]) -> str | None:
    """ "5-7 km", "36,6 °C", "21 t", "3 g/l", "5 mil km"."""
    written = match["unit"]
    if written in ONLY_BEHIND_A_GAP and not match["per"]:
        decimal = written == "s" and re.search("[.,]", match["low"])
        if not decimal and not (match["gap"] and _LAST.match(match.string, match.end())):
            return None
    unit = UNITS[written]
    if match["by"]:
        by = match["by"].strip().removesuffix(" de")
        of = "" if by == "mil" else " de"
        return f"{SIGNS[match['sign']]}{number(match['low'], short=True)} {by}{of} {unit.many}{_per(match)}"
    return _range(match, unit) + _per(match)


@rule(
    rf"(?<![\w.,$€£/-])(?:(?P<whole>[0-9]{{1,3}})(?:[\s-]|(?=[{VULGARS}])))?(?:(?P<top>[0-9]{{1,2}})[/⁄](?P<bottom>[0-9]{{1,3}})|(?P<vulgar>[{VULGARS}]))\s?{_WITH_UNIT}",
    triggers=f"/⁄{VULGARS}",
)
def measure_in_parts(match: re.Match[str]) -> str | None:
    """ "3 1/2 kg" is "tres kilogramos y medio", "3/4 l" "tres cuartos de litro"."""
    top, bottom = VULGAR[match["vulgar"]] if match["vulgar"] else (int(match["top"]), int(match["bottom"]))
    if bottom < 2 or top == 0 or match["unit"] in ONLY_BEHIND_A_GAP:
        return None
    unit, is_half = UNITS[match["unit"]], (top, bottom) == (1, 2)
    half = "media" if unit.feminine else "medio"
    part = half if is_half else f"{cardinal(top, short=True)} {fraction_part(bottom, several=top > 1)}"
    if match["whole"]:
        return f"{_said(match['whole'], unit)}{_per(match)} y {part}"
    return f"{part} {unit.one}{_per(match)}" if is_half else f"{part} de {unit.one}{_per(match)}"


@rule(
    rf"(?<![\w/])(?P<unit>{_any(form for form in UNITS if len(form) > 1)}|m(?=/s)|g(?=/[lL]))/(?P<per>{_PER})"
    r"(?![\w/])|(?<=\s)(?P<alone>[kcm]?m[²³])(?!\w)",
    triggers="/²³",
)
def unit_by_itself(match: re.Match[str]) -> str | None:
    """ "hab/km²", "por m²"."""
    if match["alone"]:
        unit = UNITS.get(match["alone"])
        return (
            None
            if unit is None
            else unit.one
            if match.string[: match.start()].endswith(("por ", "el "))
            else unit.many
        )
    return f"{UNITS[match['unit']].many} {PER[match['per']]}"


@rule(
    rf"{BEFORE}(?P<sign>{SIGN})(?P<low>{NUM})(?:\s?%?{TO}(?P<high>{NUM}))?\s?(?P<mark>%|‰|pb(?!\w)|p\.?p\.?(?!\w))",
    triggers="%‰p",
    also=DIGITS,
)
def percentage(match: re.Match[str]) -> str:
    said = SIGNS[match["sign"]] + number(match["low"])
    if match["high"]:
        said += f" {joiner(match.string, match.start())} {number(match['high'])}"
    one = match["low"] == "1"
    name = {
        "%": "por ciento", "‰": "por mil", "pb": "punto básico" if one else "puntos básicos",
        "pp": "punto porcentual" if one else "puntos porcentuales",
    }  # fmt: skip
    return f"{said} {name[match['mark'].replace('.', '')]}"


@rule(
    rf"{BEFORE}([0-9]{{1,3}}(?:[.,][0-9]+)?)\s?[°º]\s?(?:([0-9]{{1,2}}(?:[.,][0-9]+)?)\s?['’′]\s?)?(?:([0-9]{{1,2}}(?:[.,][0-9]+)?)\s?(?:[\"″”]|''|′′)\s?)?([NSEOW])(?![\w’'])",
    triggers="°º",
)
def coordinate(match: re.Match[str]) -> str:
    """ "40°26′46″N", "45° O"."""
    named = zip(match.group(1, 2, 3), ("grado", "minuto", "segundo"), strict=True)
    said = " ".join(f"{number(n, short=True)} {name}{'' if n == '1' else 's'}" for n, name in named if n)
    return f"{said} {_COMPASS[match[4]]}"


@rule(rf"{BEFORE}([3-8])\s?['’′]\s?([0-9]|1[01])(?:\"|''|″|”)(?!\w)", triggers="'’′", also=DIGITS)
def feet_and_inches(match: re.Match[str]) -> str:
    """ "6'2\""."""
    return f"{_said(match[1], UNITS['ft'])} {_said(match[2], UNITS['in'])}"


@rule(rf"{BEFORE}([0-9]{{1,3}})\s?[xX](?=\s[a-záéíóúñ]|[.,;)]|$)", triggers="xX", also=DIGITS)
def multiple(match: re.Match[str]) -> str:
    """ "3x más rápido"."""
    return f"{number(match[1], feminine=True)} {'vez' if match[1] == '1' else 'veces'}"


@rule(rf"{BEFORE}({NUM})(?:\"|''|″)(?=\s\w|\)|$)", triggers="\"'″", also=DIGITS)
def inch_mark(match: re.Match[str]) -> str | None:
    """'6,1"'; not where it closes a quotation."""
    if is_in_quotes(match.string, match.start()) or match[1] == "0":
        return None
    return _said(match[1], UNITS["in"])


_COMPASS = {"N": "norte", "S": "sur", "E": "este", "O": "oeste", "W": "oeste"}


@rule(
    rf"{BEFORE}({NUM})(?:\s?[cm]?m)?\s?[x×]\s?({NUM})(?:(?:\s?[cm]?m)?\s?[x×]\s?({NUM}))?(?:\s?({_UNIT})(?![\w/²³]))?(?!\w|\s?=)",
    triggers="x×",
    also=DIGITS,
)
def dimensions(match: re.Match[str]) -> str:
    """ "2 x 3 m", "4x4"."""
    said = " por ".join(number(part) for part in match.group(1, 2, 3) if part)
    return f"{said} {UNITS[match[4]].many}" if match[4] else said


@rule(
    rf"{BEFORE}({NUM})\s?(?:([kK])(?=\s[a-záéíóúñ]{{2,20}}s\b)|M(?=\sde\s|\s[a-záéíóúñ]{{2,20}}s\b))(?P<of>\sde(?=\s))?",
    triggers="kKM",
    also=DIGITS,
)
def magnitude_letter(match: re.Match[str]) -> str:
    """ "10k usuarios", "3 M de personas"."""
    said = number(match[1], short=True)
    return (
        f"{said} mil{match['of'] or ''}"
        if match[2]
        else f"{said} {'millón' if match[1] == '1' else 'millones'} de"
    )


def money_rules(region: str, *, pesos: bool) -> tuple[Rule, Rule]:
    """Money before and after its sign. ``pesos``: a lone $ stands for pesos."""
    currencies = {**CURRENCIES, "$": PESO if pesos else DOLLAR, **IN_REGIONS.get(region, {})}
    one = (
        r"(?!COP[0-9]{2}(?![0-9]))(?P<currency>"
        + "|".join(re.escape(c) for c in sorted(currencies, key=len, reverse=True))
        + ")"
    )

    @rule(
        rf"(?<!\w)(?P<sign>{SIGN}){one}\s?(?P<low>{NUM})(?:{TO}(?:(?P=currency)\s?)?(?P<high>{NUM}))?{_MILLIONS}(?:\s(?P<again>USD|MXN|COP|ARS|CLP|UYU|DOP|CAD|AUD))?{_PER_BEHIND}(?!\w)",
        triggers=DIGITS,
    )
    def money(match: re.Match[str]) -> str:
        key = match["again"] if match["again"] and match["currency"] == "$" else match["currency"]
        return _sum(match, currencies[key]) + _per(match)

    @rule(
        rf"{BEFORE}(?P<sign>{SIGN})(?P<low>{NUM})(?:(?:\s?[€$£])?{TO}(?P<high>{NUM}))?{_MILLIONS}\s?{one}{_PER_BEHIND}(?!\w)",
        triggers=DIGITS,
    )
    def money_behind(match: re.Match[str]) -> str:
        return _sum(match, currencies[match["currency"]]) + _per(match)

    return money, money_behind


@rule(rf"{BEFORE}(?P<n>{NUM})\s?(?P<mark>¢|cts?\b\.?|céntimos?/|ctvs\b\.?)", triggers="¢c", also=DIGITS)
def small_change(match: re.Match[str]) -> str:
    """ "50 cts", "25 ¢"."""
    name = "centavo" if match["mark"].startswith(("¢", "ctv")) else "céntimo"
    return f"{number(match['n'], short=True)} {name}{'' if match['n'] == '1' else 's'}"


@rule(rf"{BEFORE}(?P<n>{NUM})\s?(?:(?P<d>mdd|MDD)|mdp|MDP)(?!\w)", triggers="mM", also=DIGITS)
def millions_of_a_ministry(match: re.Match[str]) -> str:
    """ "1.500 mdd": millions of dollars; "mdp" of pesos."""
    return f"{number(match['n'], short=True)} millones de {'dólares' if match['d'] else 'pesos'}"


@rule(rf"(?<=euros|lares|pesos)/(?P<per>{_PER})(?![\w/])", triggers="/")
def per_behind_a_word(match: re.Match[str]) -> str:
    """ "15 euros/hora"."""
    return f" {PER[match['per']]}"


def _sum(match: re.Match[str], currency: Unit) -> str:
    by = (match["by"] or "").strip()
    if by:
        scale = _scale(by.removesuffix(" de"), match["high"] or match["low"])
        of = "" if scale == "mil" else " de"
        high = (
            f" {joiner(match.string, match.start())} {number(match['high'], short=True)}"
            if match["high"]
            else ""
        )
        return f"{SIGNS[match['sign']]}{number(match['low'], short=True)}{high} {scale}{of} {currency.many}"
    whole, mark, cents = split(match["low"])
    if mark and len(cents) <= 2 and currency.cents and not match["high"]:
        return SIGNS[match["sign"]] + _with_cents(whole, cents.ljust(2, "0"), currency)
    return _range(match, currency)


def _scale(by: str, written: str) -> str:
    if by in ("k", "K"):
        return "mil"
    if by in ("bn", "B"):
        return "mil millones"
    if by in ("M", "m", "mm", "MM", "mn", "mill.", "mil."):
        return "millón" if is_one(written) else "millones"
    return by.removesuffix(" de")


def _with_cents(whole: str, cents: str, currency: Unit) -> str:
    small = f"{cardinal(int(cents), short=True)} {currency.cents if int(cents) != 1 else currency.cents[:-1]}"
    if int(whole or "0") == 0 and int(cents):
        return small
    return _said(whole, currency) + (f" con {small}" if int(cents) else "")
