"""Times of day, spans of them, zones, and lengths of time such as "2:03:45"."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.figures.words import cardinal, digits, two_digits
from tts_service.article.normalize.english.figures.written import END, TO, last_word
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spelled import spell

_MERIDIEM = rf"(?:\s?[aApP](?:\.[mM]\.{END}|\.[mM](?!\w)|[mM](?![\w])))"
_MERIDIEM_OF = rf"({_MERIDIEM})"
_HOUR = r"(?:[01]?[0-9]|2[0-4])"
_CLOCK = rf"{_HOUR}(?:[:.][0-5][0-9])?"
_ZONES = {"E": "Eastern", "C": "Central", "M": "Mountain", "P": "Pacific"}
_ZONE = (
    r"(?:\s?(?:\(?(?P<zone>[ECMP][SD]?T|GMT|UTC|BST|IST|CET|CEST|EET|JST|AEST|AEDT|PKT|SGT|HKT"
    r"|MSK|NZST|NZDT|ACST|AWST|WET|WEST|EAT|CAT|SAST|WAT|PHT|ICT|HST|AKST|AKDT|AST|ADT|NST|Z)\)?)(?!\w)|\s?\(?(?P<small>[ecmp][sd]?t|gmt|utc|cet|bst)\)?(?!\w))?"
)
_BEFORE = r"(?<![\w.,:/$£€₹-])"
_AFTER = r"(?![\w]|[:.,]?[0-9]|%)"


def _clock(written: str, *, alone: bool) -> str:
    """``alone``: no "a.m." or "p.m." follows, so a full hour needs another word."""
    hour, _, minute = written.replace(".", ":").partition(":")
    if minute in ("", "00"):
        return _full_hour(int(hour)) if alone and minute else cardinal(int(hour))
    return f"{cardinal(int(hour))} {two_digits(int(minute))}"


def _full_hour(hour: int) -> str:
    if hour == 0:
        return "midnight"
    return f"{cardinal(hour)} o'clock" if hour <= 12 else f"{cardinal(hour)} hundred"


def _half(written: str) -> str:
    return f" {spell(written.strip())}"


def _zone(match: re.Match[str]) -> str:
    name = match["zone"] or (match["small"] or "").upper()
    if not name:
        return ""
    if re.fullmatch("[ECMP][SD]?T", name):
        return f" {_ZONES[name[0]]} time"
    return f" {spell(name)}"


@rule(
    rf"{_BEFORE}({_CLOCK})({_MERIDIEM})?(?:{TO}|\s(to|and)\s)({_CLOCK})({_MERIDIEM}){_ZONE}", triggers=DIGITS
)
def span_of_halves(match: re.Match[str]) -> str:
    """ "9-11 a.m.", "9 a.m.-5 p.m."."""
    first = _clock(match[1], alone=False) + (_half(match[2]) if match[2] else "")
    return f"{first} {match[3] or 'to'} {_clock(match[4], alone=False)}{_half(match[5])}{_zone(match)}"


@rule(rf"{_BEFORE}({_CLOCK})({_MERIDIEM}){_ZONE}", triggers=DIGITS)
def time_with_half(match: re.Match[str]) -> str:
    """ "3:30 p.m. ET", "9am", "9.30pm"."""
    return f"{_clock(match[1], alone=False)}{_half(match[2])}{_zone(match)}"


@rule(
    rf"{_BEFORE}({_HOUR}):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]+))?(?P<half>{_MERIDIEM})?{_ZONE}(?!\w|:?[0-9])",
    triggers=":",
)
def length_of_time(match: re.Match[str]) -> str:
    """ "2:03:45" is two hours, three minutes and forty-five seconds; "at 10:00:00" a time of day."""
    hour, minute, second = (int(part) for part in match.group(1, 2, 3))
    if match["half"] or match["zone"] or last_word(match.string, match.start()) in _AT:
        return _time_with_seconds(match, second)
    parts = [(hour, "hour"), (minute, "minute"), (second, "second")]
    said = [f"{cardinal(n)} {name}{'' if n == 1 else 's'}" for n, name in parts]
    behind = f" point {digits(match[4])}" if match[4] else ""
    return f"{said[0]}, {said[1]} and {said[2].replace(' second', f'{behind} second') if behind else said[2]}"


_AT = frozenset(("at", "until", "till", "by", "since", "from", "before", "after"))


def _time_with_seconds(match: re.Match[str], second: int) -> str:
    clock = _clock(f"{match[1]}:{match[2]}", alone=not match["half"])
    seconds = f" and {cardinal(second)} second{'' if second == 1 else 's'}" if second else ""
    return clock + seconds + (_half(match["half"]) if match["half"] else "") + _zone(match)


@rule(rf"{_BEFORE}([0-9]{{1,2}}):([0-5][0-9])\.([0-9]{{1,3}})(?!\w|[.:]?[0-9])", triggers=":", also=DIGITS)
def time_of_a_race(match: re.Match[str]) -> str:
    """ "12:35.36"."""
    return f"{cardinal(int(match[1]))} {two_digits(int(match[2]))} point {digits(match[3])}"


@rule(
    rf"{_BEFORE}([0-9]{{1,2}})\s?h(?:rs?|ours?)?,?\s?([0-9]{{1,2}})(?:\s?m(?:ins?|inutes?)?)?(?:\s?([0-9]{{1,2}})\s?s(?:ecs?)?)?(?!\w|[.,:][0-9])",
    triggers="h",
    also=DIGITS,
)
def hours_and_minutes(match: re.Match[str]) -> str:
    """ "2h 15m", "2h30", "1h 2m 3s"."""
    parts = zip(match.group(1, 2, 3), ("hour", "minute", "second"), strict=True)
    return " ".join(
        f"{cardinal(int(n))} {name}{'' if int(n) == 1 else 's'}" for n, name in parts if n and n != "00"
    )


@rule(rf"{_BEFORE}([0-9]{{1,3}})\s?m(?:ins?)?\s?([0-5]?[0-9])\s?s(?:ecs?)?(?!\w)", triggers="m", also=DIGITS)
def minutes_and_seconds(match: re.Match[str]) -> str:
    """ "1m 54s"."""
    named = zip(match.group(1, 2), ("minute", "second"), strict=True)
    return " ".join(f"{cardinal(int(n))} {name}{'' if int(n) == 1 else 's'}" for n, name in named)


@rule(rf"{_BEFORE}([0-9]{{1,2}})/([0-9]{{1,2}})c(?!\w)", triggers="/", also=DIGITS)
def time_of_a_show(match: re.Match[str]) -> str:
    """ "9/8c": nine in the East, eight in the middle of America."""
    return f"{cardinal(int(match[1]))}, {cardinal(int(match[2]))} Central"


@rule(rf"{_BEFORE}({_HOUR}(?::[0-5][0-9])?){TO}({_HOUR}:[0-5][0-9]){_ZONE}{_AFTER}", triggers=":")
def span_of_times(match: re.Match[str]) -> str:
    """ "9:15-10:30", "12-1:30"."""
    return f"{_clock(match[1], alone=True)} to {_clock(match[2], alone=True)}{_zone(match)}"


@rule(rf"{_BEFORE}({_HOUR}:[0-5][0-9])(?:\s?(?:hrs|hours)\b)?{_ZONE}{_AFTER}", triggers=":")
def time_of_day(match: re.Match[str]) -> str:
    return f"{_clock(match[1], alone=True)}{_zone(match)}"


@rule(
    r"(?<![\w.,])([01][0-9]|2[0-4])([0-5][0-9])\s?(?:(GMT|UTC|BST|CET|IST|EST|PST|JST)|(?:hours|hrs|(?<=[0-9])h)\b)(?!\w)",
    triggers=DIGITS,
)
def military_time(match: re.Match[str]) -> str:
    """ "0100 GMT" is oh one hundred G.M.T."""
    hour = ("oh " if match[1][0] == "0" else "") + cardinal(int(match[1]))
    minute = "hundred" if match[2] == "00" else two_digits(int(match[2]))
    return f"{hour} {minute} {spell(match[3]) if match[3] else 'hours'}"


@rule(r"(?<=\b(?:at|by)\s)(0[0-9])([0-5][0-9])(?![\w-]|[.,:][0-9])", triggers="0")
def time_without_a_mark(match: re.Match[str]) -> str:
    """ "by 0630"."""
    minute = "hundred" if match[2] == "00" else two_digits(int(match[2]))
    return f"oh {cardinal(int(match[1]))} {minute}"


_PARTS = ("hour", "minute", "second")
_LENGTHS = "seconds?|minutes?|hours?|days?|weeks?|months?|secs?|mins?|hrs?"


@rule(
    r"(?<![\w-])(?P<clock>[TL])\s?(?P<sign>[-−–+])\s?(?:(?:(?P<hour>[0-9]{1,2}):)?(?P<minute>[0-9]{1,2})"
    rf":(?P<second>[0-5][0-9])(?![\w:])|(?P<count>[0-9]{{1,3}})(?=\s(?:{_LENGTHS}|and\scounting)\b))",
    triggers="TL",
    also=DIGITS,
)
def countdown(match: re.Match[str]) -> str:
    """ "T-10:00", "T+3 days"; a T-72 is a tank."""
    sign = "plus" if match["sign"] == "+" else "minus"
    said = cardinal(int(match["count"])) if match["count"] else _length(match)
    return f"{spell(match['clock'])} {sign} {said}"


def _length(match: re.Match[str]) -> str:
    """What is not zero of hours, minutes and seconds."""
    parts = [
        f"{cardinal(n)} {name}{'' if n == 1 else 's'}" for name in _PARTS if (n := int(match[name] or 0))
    ]
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:]))) or "zero"


@rule(r"(?<=[ECMP]T)/(?=[0-9]{1,2}(?::[0-9]{2})?\s?[ap]\.?m)", triggers="/", also="T")
def one_time_in_two_zones(_: re.Match[str]) -> str:
    """ "5 p.m. ET/2 p.m. PT"."""
    return ", "


@rule(rf"\b(noon|midnight){TO}({_CLOCK}){_MERIDIEM_OF}", triggers="n", also=DIGITS)
def span_from_noon(match: re.Match[str]) -> str:
    """ "noon-1pm"."""
    return f"{match[1]} to {_clock(match[2], alone=False)}{_half(match[3])}"


@rule(r"\b(GMT|UTC)\s?([+−-])\s?([0-9]{1,2})(?::([0-9]{2}))?(?!\w)", triggers="+-−")
def offset_from_utc(match: re.Match[str]) -> str:
    sign = "plus" if match[2] == "+" else "minus"
    minutes = f" {cardinal(int(match[4]))}" if match[4] and match[4] != "00" else ""
    return f"{spell(match[1])} {sign} {cardinal(int(match[3]))}{minutes}"
