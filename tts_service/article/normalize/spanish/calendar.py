"""Spanish dates, months, eras and quarters."""

from __future__ import annotations

import re

from tts_service.article.normalize.days import span_of_days_rule
from tts_service.article.normalize.romans import ROMAN_MONTH, value
from tts_service.article.normalize.rules import DIGITS, MASK, rule
from tts_service.article.normalize.spanish.words import cardinal, ordinal
from tts_service.article.normalize.spanish.written import END
from tts_service.article.normalize.wordlists import word_list

_MONTHS = word_list(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
_LONG = "|".join(_MONTHS) + "|setiembre"
_SHORT = "ene|feb|mar|abr|may|jun|jul|ago|sept|sep|set|oct|nov|dic"
_MONTH = rf"(?i:{_LONG}|(?:{_SHORT})\b\.?)"
_DAYS = word_list("lunes martes miércoles jueves viernes sábado domingo")
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_BEFORE = r"(?<![\w.,:/$€£-])"
_AFTER = r"(?!\w|[.,:/]?[0-9]|[-–][0-9])"
_BEFORE_DAYS = re.compile(r"\b(?:[Dd]el?|[Ee]l|[Dd]esde|[Ee]ntre|[Ll]os|días)\s$")
_LATEST_SHORT_YEAR = 50
"""Up to here, two digits are a year of this century."""


def _month(written: str) -> str:
    short = written[:3].lower()
    return next(name for name in _MONTHS if name.startswith("sep" if short == "set" else short))


def _year(written: str) -> str:
    if len(written) == 2:
        return cardinal(int(written) + (2000 if int(written) <= _LATEST_SHORT_YEAR else 1900))
    return cardinal(int(written))


def _date(day: int, month: int, year: str) -> str | None:
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return f"{cardinal(day)} de {_MONTHS[month - 1]} de {_year(year)}"


@rule(
    rf"{_BEFORE}([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2([12][0-9]{{3}}|[0-9]{{2}}(?<=/[0-9]{{2}})){_AFTER}",
    triggers=DIGITS,
)
def numeric_date(match: re.Match[str]) -> str | None:
    """ "11/12/2025": the day comes first, unless it cannot be one ("07/25/2012")."""
    first, second = int(match[1]), int(match[3])
    return _date(first, second, match[4]) or _date(second, first, match[4])


@rule(rf"{_BEFORE}([12][0-9]{{3}})([/.-])([0-9]{{1,2}})\2([0-9]{{1,2}}){_AFTER}", triggers=DIGITS)
def iso_date(match: re.Match[str]) -> str | None:
    return _date(int(match[4]), int(match[3]), match[1])


@rule(
    rf"(?:(?<=\b[Ee]l\s)|(?<=\b[Dd]el\s)|(?<=\bal\s)|(?<=\bdía\s))({_DAY})/(0?[1-9]|1[0-2])(?![\w/]|[.,][0-9])",
    triggers="/",
)
def day_and_month_in_figures(match: re.Match[str]) -> str:
    """ "el 3/4"."""
    return f"{cardinal(int(match[1]))} de {_MONTHS[int(match[2]) - 1]}"


def _say_day(day: int, month: int, year: str | None, _: re.Match[str]) -> str:
    said = f"{cardinal(day)} de {_MONTHS[month - 1]}"
    return f"{said} de {_year(year)}" if year else said


span_of_days = span_of_days_rule(
    _say_day,
    lambda first, last, _: f"{first} al {last}",
    r"\s(?:al?|hasta|y)\s(?:el\s)?",
    lambda match: _BEFORE_DAYS.search(match.string[: match.start()]) is not None,
)


@rule(rf"(?<!\w){_MONTH}(?P<it>\s?[-–]\s?)(?={_DAY}(?:\sde\s|\s){_MONTH}(?!\w))", triggers="-–", also=DIGITS)
def until_a_day(_: re.Match[str]) -> str:
    """ "30 de abril-2 de mayo"."""
    return " a "


@rule(
    rf"{_BEFORE}({_DAY})(?:\.?º|\.º)?(?:\sde\s|[\s/-])({_MONTH})(?:(?:\sdel?\s|,?\s|[/-])([12][0-9]{{3}}(?![\w.,]?[0-9])|(?<=[/-])[0-9]{{2}}\b))?(?!\w|-[0-9])",
    triggers=DIGITS,
)
def day_month_year(match: re.Match[str]) -> str | None:
    """ "25 jul 2012", "23 dic.", "1-may-2020"; what is written out in full is left as it stands."""
    if re.fullmatch(rf"[0-9]+ de (?:{_LONG})(?: del? [0-9]+)?", match[0]):
        return None
    if re.fullmatch(r"[0-9]+ (?i:mar|set|sep|dic|oct|may|ago|jun)", match[0]):
        return None
    day = "primero" if "º" in match[0] and match[1] == "1" else cardinal(int(match[1]))
    said = f"{day} de {_month(match[2])}" + (f" de {_year(match[3])}" if match[3] else "")
    ends = match[0].endswith(".") and not re.compile(END).match(match.string, match.end())
    return said + ("." if ends else "")


@rule(
    rf"{_BEFORE}({_DAY})(?P<mark>[-/.])(?P<month>{ROMAN_MONTH})(?P=mark)([12][0-9]{{3}})(?!\w|[.,]?[0-9])",
    triggers="IVX",
    also=DIGITS,
)
def day_and_month_in_romans(match: re.Match[str]) -> str:
    """ "1-V-2020"."""
    month = _MONTHS[value(match["month"]) - 1]
    return f"{cardinal(int(match[1]))} de {month} de {_year(match[4])}"


@rule(rf"(?<!\w)(?P<month>{_LONG})(?P<it>/)(?=[12][0-9]{{3}}(?![\w/]))", triggers="/", also=DIGITS)
def slash_of_a_year(_: re.Match[str]) -> str:
    """ "junio/2020"."""
    return " de "


@rule(rf"(?<!\w)({_MONTH})\s({_DAY})(?:\sde|,)\s([12][0-9]{{3}})(?!\w|[.,]?[0-9])", triggers=DIGITS)
def month_day_year(match: re.Match[str]) -> str:
    """ "mayo 5, 2020", "mayo 5 de 2020"."""
    return f"{cardinal(int(match[2]))} de {_month(match[1])} de {_year(match[3])}"


@rule(rf"(?<!\w)(?i:({_SHORT}))\b\.?\s?(?P<mark>[-–/])\s?(?=(?i:{_SHORT}|{_LONG})\b)", triggers="-–/")
def first_of_two_months(match: re.Match[str]) -> str:
    """ "sept.-oct. 2020"."""
    return _month(match[1]) + (" " if match["mark"] == "/" else "-")


@rule(rf"(?<!\w)(?i:({_SHORT}))\b\.?(?P<of>\sde)?[\s/-]([12][0-9]{{3}})(?!\w|[.,/-]?[0-9])", triggers=DIGITS)
def short_month_and_year(match: re.Match[str]) -> str | None:
    """ "jul. 2012"."""
    if match[1] in ("mar", "set", "dic") and "." not in match[0]:
        return None
    return f"{_month(match[1])} de {_year(match[3])}"


@rule(
    rf"(?<!\w)(?i:(lun|mar|mi[ée]|jue|vie|s[áa]b|dom))\b\.?(?=,?\s(?:{MASK}|[0-9]))", triggers="lmjvsdLMJVSD"
)
def short_weekday(match: re.Match[str]) -> str:
    """ "lun. 3"."""
    return _weekday(match[1])


def _weekday(written: str) -> str:
    plain = written.lower().replace("é", "e").replace("á", "a")
    return next(day for day in _DAYS if day.replace("é", "e").replace("á", "a").startswith(plain))


@rule(
    r"(?<!\w)(?i:(lun|mar|mi[ée]|jue|vie|s[áa]b|dom))\.?\s?[-–]\s?(?i:(lun|mar|mi[ée]|jue|vie|s[áa]b|dom))(?![\w-])(?:\.(?=,?\s[0-9a-z]))?",
    triggers="-–",
)
def span_of_weekdays(match: re.Match[str]) -> str:
    """ "lun-vie"."""
    return f"{_weekday(match[1])} a {_weekday(match[2])}"


_LETTERS_OF_DAYS = dict(zip("LMXJVSD", _DAYS, strict=True))


@rule(
    rf"(?<![\w-])(?P<first>[LMXJVS])(?:\s?[-–]\s?|\sa\s)(?P<last>[VSDJ])(?=,?:?\s(?:de\s)?(?:[0-9]|{MASK}))",
    triggers="LMXJVS",
    also=DIGITS,
)
def days_by_letters(match: re.Match[str]) -> str:
    """ "L-V de 9 a 14 h"."""
    return f"{_LETTERS_OF_DAYS[match['first']]} a {_LETTERS_OF_DAYS[match['last']]}"


@rule(rf"{_BEFORE}1(?=\sde\s(?:{'|'.join(_MONTHS)}))", triggers="1")
def first_of_the_month(_: re.Match[str]) -> str:
    """ "1 de mayo", as in America; in Spain it is "uno de mayo"."""
    return "primero"


@rule(
    rf"(?<=[0-9IVXLC{MASK}]\s)(?:(?P<era>[ad])\.?\s?(?:de\s)?(?:C|n\.\s?e)\b(?:\.{END}|(?!\w))|(?<=[0-9]\s)(?P<capitals>AC|DC)(?!\w))",
    triggers="adAD",
)
def era(match: re.Match[str]) -> str:
    """ "44 a. C.", "siglo I d.C.", "200 a. de C."."""
    before = (match["era"] or match["capitals"].lower()).startswith("a")
    return "antes de Cristo" if before else "después de Cristo"


@rule(
    r"(?<!\w)(?:([1-4])T\s?['’]?(20[0-9]{2}|[0-9]{2})|T([1-4])[\s-](20[0-9]{2})|([1-4])T)(?![\w,]|[.-][0-9])",
    triggers="T",
    also=DIGITS,
)
def quarter(match: re.Match[str]) -> str:
    """ "1T 2022", "2T22"."""
    n, year = match[1] or match[3] or match[5], match[2] or match[4]
    return f"{ordinal(int(n), short=True)} trimestre" + (
        f" de {cardinal(int(year) % 100 + 2000)}" if year else ""
    )


@rule(r"(?<![\w’'])['’‘]([0-9]{2})(?![\w'’])", triggers="'’‘", also=DIGITS)
def short_year(match: re.Match[str]) -> str:
    """ "los '80"."""
    return cardinal(int(match[1]))


@rule(r"(?<![\w.,])(1[89][0-9]0|20[0-9]0|[2-9]0(?=['’]))['’]?s(?!\w)", triggers="s", also=DIGITS)
def decade(match: re.Match[str]) -> str:
    """ "los 1980s"."""
    return cardinal(int(match[1]))
