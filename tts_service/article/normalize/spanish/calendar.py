"""Spanish dates in figures, short months, eras, and times of day."""

from __future__ import annotations

import re

from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spanish.words import cardinal
from tts_service.article.normalize.spanish.written import END
from tts_service.article.normalize.wordlists import word_list

_MONTHS = word_list("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")
_SHORT = "ene|feb|mar|abr|may|jun|jul|ago|sept|sep|oct|nov|dic"
_HOUR, _MINUTE = r"(?:[01]?[0-9]|2[0-4])", r"[0-5][0-9]"
_HALF = rf"\s?([ap])\.?\s?m(?:\.{END}|(?!\w))"
_BEFORE = r"(?<![\w.,:/$€£-])"
_AFTER = r"(?!\w|[.,:/]?[0-9]|[-–][0-9])"


def _date(day: int, month: int, year: int) -> str | None:
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return f"{cardinal(day)} de {_MONTHS[month - 1]} de {cardinal(year)}"


@rule(rf"{_BEFORE}([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2([12][0-9]{{3}}){_AFTER}", triggers=DIGITS)
def numeric_date(match: re.Match[str]) -> str | None:
    """ "11/12/2025": the day comes first."""
    return _date(int(match[1]), int(match[3]), int(match[4]))


@rule(rf"{_BEFORE}([12][0-9]{{3}})-([0-9]{{2}})-([0-9]{{2}}){_AFTER}", triggers=DIGITS)
def iso_date(match: re.Match[str]) -> str | None:
    return _date(int(match[3]), int(match[2]), int(match[1]))


@rule(rf"{_BEFORE}([0-9]{{1,2}})(\sde)?\s({_SHORT})\.{END}", triggers=DIGITS)
def short_month(match: re.Match[str]) -> str:
    """ "23 dic."."""
    month = next(name for name in _MONTHS if name.startswith(match[3][:3]))
    return f"{cardinal(int(match[1]))} de {month}"


@rule(rf"{_BEFORE}1(?=\sde\s(?:{'|'.join(_MONTHS)}))", triggers="1")
def first_of_the_month(_: re.Match[str]) -> str:
    """ "1 de mayo", as in America; in Spain it is "uno de mayo"."""
    return "primero"


@rule(rf"(?<=[0-9]\s)([ad])\.\s?C(?:\.{END}|(?!\w))", triggers=DIGITS)
def era(match: re.Match[str]) -> str:
    return "antes de Cristo" if match[1] == "a" else "después de Cristo"


@rule(rf"{_BEFORE}({_HOUR})(?:[:.]({_MINUTE}))?{_HALF}", triggers="m")
def time_with_half(match: re.Match[str]) -> str:
    """ "3:30 p. m." is "tres y media de la tarde"."""
    hour, minute = int(match[1]), int(match[2] or 0)
    small = {0: "", 15: " y cuarto", 30: " y media"}.get(minute, f" {_minutes(minute)}")
    return f"{cardinal(hour, feminine=True)}{small} {_part_of_day(hour, match[3])}"


def _part_of_day(hour: int, half: str) -> str:
    if half == "a":
        return "de la noche" if hour == 12 else "de la madrugada" if hour < 6 else "de la mañana"
    return "del mediodía" if hour == 12 else "de la tarde" if hour < 8 else "de la noche"


def _minutes(minute: int) -> str:
    return f"cero {cardinal(minute)}" if minute < 10 else cardinal(minute)


@rule(
    rf"{_BEFORE}({_HOUR})(?::({_MINUTE})(\s?(?:h|hs|hrs|horas)\b)?|\.({_MINUTE})\s?(?:h|hs|hrs|horas)\b)\.?(?<![.])(?!\w|[:.,]?[0-9])",
    triggers=DIGITS,
)
def time_of_day(match: re.Match[str]) -> str:
    """ "15:30", "21:00", "15.30 horas"."""
    hour, minute = int(match[1]), int(match[2] or match[4])
    unit = " hora" if hour == 1 else " horas"
    said = cardinal(hour, feminine=True)
    if minute == 0:
        return said + unit
    return f"{said} {_minutes(minute)}" + (unit if match[3] or match[4] else "")
