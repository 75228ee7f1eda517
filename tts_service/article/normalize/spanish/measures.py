"""Spanish sums of money, percentages and units of measure."""

from __future__ import annotations

import re
from typing import NamedTuple

from tts_service.article.normalize.rules import DIGITS, Rule, rule
from tts_service.article.normalize.spanish.numbers import is_one
from tts_service.article.normalize.spanish.words import cardinal, number, split
from tts_service.article.normalize.spanish.written import BEFORE, NUM, SIGN, SIGNS, TO, joiner


class Unit(NamedTuple):
    one: str
    many: str
    feminine: bool = False
    cents: str = ""


_US_DOLLAR = Unit("dólar estadounidense", "dólares estadounidenses", cents="centavos")
_DOLLAR, _PESO = Unit("dólar", "dólares", cents="centavos"), Unit("peso", "pesos", cents="centavos")
_EURO, _POUND = Unit("euro", "euros", cents="céntimos"), Unit("libra", "libras", feminine=True)
_CURRENCIES = {
    "US$": _US_DOLLAR, "USD": _US_DOLLAR, "€": _EURO, "EUR": _EURO, "£": _POUND, "GBP": _POUND, "¥": Unit("yen", "yenes"),
    "MXN": Unit("peso mexicano", "pesos mexicanos"), "S/": Unit("sol", "soles"), "R$": Unit("real", "reales"),
    "CHF": Unit("franco suizo", "francos suizos"), "₡": Unit("colón", "colones"), "Bs.": Unit("bolívar", "bolívares"),
}  # fmt: skip
_UNITS = {
    "km/h": Unit("kilómetro por hora", "kilómetros por hora"), "m/s": Unit("metro por segundo", "metros por segundo"),
    "l/m²": Unit("litro por metro cuadrado", "litros por metro cuadrado"),
    "km²": Unit("kilómetro cuadrado", "kilómetros cuadrados"), "km2": Unit("kilómetro cuadrado", "kilómetros cuadrados"),
    "m²": Unit("metro cuadrado", "metros cuadrados"), "m2": Unit("metro cuadrado", "metros cuadrados"),
    "m³": Unit("metro cúbico", "metros cúbicos"), "km": Unit("kilómetro", "kilómetros"),
    "cm": Unit("centímetro", "centímetros"), "mm": Unit("milímetro", "milímetros"), "m": Unit("metro", "metros"),
    "kg": Unit("kilogramo", "kilogramos"), "mg": Unit("miligramo", "miligramos"), "g": Unit("gramo", "gramos"),
    "t": Unit("tonelada", "toneladas", feminine=True), "ha": Unit("hectárea", "hectáreas", feminine=True),
    "ml": Unit("mililitro", "mililitros"), "l": Unit("litro", "litros"), "L": Unit("litro", "litros"),
    "°C": Unit("grado Celsius", "grados Celsius"), "ºC": Unit("grado Celsius", "grados Celsius"),
    "°": Unit("grado", "grados"), "kWh": Unit("kilovatio hora", "kilovatios hora"),
    "MWh": Unit("megavatio hora", "megavatios hora"), "kW": Unit("kilovatio", "kilovatios"),
    "MW": Unit("megavatio", "megavatios"), "GW": Unit("gigavatio", "gigavatios"), "KB": Unit("kilobyte", "kilobytes"),
    "MB": Unit("megabyte", "megabytes"), "GB": Unit("gigabyte", "gigabytes"), "TB": Unit("terabyte", "terabytes"),
    "GHz": Unit("gigahercio", "gigahercios"), "MHz": Unit("megahercio", "megahercios"), "Hz": Unit("hercio", "hercios"),
    "h": Unit("hora", "horas", feminine=True), "min": Unit("minuto", "minutos"), "s": Unit("segundo", "segundos"),
    "hab.": Unit("habitante", "habitantes"),
}  # fmt: skip
_UNIT = "(?:" + "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True)) + ")"
_MILLIONS = r"(?P<by>\s?M(?=\s?€)|\s(?:mil\smillones|millones|millón|billones|billón|mil)(?:\sde(?=\s[€$£]|\sUSD|\sEUR))?)?"
_RANGE = rf"(?P<low>{NUM})(?:{TO}(?P<high>{NUM}))?"


def _said(written: str, unit: Unit) -> str:
    name = unit.one if is_one(written) else unit.many
    return f"{number(written, feminine=unit.feminine, short=not unit.feminine)} {name}"


def _range(match: re.Match[str], unit: Unit) -> str:
    sign = SIGNS[match["sign"]]
    if not match["high"]:
        return sign + _said(match["low"], unit)
    low = number(match["low"], feminine=unit.feminine)
    return f"{sign}{low} {joiner(match.string, match.start())} {_said(match['high'], unit)}"


@rule(rf"{BEFORE}(?P<sign>{SIGN}){_RANGE}\s?(?P<unit>{_UNIT})(?![\w/²³])", triggers=DIGITS)
def measure(match: re.Match[str]) -> str:
    """ "5-7 km", "36,6 °C", "21 t"."""
    return _range(match, _UNITS[match["unit"]])


@rule(rf"{BEFORE}(?P<sign>{SIGN})(?P<low>{NUM})(?:\s?%?{TO}(?P<high>{NUM}))?\s?%", triggers="%")
def percentage(match: re.Match[str]) -> str:
    said = SIGNS[match["sign"]] + number(match["low"])
    if match["high"]:
        said += f" {joiner(match.string, match.start())} {number(match['high'])}"
    return f"{said} por ciento"


def money_rules(dollar: str) -> tuple[Rule, Rule]:
    """Money before and behind its sign. ``dollar``: what a lone $ stands for, "dollar" or "peso"."""
    currencies = {**_CURRENCIES, "$": _PESO if dollar == "peso" else _DOLLAR}
    one = "(?P<currency>" + "|".join(re.escape(c) for c in sorted(currencies, key=len, reverse=True)) + ")"

    @rule(rf"(?<!\w)(?P<sign>{SIGN}){one}\s?{_RANGE}{_MILLIONS}(?!\w)", triggers=DIGITS)
    def money(match: re.Match[str]) -> str:
        return _sum(match, currencies[match["currency"]])

    @rule(rf"{BEFORE}(?P<sign>{SIGN}){_RANGE}{_MILLIONS}\s?{one}(?!\w)", triggers=DIGITS)
    def money_behind(match: re.Match[str]) -> str:
        return _sum(match, currencies[match["currency"]])

    return money, money_behind


def _sum(match: re.Match[str], currency: Unit) -> str:
    by = (match["by"] or "").strip()
    if by:
        scale = "millones" if by == "M" else by.removesuffix(" de")
        of = "" if scale == "mil" else " de"
        return f"{SIGNS[match['sign']]}{number(match['low'], short=True)} {scale}{of} {currency.many}"
    whole, mark, cents = split(match["low"])
    if mark and len(cents) == 2 and currency.cents and not match["high"]:
        return SIGNS[match["sign"]] + _with_cents(whole, cents, currency)
    return _range(match, currency)


def _with_cents(whole: str, cents: str, currency: Unit) -> str:
    small = f"{cardinal(int(cents), short=True)} {currency.cents if int(cents) != 1 else currency.cents[:-1]}"
    if int(whole or "0") == 0:
        return small
    return _said(whole, currency) + (f" con {small}" if int(cents) else "")
