"""Dates: "Dec. 10, 2025", "10 December 2025", "2025-12-10", "11/12/2025", ranges of days, short months and weekdays."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.words import cardinal, ordinal, two_digits, year
from tts_service.article.normalize.english.written import END, TO, last_word
from tts_service.article.normalize.rules import DIGITS, MASK, rule
from tts_service.article.normalize.wordlists import word_list, word_set

_MONTHS = word_list("January February March April May June July August September October November December")
_WEEKDAYS = word_list("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_SHORT = word_list("Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec")
MONTH = "(?:" + "|".join([rf"{m}|{m.upper()}" for m in _MONTHS] + [rf"(?:{m}|{m.upper()})\b\.?" for m in _SHORT]) + ")"
_WEEKDAY = "(?:Mon|Tues|Tue|Weds|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_TH = r"(?:st|nd|rd|th|ST|ND|RD|TH)?"
_YEAR = r"[12][0-9]{3}(?![\w,]?[0-9])"
_BEFORE = r"(?<![\w.,:/-])"
_AFTER = r"(?!\w|[.,:/]?[0-9]|[-–—−‑][0-9])"

_WITH_OWN_ARTICLE = word_set("the a an his her its their our my your this that last next another every each")


def _month(written: str) -> str:
    return next(month for month in _MONTHS if month[:3].lower() == written[:3].lower())


def _of_month(day: str, month: str) -> str:
    return f"{ordinal(int(day))} of {_month(month)}"


def _month_day(month: str, day: str) -> str:
    return f"{_month(month)} {ordinal(int(day))}"


def _with_year(spoken: str, written: str | None) -> str:
    return f"{spoken}, {year(int(written))}" if written else spoken


def _article(match: re.Match[str]) -> str:
    """ "the" where a date such as "6 October" needs it: not in "the 6 October attack" or "her 6 October speech"."""
    word = last_word(match.string, match.start())
    return "" if word in _WITH_OWN_ARTICLE or word.endswith(("'s", "’s")) else "the "


@rule(rf"{_BEFORE}({MONTH})\s({_DAY}){_TH}{TO}({MONTH})\s({_DAY}){_TH}(?:,?\s({_YEAR}))?{_AFTER}", triggers=DIGITS)
def days_of_two_months(match: re.Match[str]) -> str:
    spoken = f"{_month_day(match[1], match[2])} to {_month_day(match[3], match[4])}"
    return _with_year(spoken, match[5])


@rule(rf"{_BEFORE}({MONTH})\s({_DAY}){_TH}{TO}({_DAY}){_TH}(?:,?\s({_YEAR}))?{_AFTER}", triggers=DIGITS)
def days_of_a_month(match: re.Match[str]) -> str:
    return _with_year(f"{_month_day(match[1], match[2])} to {ordinal(int(match[3]))}", match[4])


@rule(rf"{_BEFORE}({MONTH})\s({_DAY}){_TH}(?:,?\s({_YEAR}))?{_AFTER}", triggers=DIGITS)
def month_and_day(match: re.Match[str]) -> str:
    return _with_year(_month_day(match[1], match[2]), match[3])


@rule(rf"{_BEFORE}({_DAY}){_TH}{TO}({_DAY}){_TH}(?:\sof)?\s({MONTH})(?:,?\s({_YEAR}))?(?!\w)", triggers=DIGITS)
def days_and_month(match: re.Match[str]) -> str:
    first = _article(match) + ordinal(int(match[1]))
    return _with_year(f"{first} to the {_of_month(match[2], match[3])}", match[4])


@rule(rf"{_BEFORE}({_DAY}){_TH}(?:\sof)?\s({MONTH})(?:,?\s({_YEAR}))?(?!\w)", triggers=DIGITS)
def day_and_month(match: re.Match[str]) -> str:
    return _with_year(_article(match) + _of_month(match[1], match[2]), match[3])


@rule(
    rf"{_BEFORE}([12][0-9]{{3}})-(0[1-9]|1[0-2])-({_DAY})(?:T([0-9]{{2}}):([0-9]{{2}})(?::[0-9.]{{2,9}})?Z?)?{_AFTER}",
    triggers=DIGITS,
)
def iso_date(match: re.Match[str]) -> str:
    month = _MONTHS[int(match[2]) - 1]
    spoken = f"{month} {ordinal(int(match[3]))}, {year(int(match[1]))}"
    return f"{spoken}, {cardinal(int(match[4]))} {two_digits(int(match[5]))}" if match[4] else spoken


_NUMERIC = rf"{_BEFORE}([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2((?:[12][0-9])?[0-9]{{2}}){_AFTER}"


@rule(_NUMERIC, triggers=DIGITS)
def numeric_date_month_first(match: re.Match[str]) -> str | None:
    """ "11/12/2025" is the twelfth of November, as in America; with points ("3.4.2026") the day is always first."""
    return _numeric_date(match, day_first=match[2] == ".")


@rule(_NUMERIC, triggers=DIGITS)
def numeric_date_day_first(match: re.Match[str]) -> str | None:
    """ "11/12/2025" is the eleventh of December, as everywhere but in America."""
    return _numeric_date(match, day_first=True)


def _numeric_date(match: re.Match[str], *, day_first: bool) -> str | None:
    first, second = int(match[1]), int(match[3])
    if match[2] != "/" and len(match[4]) == 2:
        return None
    if second > 12 or (first <= 12 and not day_first):
        month, day, spoken_day_first = first, second, False
    else:
        month, day, spoken_day_first = second, first, True
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    name = _MONTHS[month - 1]
    spoken = f"{_article(match)}{ordinal(day)} of {name}" if spoken_day_first else f"{name} {ordinal(day)}"
    written_year = int(match[4])
    return f"{spoken}, {year(written_year) if len(match[4]) == 4 else two_digits(written_year)}"


@rule(rf"(?<!\w)({_WEEKDAY})(?:\.(?=,|\s)|\b(?=,?\s(?:{MONTH}|[0-9{MASK}])))", triggers="MTWFS")
def short_weekday(match: re.Match[str]) -> str | None:
    """ "Thu., Jan. 6". "Sun." and "Sat." may end a sentence: only a date behind them makes them days."""
    followed = re.compile(rf",?\s(?:{MONTH}|[0-9{MASK}])").match(match.string, match.end())
    if not followed and last_word(match.string, match.start()) != "on":
        return None
    return next(day for day in _WEEKDAYS if day.startswith(match[1][:3]))


@rule(rf"(?<!\w)(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?:\.{END}|\b(?=\s[12][0-9]{{3}}\b))", triggers="JFMASOND")
def short_month(match: re.Match[str]) -> str | None:
    """ "Feb. and March", "Dec 2019"."""
    return _month(match[0])
