"""Sums of money in all large currencies, with magnitudes, ranges, minor units and "per month"."""

from __future__ import annotations

import re
from typing import NamedTuple

from tts_service.article.normalize.english.words import cardinal, number
from tts_service.article.normalize.english.written import END, NUM, SIGNS, TO, is_attributive, joiner
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.wordlists import any_of


class Currency(NamedTuple):
    """Names of one unit and of several, and of the hundredth part where prices are written with one."""

    one: str
    many: str
    cent: str = ""
    cents: str = ""


def _dollar(of: str = "") -> Currency:
    return Currency(f"{of}dollar", f"{of}dollars", "cent", "cents")


_DOLLAR, _US_DOLLAR, _CANADIAN, _AUSTRALIAN = _dollar(), _dollar("U.S "), _dollar("Canadian "), _dollar("Australian ")
_NEW_ZEALAND, _HONG_KONG, _SINGAPORE = _dollar("New Zealand "), _dollar("Hong Kong "), _dollar("Singapore ")
_EURO, _POUND = Currency("euro", "euros", "cent", "cents"), Currency("pound", "pounds", "penny", "pence")
_RUPEE, _YEN, _YUAN = Currency("rupee", "rupees", "paisa", "paise"), Currency("yen", "yen"), Currency("yuan", "yuan")
_REAL, _RAND, _PESO = Currency("real", "reais"), Currency("rand", "rand"), Currency("peso", "pesos")
_RUBLE, _LIRA, _WON = Currency("ruble", "rubles"), Currency("lira", "lira"), Currency("won", "won")
_NAIRA, _SHEKEL, _FRANC = Currency("naira", "naira"), Currency("shekel", "shekels"), Currency("Swiss franc", "Swiss francs")

_SYMBOLS = {
    "US$": _US_DOLLAR, "CA$": _CANADIAN, "C$": _CANADIAN, "AU$": _AUSTRALIAN, "A$": _AUSTRALIAN, "NZ$": _NEW_ZEALAND,
    "HK$": _HONG_KONG, "S$": _SINGAPORE, "R$": _REAL, "MX$": Currency("Mexican peso", "Mexican pesos"),
    "NT$": _dollar("Taiwan "), "$": _DOLLAR, "€": _EURO, "£": _POUND, "¥": _YEN, "₹": _RUPEE, "Rs.": _RUPEE, "Rs": _RUPEE,
    "₩": _WON, "₽": _RUBLE, "₺": _LIRA, "₴": Currency("hryvnia", "hryvnias"), "₦": _NAIRA, "₫": Currency("dong", "dong"),
    "฿": Currency("baht", "baht"), "₱": _PESO, "₪": _SHEKEL, "₵": Currency("cedi", "cedis"),
    "₸": Currency("tenge", "tenge"), "₿": Currency("bitcoin", "bitcoins"), "৳": Currency("taka", "taka"),
}  # fmt: skip
_CODES = {
    "USD": _US_DOLLAR, "EUR": _EURO, "GBP": _POUND, "JPY": _YEN, "CNY": _YUAN, "RMB": _YUAN, "INR": _RUPEE,
    "CAD": _CANADIAN, "AUD": _AUSTRALIAN, "NZD": _NEW_ZEALAND, "HKD": _HONG_KONG, "SGD": _SINGAPORE, "CHF": _FRANC,
    "BRL": _REAL, "ZAR": _RAND, "MXN": Currency("Mexican peso", "Mexican pesos"), "RUB": _RUBLE, "TRY": _LIRA, "KRW": _WON,
    "NGN": _NAIRA, "ILS": _SHEKEL, "SEK": Currency("Swedish krona", "Swedish kronor"),
    "NOK": Currency("Norwegian krone", "Norwegian kroner"), "DKK": Currency("Danish krone", "Danish kroner"),
    "PLN": Currency("zloty", "zlotys"), "AED": Currency("dirham", "dirhams"), "SAR": Currency("riyal", "riyals"),
    "PKR": Currency("Pakistani rupee", "Pakistani rupees"), "BDT": Currency("taka", "taka"),
    "THB": Currency("baht", "baht"), "IDR": Currency("rupiah", "rupiah"), "MYR": Currency("ringgit", "ringgit"),
    "PHP": _PESO, "KES": Currency("Kenyan shilling", "Kenyan shillings"),
}  # fmt: skip

_MAGNITUDES = {
    "k": "thousand", "m": "million", "mn": "million", "mln": "million", "b": "billion", "bn": "billion", "t": "trillion",
    "tn": "trillion", "trn": "trillion", "cr": "crore", "crores": "crore", "lakhs": "lakh", "lac": "lakh",
}  # fmt: skip
_PERIODS = {
    "mo": "month",
    "yr": "year",
    "wk": "week",
    "hr": "hour",
    "h": "hour",
    "lb": "pound",
    "kg": "kilogram",
    "oz": "ounce",
}

MAGNITUDE = (
    r"(?:[\s-]?(?i:lakh\scrore|lakhs?|lac|crores?|thousand|million|billion|trillion|mln|mn|bn|trn|tn)(?!\w)"
    rf"|\s?(?i:cr)(?!\w)(?:\.{END})?|\s?[kKmMbBtT](?!\w))"
)
_SYMBOL = "(?:" + "|".join(re.escape(symbol) for symbol in sorted(_SYMBOLS, key=len, reverse=True)) + ")"
_CODE = "(?:" + "|".join(_CODES) + ")"
_PERIOD = any_of("month mo year yr week wk day hour hr h night person head ton lb kg oz share barrel gallon liter")
_PER = rf"(?:\s?/\s?(?P<per>(?i:{_PERIOD}))(?!\w))?"
_APIECE = r"(?P<apiece>-an?-(?=[a-z]))?"


def magnitude(written: str | None) -> str:
    """ "bn" is " billion", "cr." " crore", None nothing."""
    if not written:
        return ""
    word = written.strip(" -.").lower()
    return f" {_MAGNITUDES.get(word, word)}"


@rule(
    rf"(?P<sign>(?<![^\s(“\"])[-−+±])?(?<![A-Za-z])(?P<currency>{_SYMBOL}|{_CODE}\s?(?=[0-9]))\s?(?P<inner>[-−])?"
    rf"(?P<low>{NUM})(?P<low_by>{MAGNITUDE})?"
    rf"(?:{TO}{_SYMBOL}?\s?(?P<high>{NUM})(?P<high_by>{MAGNITUDE})?)?(?![0-9])(?P<more>\+)?{_PER}{_APIECE}",
    triggers=DIGITS,
)
def money(match: re.Match[str]) -> str:
    """ "$1.2bn", "₹5 crore", "Rs 5,000", "USD 3 million", "$5m-$10m", "$9.99/month"."""
    key = match["currency"].strip()
    return _sum(match, _SYMBOLS.get(key) or _CODES[key])


@rule(
    rf"(?P<sign>(?<![^\s(“\"])[-−+±])?(?<![\w.,$£€])(?P<inner>)(?P<low>{NUM})(?P<low_by>{MAGNITUDE})?"
    rf"(?:{TO}(?P<high>{NUM})(?P<high_by>{MAGNITUDE})?)?\s?(?P<currency>[€£₹₽₺₴₪₩]|(?<=\s){_CODE}(?!\w))(?P<more>\+)?{_PER}{_APIECE}",
    triggers="€£₹₽₺₴₪₩ABCDEGHIJKMNPRSTUZ",
    also=DIGITS,
)
def money_behind(match: re.Match[str]) -> str:
    """ "3 €", "5 million EUR"."""
    key = match["currency"]
    return _sum(match, _SYMBOLS.get(key) or _CODES[key])


def _sum(match: re.Match[str], currency: Currency) -> str:
    sign = SIGNS[match["sign"] or match["inner"] or ""]
    if match["more"] == "+":
        return f"{sign}{_amount(match, currency)} plus{_per(match)}"
    return f"{sign}{_amount(match, currency)}{_per(match)}"


def _amount(match: re.Match[str], currency: Currency) -> str:
    one = bool(match["apiece"]) or is_attributive(match.string, match.start(), match.end())
    low, low_by = match["low"], magnitude(match["low_by"])
    if match["high"]:
        high_by = magnitude(match["high_by"])
        low_said = number(low) + (low_by if low_by != high_by or match["low_by"] else "")
        between = joiner(match.string, match.start())
        return f"{low_said} {between} {number(match['high'])}{high_by} {currency.one if one else currency.many}"
    if not low_by and currency.cent and re.fullmatch(r"[0-9,]*\.[0-9]{2}", low):
        return _with_cents(low, currency, attributive=one and not match["per"])
    single = one or (low == "1" and not low_by)
    return f"{number(low)}{low_by} {currency.one if single else currency.many}"


def _with_cents(written: str, currency: Currency, *, attributive: bool) -> str:
    whole, _, cents = written.partition(".")
    units = number(whole or "0")
    said = f"{units} {currency.one if attributive or units == 'one' else currency.many}"
    n = int(cents)
    if n == 0:
        return said
    small = f"{cardinal(n)} {currency.cent if attributive or n == 1 else currency.cents}"
    return small if units == "zero" else f"{said} and {small}"


def _per(match: re.Match[str]) -> str:
    if match["per"]:
        written = match["per"].lower()
        period = _PERIODS.get(written, written)
        return f" {'an' if period[0] in 'aeiou' or period == 'hour' else 'a'} {period}"
    return f" {match['apiece'].strip('-')} " if match["apiece"] else ""


@rule(r"(?<![\w.,$£€])([0-9]{1,2})(?:p(?!\w)|\s?¢)", triggers="p¢", also=DIGITS)
def small_change(match: re.Match[str]) -> str:
    """ "50p", "75¢"."""
    one, many = ("cent", "cents") if match[0].endswith("¢") else ("penny", "pence")
    return f"{cardinal(int(match[1]))} {one if match[1] == '1' else many}"
