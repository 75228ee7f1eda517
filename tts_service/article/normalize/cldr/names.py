"""Names of months, days, units and currencies, from CLDR by way of Babel. Each is looked up once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

UNITS: Mapping[str, str] = {
    "km": "length-kilometer", "m": "length-meter", "dm": "length-decimeter", "cm": "length-centimeter",
    "mm": "length-millimeter", "µm": "length-micrometer", "μm": "length-micrometer",
    "nm": "length-nanometer", "ft": "length-foot", "mi": "length-mile",
    "km²": "area-square-kilometer", "km2": "area-square-kilometer", "m²": "area-square-meter",
    "m2": "area-square-meter", "cm²": "area-square-centimeter", "cm2": "area-square-centimeter",
    "ha": "area-hectare", "km³": "volume-cubic-kilometer", "m³": "volume-cubic-meter",
    "m3": "volume-cubic-meter", "cm³": "volume-cubic-centimeter", "cm3": "volume-cubic-centimeter",
    "l": "volume-liter", "L": "volume-liter", "ml": "volume-milliliter", "mL": "volume-milliliter",
    "cl": "volume-centiliter", "dl": "volume-deciliter", "hl": "volume-hectoliter",
    "kg": "mass-kilogram", "g": "mass-gram", "mg": "mass-milligram", "µg": "mass-microgram",
    "μg": "mass-microgram", "t": "mass-tonne", "lb": "mass-pound", "oz": "mass-ounce",
    "km/h": "speed-kilometer-per-hour", "m/s": "speed-meter-per-second", "mph": "speed-mile-per-hour",
    "kmph": "speed-kilometer-per-hour", "km/hr": "speed-kilometer-per-hour",
    "m/s²": "acceleration-meter-per-square-second", "°C": "temperature-celsius", "ºC": "temperature-celsius",
    "°F": "temperature-fahrenheit", "°": "angle-degree", "W": "power-watt", "kW": "power-kilowatt",
    "MW": "power-megawatt", "GW": "power-gigawatt", "kWh": "energy-kilowatt-hour", "J": "energy-joule",
    "kJ": "energy-kilojoule", "kcal": "energy-kilocalorie", "cal": "energy-calorie", "V": "electric-volt",
    "mA": "electric-milliampere", "K": "temperature-kelvin", "Ω": "electric-ohm", "Hz": "frequency-hertz",
    "kHz": "frequency-kilohertz",
    "MHz": "frequency-megahertz", "GHz": "frequency-gigahertz", "kB": "digital-kilobyte",
    "KB": "digital-kilobyte", "MB": "digital-megabyte", "GB": "digital-gigabyte", "TB": "digital-terabyte",
    "PB": "digital-petabyte", "Mbit": "digital-megabit", "Gbit": "digital-gigabit", "Pa": "pressure-pascal",
    "hPa": "pressure-hectopascal", "kPa": "pressure-kilopascal", "bar": "pressure-bar",
    "mbar": "pressure-millibar", "h": "duration-hour", "min": "duration-minute", "s": "duration-second",
    "ms": "duration-millisecond", "N": "force-newton", "′": "duration-minute", "″": "duration-second",
    "lm": "light-lumen", "lx": "light-lux", "yd": "length-yard", "nmi": "length-nautical-mile",
    "Nm": "torque-newton-meter", "dpi": "graphics-dot-per-inch", "px": "graphics-pixel",
    "MP": "graphics-megapixel", "ppm": "concentr-permillion", "mmHg": "pressure-millimeter-ofhg",
    "psi": "pressure-pound-force-per-square-inch", "MPa": "pressure-megapascal",
    "µs": "duration-microsecond", "μs": "duration-microsecond", "ns": "duration-nanosecond",
    "mmol/l": "concentr-millimole-per-liter", "mmol/L": "concentr-millimole-per-liter",
    "mg/dl": "concentr-milligram-ofglucose-per-deciliter",
    "mg/dL": "concentr-milligram-ofglucose-per-deciliter", "mW": "power-milliwatt",
    "kbit": "digital-kilobit", "dm³": "volume-liter", "mm²": "area-square-millimeter",
}  # fmt: skip
"""How units are written everywhere, and what CLDR calls them."""

RATES: Mapping[str, tuple[str, str]] = {
    "kbps": ("kbit", "s"),
    "Mbps": ("Mbit", "s"),
    "Gbps": ("Gbit", "s"),
    "Mb/s": ("Mbit", "s"),
    "Gb/s": ("Gbit", "s"),
}
"""Units per second that are written without a stroke, or otherwise than what they are made of."""

CURRENCIES: Mapping[str, str] = {
    "€": "EUR", "EUR": "EUR", "US$": "USD", "US-$": "USD", "USD": "USD", "£": "GBP", "GBP": "GBP", "¥": "JPY",
    "JPY": "JPY", "₹": "INR", "INR": "INR", "Rs.": "INR", "Rs": "INR", "CHF": "CHF", "R$": "BRL",
    "BRL": "BRL",
    "₽": "RUB", "RUB": "RUB", "PLN": "PLN", "zł": "PLN", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK",
    "CZK": "CZK", "HUF": "HUF", "₺": "TRY", "TRY": "TRY", "₩": "KRW", "KRW": "KRW", "₪": "ILS", "ILS": "ILS",
    "₴": "UAH", "UAH": "UAH", "C$": "CAD", "CAD": "CAD", "A$": "AUD", "AUD": "AUD", "CNY": "CNY",
    "MXN": "MXN", "ARS": "ARS", "ZAR": "ZAR", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "CA$": "CAD",
    "Mex$": "MXN", "AU$": "AUD",
    "RMB": "CNY", "THB": "THB", "฿": "THB", "VND": "VND", "₫": "VND", "₱": "PHP",
    "IDR": "IDR", "NGN": "NGN", "₦": "NGN", "CLP": "CLP", "EGP": "EGP",
    "AED": "AED", "SGD": "SGD", "HKD": "HKD", "NZD": "NZD", "BGN": "BGN",
    "ISK": "ISK", "₿": "BTC", "BTC": "BTC",
}  # fmt: skip
"""How currencies are written, and their ISO codes. A lone $ is up to the language and its region."""


_COINS = {"BTC": "Bitcoin"}
"""What is no currency to CLDR, and called the same everywhere."""


class Name(NamedTuple):
    """A unit or a currency behind one and behind several."""

    one: str
    many: str


@cache
def months(locale: str) -> tuple[str, ...]:
    """January first."""
    from babel.dates import get_month_names

    names = get_month_names("wide", locale=locale)
    return tuple(str(names[n]) for n in range(1, 13))


@cache
def short_months(locale: str) -> Mapping[str, int]:
    """The abbreviated months, without their points, in lower case, and their numbers."""
    from babel.dates import get_month_names

    names = get_month_names("abbreviated", locale=locale)
    return {str(names[n]).rstrip(".॰").lower(): n for n in range(1, 13)}


@cache
def days(locale: str) -> frozenset[str]:
    """The last words of the names of days, in lower case."""
    from babel.dates import get_day_names

    return frozenset(
        re.split(r"[\s-]", str(day).lower())[-1] for day in get_day_names("wide", locale=locale).values()
    )


@cache
def short_days(locale: str) -> Mapping[str, str]:
    """The abbreviated days of the week, as they are written, and their names. Empty where CLDR abbreviates
    none."""
    from babel.dates import get_day_names

    wide, short = get_day_names("wide", locale=locale), get_day_names("abbreviated", locale=locale)
    return {str(short[n]): str(wide[n]) for n in range(7) if short[n] != wide[n]}


@cache
def part_of_the_day(locale: str, hour: int) -> str:
    """What CLDR says behind an hour: "du soir", "abends"."""
    from datetime import time

    from babel.dates import get_period_id, get_period_names

    # Noon and midnight have names of their own, which stand behind no hour.
    period = get_period_id(time(hour or 1) if hour != 12 else time(13), locale=locale)
    for width in ("wide", "abbreviated"):
        names = get_period_names(width, context="format", locale=locale)
        if period in names:
            return str(names[period])
    return ""


@cache
def unit(locale: str, key: str) -> Name:
    """CLDR's long name of a unit, such as "length-kilometer"."""
    from babel.units import format_unit

    one, many = (str(format_unit(n, key, length="long", locale=locale)) for n in (1, 2))
    return Name(_bare(one, "1"), _bare(many, "2"))


@cache
def currency(locale: str, code: str) -> Name:
    """CLDR's name of the currency with an ISO code."""
    from babel.numbers import get_currency_name

    if code in _COINS:
        return Name(_COINS[code], _COINS[code])
    one, many = (str(get_currency_name(code, count=n, locale=locale)) for n in (1, 2))
    return Name(one, many)


def _bare(said: str, number: str) -> str:
    return said.replace("\u00a0", " ").replace(number, "", 1).strip()
