"""Sums of money in all large currencies, with magnitudes, ranges, minor units and "per month"."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.amounts.currencies import CODES, SYMBOLS, Currency
from tts_service.article.normalize.english.amounts.units import PER, PER_PATTERN
from tts_service.article.normalize.english.figures.words import cardinal, number, plural
from tts_service.article.normalize.english.figures.written import END, NUM, SIGNS, TO, is_attributive, joiner
from tts_service.article.normalize.rules import DIGITS, rule

_MAGNITUDES = {
    "k": "thousand", "m": "million", "mn": "million", "mln": "million", "b": "billion", "bn": "billion",
    "t": "trillion",
    "mm": "million", "mil": "million", "mio": "million", "tn": "trillion", "trn": "trillion", "cr": "crore",
    "crores": "crore", "lakhs": "lakh", "lac": "lakh",
}  # fmt: skip
MAGNITUDE = (
    r"(?:[\s-]?(?i:lakh\scrore|lakhs?|lac|crores?|thousand|million|billion|trillion|mln|mil|mio\.?|mm|mn|bn|trn|tn)(?!\w)"
    rf"|\s?(?i:cr)(?!\w)(?:\.{END})?|\s?[kKmMbBtT](?!\w))"
)
_SYMBOL = "(?:" + "|".join(re.escape(symbol) for symbol in sorted(SYMBOLS, key=len, reverse=True)) + ")"
_CODE = "(?:" + "|".join(CODES) + ")"
_SMALL_CODE = "(?:usd|eur|gbp|inr|jpy|cad|aud|chf)"
_PER = rf"(?:\s?/\s?(?P<per>{PER_PATTERN}|(?i:month|mo|year|yr|week|wk|day|hour|hr))\.?(?<!\.)(?![\w/]))?"
_STRAY_GAP = r"[0-9]{1,3}(?:,[0-9]{3}){0,3}\s\.[0-9]{2}(?![0-9])|[0-9]{1,3}(?:\s,[0-9]{3}){1,3}(?![0-9])"
_APIECE = r"(?P<apiece>-an?-(?=[a-z]))?"


def magnitude(written: str | None) -> str:
    """ "bn" is " billion", "cr." " crore", None nothing."""
    if not written:
        return ""
    word = written.strip(" -.").lower()
    return f" {_MAGNITUDES.get(word, word)}"


@rule(
    rf"(?P<sign>(?<![^\s(“\"])[-−+±])?(?<![A-Za-z])(?P<currency>{_SYMBOL}|(?:{_CODE}|{_SMALL_CODE})\s?(?=[0-9])|R(?=[0-9][0-9,]*(?:,[0-9]{{3}}|\.[0-9]{{2}}(?![0-9])|(?:\.[0-9]+)?\s?(?:million|billion|trillion|bn|[mb](?!\w)))))\s?(?P<inner>[-−])?"
    rf"(?P<low>{_STRAY_GAP}|(?<=[€£$])[0-9]{{1,4}},[0-9]{{2}}(?![0-9]|,[0-9])|(?<=[€£$]\s)[0-9]{{1,4}},[0-9]{{2}}(?![0-9,])|{NUM})(?P<low_by>{MAGNITUDE})?"
    rf"(?:{TO}{_SYMBOL}?\s?(?P<high>{NUM})(?P<high_by>{MAGNITUDE})?)?(?![0-9])(?:,[-–—](?!\w))?(?P<more>\+)?(?P<again>\s(?:USD|US(?:\sdollars?)?|usd|dollars?)(?!\w))?{_PER}{_APIECE}",
    triggers=DIGITS,
)
def money(match: re.Match[str]) -> str:
    """ "$1.2bn", "₹5 crore", "Rs 5,000", "USD 3 million", "$5m-$10m", "$9.99/month"."""
    key = match["currency"].strip()
    if match["again"] and key == "$" and match["again"].strip() != "dollars":
        key = "US$"
    return _sum(match, SYMBOLS.get(key) or CODES.get(key.upper()) or CODES["ZAR"])


@rule(
    rf"(?P<sign>(?<![^\s(“\"])[-−+±])?(?<![\w.,$£€])(?P<inner>)(?P<low>{NUM}|[0-9]{{1,4}},[0-9]{{2}}(?=\s?[€£$]))(?P<low_by>{MAGNITUDE})?"
    rf"(?:{TO}(?P<high>{NUM})(?P<high_by>{MAGNITUDE})?)?\s?(?P<currency>[€£₹₽₺₴₪₩₫฿]|\$(?:US)?(?![\w$])|zł|Kč|kr(?![\w])|(?:(?<=\s)|(?<=[0-9])){_CODE}(?!\w)|(?<=\s){_SMALL_CODE}(?!\w))(?P<more>\+)?{_PER}{_APIECE}",
    triggers="$€£₹₽₺₴₪₩₫฿łčABCDEGHIJKLMNPQRSTUVZurnafdbjc",
    also=DIGITS,
)
def money_behind(match: re.Match[str]) -> str:
    """ "3 €", "5 million EUR"."""
    key = match["currency"].replace("$US", "US$")
    return _sum(match, SYMBOLS.get(key) or CODES[key.upper()])


def _sum(match: re.Match[str], currency: Currency) -> str:
    sign = SIGNS[match["sign"] or match["inner"] or ""]
    if match["more"] == "+":
        return f"{sign}{_amount(match, currency)} plus{_per(match)}"
    return f"{sign}{_amount(match, currency)}{_per(match)}"


def _amount(match: re.Match[str], currency: Currency) -> str:
    one = bool(match["apiece"]) or is_attributive(match.string, match.start(), match.end())
    low, low_by = _decimal(match["low"]), magnitude(match["low_by"])
    if match["high"]:
        return _span(match, currency, low, low_by, one=one)
    if not low_by and _has_cents(low, currency):
        return _with_cents(low, currency, attributive=one and not match["per"])
    single = one or (low == "1" and not low_by)
    return f"{number(low)}{low_by} {currency.one if single else currency.many}"


def _decimal(written: str) -> str:
    """ "1,50" as in Europe is 1.50, and so is "1 .50", which is an error of typing."""
    written = re.sub(r"\s(?=[.,])", "", written)
    return written.replace(",", ".") if re.fullmatch("[0-9]+,[0-9]{2}", written) else written


def _has_cents(written: str, currency: Currency) -> bool:
    """ "$9.99", "$20.5", "$.50"; what has more decimals is a rate."""
    return bool(currency.cent) and re.fullmatch(r"[0-9,]*\.[0-9]{1,2}", written) is not None


def _span(match: re.Match[str], currency: Currency, low: str, low_by: str, *, one: bool) -> str:
    """ "$5m-$10m", "$50.00-$100.00"."""
    between, high, high_by = joiner(match.string, match.start()), match["high"], magnitude(match["high_by"])
    if not (low_by or high_by) and (_has_cents(low, currency) or _has_cents(high, currency)):
        low, high = (re.sub(r"\.00?$", "", part) for part in (low, high))
        if "." in low or "." in high:
            return f"{_price(low, currency)} {between} {_price(high, currency)}"
    low_said = number(low) + (low_by if low_by != high_by or match["low_by"] else "")
    return f"{low_said} {between} {number(high)}{high_by} {currency.one if one else currency.many}"


def _price(written: str, currency: Currency) -> str:
    return _with_cents(written if "." in written else f"{written}.00", currency, attributive=False)


def _with_cents(written: str, currency: Currency, *, attributive: bool) -> str:
    whole, _, cents = written.partition(".")
    units = number(whole or "0")
    said = f"{units} {currency.one if attributive or units == 'one' else currency.many}"
    n = int(cents.ljust(2, "0"))
    if n == 0:
        return said
    small = f"{cardinal(n)} {currency.cent if attributive or n == 1 else currency.cents}"
    return small if units == "zero" else f"{said} and {small}"


def _each(written: str) -> str:
    """ "hr" is " an hour"."""
    period = PER.get(written) or PER[written.lower()]
    return f" {'an' if period[0] in 'aeio' or period.startswith('hour') else 'a'} {period}"


def _per(match: re.Match[str]) -> str:
    if match["per"]:
        return _each(match["per"])
    return f" {match['apiece'].strip('-')} " if match["apiece"] else ""


_PART_OF_A_PENNY = {"½": "halfpenny", "¼": "farthing", "¾": "three farthings"}


@rule(
    r"(?<![\w.,/$€£])(?:£(?P<pounds>[0-9]{1,3}(?:,[0-9]{3})*),?\s)?(?P<shillings>[0-9]{1,2})(?:s\.?,?\s|/)"
    rf"(?P<pence>[0-9]{{1,2}})?(?P<part>[½¼¾])?(?<=[0-9½¼¾])\s?d(?:\.{END}|(?!\w))"
    rf"|£(?P<alone>[0-9]{{1,3}}(?:,[0-9]{{3}})*),?\s(?P<last>[0-9]{{1,2}})s(?:\.{END}|(?!\w))",
    triggers="ds",
    also=DIGITS,
)
def old_money(match: re.Match[str]) -> str:
    """ "2s. 6d.", "£3 4s. 6½d." and "7/6d": twelve pence were a shilling."""
    pounds, shillings = match["pounds"] or match["alone"], int(match["shillings"] or match["last"])
    said = [f"{number(pounds)} pound{'' if pounds == '1' else 's'}"] if pounds else []
    said.append(f"{cardinal(shillings)} shilling{'' if shillings == 1 else 's'}")
    pence = _old_pence(int(match["pence"] or 0), match["part"])
    return " and ".join(filter(None, (", ".join(said), pence)))


def _old_pence(n: int, part: str | None) -> str:
    """ "sixpence halfpenny"."""
    whole = "" if n == 0 else "one penny" if n == 1 else f"{cardinal(n)}pence"
    return " ".join(filter(None, (whole, _PART_OF_A_PENNY[part] if part else "")))


@rule(r"(?<![\w$])\$(?P<n>[1-9][0-9]{0,2}(?:,[0-9]{3}){0,2})s(?!\w)", triggers="$", also=DIGITS)
def notes_of_a_value(match: re.Match[str]) -> str:
    """ "a stack of $20s"."""
    return plural(number(match["n"]))


@rule(r"(?<![\w./,])([2-9]|1[0-2])/(?=[$£€][0-9])", triggers="/", also="$£€")
def so_many_for(match: re.Match[str]) -> str:
    """ "2/$5", as shops write it."""
    return f"{cardinal(int(match[1]))} for "


@rule(
    rf"(?<![\w.,$£€])(?:(?P<low>[0-9]{{1,2}})\s?[p¢]?{TO})?([0-9]{{1,3}})(?:(?<!144)(?<!240)(?<!360)(?<!480)(?<!720)p(?![\w’'])|\s?¢)(?:\s?/\s?(?P<per>{PER_PATTERN})(?![\w/]))?"
    r"|¢\s?([0-9]{1,3})(?![\w.,])",
    triggers="p¢",
    also=DIGITS,
)
def small_change(match: re.Match[str]) -> str:
    """ "50p", "75¢", "30¢/min"."""
    one, many = ("cent", "cents") if "¢" in match[0] else ("penny", "pence")
    written = match[2] or match[4]
    per = _each(match["per"]) if match["per"] else ""
    low = f"{cardinal(int(match['low']))} {joiner(match.string, match.start())} " if match["low"] else ""
    return f"{low}{cardinal(int(written))} {one if written == '1' else many}{per}"
