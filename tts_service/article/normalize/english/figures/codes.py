"""Numbers that only name something: cards, codes, ISBNs, accounts, serial numbers, addresses on the
internet, versions. Said digit by digit."""

from __future__ import annotations

import re

from tts_service.article.normalize.codes import AFTER, called_out, internet_address_rule, one_by_one
from tts_service.article.normalize.english.figures.words import digits, number
from tts_service.article.normalize.english.figures.written import last_word
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spelled import spell

_KIND = (
    r"(?i:card|account|acct|a/c|routing|passport|licen[cs]e|serial|tracking|confirmation|reference|ref|invoice|booking|policy|imei|vin|sku"
    r"|member(?:ship)?|employee|student|tax|order|ticket|case|claim|docket|badge|pin|otp|passcode|password|code|isbn(?:-1[03])?|issn|ssn|iban|s/n|upc|ean"
    r"|social\ssecurity|security|verification|access|zip|part|model|id|digits|lot|batch|transaction)"
)
_NAMED = re.compile(
    rf"\b{_KIND}(?:\s(?i:number|numbers|no\.|no|num|code|id|pin|nos\.|digits))?(?:\s(?:is|was|are|of|reads|will\sbe))?[:,]?\s?#?(?:(?<=\s)|(?<=#)|(?<=:))$"
)
_STRONG = re.compile(
    r"\b(?i:account|acct|a/c|routing|passport|serial|imei|vin|sku|pin|otp|passcode|password|isbn(?:-1[03])?|issn|ssn|iban|s/n|upc|ean|social\ssecurity"
    r"|(?:(?:card|code|order|tracking|confirmation|reference|invoice|booking|policy|ticket|case|claim|docket|badge|licen[cs]e|member(?:ship)?|employee|student"
    r"|tax|part|id|transaction|verification|access|security)\s(?:number|no\.|no|num|code|id|pin))|digits|code(?=\s(?:is|was)\s|:))"
    r"(?:\s(?i:number|numbers|no\.|no|num|code|id|pin))?(?:\s(?:is|was|are|reads|will\sbe))?[:,]?\s?#?$"
)
_ENDING = re.compile(
    r"\b(?:(?:card|visa|mastercard|amex|account|number|phone|code|plate|policy|iban|id)s?\b[^.;!?]{0,24}?\bend(?:s|ed|ing)?\s(?:in|with)"
    r"|last\s(?:four|4|three|3|five|six)(?:\sdigits(?:\s(?:are|is|of|were))?:?|:)|digits(?:\sare)?:?)\s$",
    re.IGNORECASE,
)
"""A war, too, "ended in 1945": only cards and their like end in figures."""
internet_address = internet_address_rule(digits, number, dot="dot", colon="colon", slash="slash")


@rule(
    r"(?<![\w.])(?P<name>ISBN(?:-1[03])?:?\s|(?:SSN|ISSN|IBAN):?\s(?:is\s)?)?(?P<it>97[89]-[0-9](?:-[0-9]{1,7}){0,3}(?:-[0-9X])?|[0-9](?:-[0-9]{1,7}){2}-[0-9X]|[0-9]{3}-[0-9]{2}-[0-9]{4}"
    rf"|[0-9]{{4}}(?:[\s-][0-9]{{4}}){{3}}|[0-9]{{4}}-[0-9]{{3}}[0-9X](?=\W|$)){AFTER}",
    triggers="- ",
    also=DIGITS,
)
def shaped_number(match: re.Match[str]) -> str | None:
    """ISBNs, social security and card numbers, by their shape; "1234-567X" only behind ISSN."""
    written = match["it"]
    if len(written) == 9 and written[4] == "-" and not match["name"]:
        return None
    return called_out(written, digits)


@rule(
    r"(?<![\w.,$€£/-])(?P<it>[0-9]{2,20}(?:[\s-][0-9]{2,8}){0,5})(?![\w-]|[.,:/][0-9]|\s?[%°])",
    triggers=DIGITS,
)
def named_number(match: re.Match[str]) -> str | None:
    """ "card ending in 8876", "PIN 1234", "account number 12345678", "order #48213"."""
    text, start, written = match.string, match.start(), match["it"]
    before = text[max(0, start - 64) : start]
    if _ENDING.search(before) and len(written) <= 6:
        return digits(written)
    if _STRONG.search(before) or (_NAMED.search(before) and _is_no_count(match)):
        return called_out(written, digits)
    return None


def _is_no_count(match: re.Match[str]) -> bool:
    """ "order #1234", "ticket 48213."; not "they claim 50000 people"."""
    if len(re.sub(r"\D", "", match["it"])) < 4:
        return False
    if re.search(r"(?:#|\bnumber|\bno\.|:)\s?$", match.string[: match.start()], re.IGNORECASE):
        return True
    return len(match["it"]) > 4 and not re.match(r"\s[a-z]", match.string[match.end() :])


@rule(
    r"(?<![\w.,$€£@#/-])(?=[A-Za-z0-9-]*[0-9])(?=[0-9-]*[A-Za-z])(?P<it>[A-Za-z0-9]{1,16}(?:-[A-Za-z0-9]{1,16}){0,6})(?![\w-]|[.,:/][0-9])",
    triggers=DIGITS,
)
def named_mixture(match: re.Match[str]) -> str | None:
    """ "OTP is ab9453", "serial number AB12-34CD"."""
    before = match.string[max(0, match.start() - 48) : match.start()]
    return called_out(match["it"], digits) if _STRONG.search(before) or _NAMED_CODE.search(before) else None


_NAMED_CODE = re.compile(
    r"\b(?i:code|otp|id|ref|sku|model\sno\.|part|serial)(?:\s(?:is|was|number|no\.))?[:,]?\s$"
)


@rule(
    r"(?<![\w.,-])(?P<it>[0-9]-[1-9][0-9]{3,4})(?![\w-]|[.,:/][0-9]|\s?[%°$€£]|\s[a-z]{3,12}s\b)",
    triggers="-",
    also=DIGITS,
)
def short_serial(match: re.Match[str]) -> str:
    """ "1-8090" is no range."""
    return called_out(match["it"], digits)


@rule(r"(?<![\w.,-])(?P<it>[0-9]{1,5}(?:-[0-9]{1,5}){3,7})(?![\w-]|[.,:/][0-9])", triggers="-", also=DIGITS)
def long_serial(match: re.Match[str]) -> str:
    """ "12-345-6789-0"; "4-2-3-1" is how a team stands."""
    single = all(len(part) == 1 for part in match["it"].split("-"))
    return digits(match["it"]) if single else called_out(match["it"], digits)


@rule(
    r"(?<![\w.,-])(?P<it>[0-9]{1,5}-[0-9]{1,5}-[0-9]{4,6}|[0-9]{3,6}-[0-9]{1,4}-[0-9]{1,6})(?![\w-]|[.,:/][0-9])",
    triggers="-",
    also=DIGITS,
)
def serial_of_three(match: re.Match[str]) -> str:
    """ "12-345-6789"; three short numbers are games won, lost and drawn."""
    return called_out(match["it"], digits)


@rule(
    r"(?<![\w:.])(?=[0-9A-Fa-f:]{2,39}(?![\w:]))(?=[^\s]*[0-9])(?:[0-9A-Fa-f]{1,4}:){2,7}(?::?[0-9A-Fa-f]{1,4})|(?<![\w:.])[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6}::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?(?![\w:])",
    triggers=":",
    also=DIGITS,
)
def internet_address_of_the_future(match: re.Match[str]) -> str | None:
    """ "2001:db8::1"; "10:30:15" is a time."""
    if "::" not in match[0] and match[0].count(":") < 5:
        return None
    parts = re.split("(:)", match[0])
    return " ".join("colon" if part == ":" else one_by_one(part, digits) for part in parts if part)


@rule(
    r"(?<![\w.,])(?P<v>(?<![\w])[vV]\.?\s?)?(?P<n>[0-9]+(?:\.[0-9]+){2,10})(?P<more>-?(?:alpha|beta|rc|dev|a|b)\.?[0-9]{0,3})?(?![\w])",
    triggers=".",
    also=DIGITS,
)
def version(match: re.Match[str]) -> str | None:
    """ "3.2.1", "v2.1.3"; numbers of three digits are thousands where the comma is written as a point."""
    parts = match["n"].split(".")
    if (
        not match["v"]
        and len(parts[0]) <= 3
        and parts[0] != "0"
        and all(len(part) == 3 for part in parts[1:])
    ):
        return number("".join(parts))
    said = " point ".join(number(part) for part in parts)
    more = re.sub(r"[-.]", "", match["more"] or "")
    stage = f" {_stage(more)}" if more else ""
    named = last_word(match.string, match.start()) == "version"
    return ("version " if match["v"] and not named else "") + said + stage


def _stage(written: str) -> str:
    name, figure = written.rstrip("0123456789"), written.lstrip("abcdefghijklmnopqrstuvwxyz")
    said = name if len(name) > 2 else spell(name.upper())
    return f"{said} {number(figure)}" if figure else said


@rule(r"(?<!\w)[vV](?=[0-9]{1,3}(?:\.[0-9]+)?(?![\w]))", triggers="vV")
def letter_of_a_version(match: re.Match[str]) -> str | None:
    """ "v1.0"."""
    if "." not in match.string[match.end() : match.end() + 5]:
        return None
    return "" if last_word(match.string, match.start()) == "version" else "version "
