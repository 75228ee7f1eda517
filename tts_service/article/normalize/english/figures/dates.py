"""Dates: "Dec. 10, 2025", "10 December 2025", "2025-12-10", "11/12/2025", ranges of days, short months and
weekdays."""

from __future__ import annotations

import re

from tts_service.article.normalize.days import span_of_days_rule
from tts_service.article.normalize.english.figures.words import cardinal, ordinal, two_digits, year
from tts_service.article.normalize.english.figures.written import END, TO, joiner, last_word
from tts_service.article.normalize.romans import ROMAN_MONTH, value
from tts_service.article.normalize.rules import DIGITS, MASK, Rule, rule
from tts_service.article.normalize.wordlists import word_list, word_set

_MONTHS = word_list("January February March April May June July August September October November December")
_WEEKDAYS = word_list("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_SHORT = r"jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
MONTH = rf"(?i:{'|'.join(_MONTHS)}|(?:{_SHORT})\b\.?)"
_SMALL_WORDS = word_set("may march mar dec sep")
"""In small letters these are words as well: "he may 5 times"."""
_WEEKDAY = "(?:Mon|Tues|Tue|Weds|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_TH = r"(?P<th>\s?(?:st|nd|rd|th|ST|ND|RD|TH))?"
_ANY_TH = r"(?:st|nd|rd|th|ST|ND|RD|TH)?"
_YEAR = r"[12][0-9]{3}(?![\w,]?[0-9])"
_BEFORE = r"(?<![\w.,:/-])"
_AFTER = r"(?!\w|[.,:/]?[0-9]|[-–—−‑][0-9])"

_WITH_OWN_ARTICLE = word_set("the a an his her its their our my your this that last next another every each")


_DATING = word_set("in of since until till from by for before after during early mid late last next every")
"""Behind these, "may 2015" is a month."""


def _is_a_word(month: str, *figures: str | None) -> bool:
    """True if "may" and the like stand without a year, or an ordinal, that would make them a month."""
    return month in _SMALL_WORDS and not any(figures)


def _month(written: str) -> str:
    return next(month for month in _MONTHS if month[:3].lower() == written[:3].lower())


def _of_month(day: str, month: str) -> str:
    return f"{ordinal(int(day))} of {_month(month)}"


def _month_day(month: str, day: str) -> str:
    return f"{_month(month)} {ordinal(int(day))}"


def _with_year(spoken: str, written: str | None) -> str:
    return f"{spoken}, {_said_year(written)}" if written else spoken


def _said_year(written: str) -> str:
    plain = written.lstrip("'’")
    if plain == "00":
        return year(2000)
    return year(int(plain)) if len(plain) == 4 else two_digits(int(plain))


def _article(match: re.Match[str]) -> str:
    """ "the" where a date such as "6 October" needs it: not in "the 6 October attack" or "her 6 October
    speech"."""
    word = last_word(match.string, match.start())
    return "" if word in _WITH_OWN_ARTICLE or word.endswith(("'s", "’s")) else "the "


@rule(
    rf"{_BEFORE}({MONTH})\s({_DAY}){_ANY_TH}{TO}({MONTH})\s({_DAY}){_ANY_TH}(?:,?\s({_YEAR}))?{_AFTER}",
    triggers=DIGITS,
)
def days_of_two_months(match: re.Match[str]) -> str:
    spoken = f"{_month_day(match[1], match[2])} to {_month_day(match[3], match[4])}"
    return _with_year(spoken, match[5])


@rule(
    rf"{_BEFORE}({MONTH})\s({_DAY}){_ANY_TH}{TO}({_DAY}){_ANY_TH}(?:,?\s({_YEAR}))?{_AFTER}", triggers=DIGITS
)
def days_of_a_month(match: re.Match[str]) -> str:
    return _with_year(f"{_month_day(match[1], match[2])} to {ordinal(int(match[3]))}", match[4])


@rule(
    rf"{_BEFORE}(?P<month>{MONTH})[\s-]({_DAY}){_TH}(?:(?:,?\s|,|-)(?P<year>{_YEAR}|['’][0-9]{{2}}\b))?{_AFTER}",
    triggers=DIGITS,
)
def month_and_day(match: re.Match[str]) -> str | None:
    """ "Dec. 10, 2025", "july 25 2012", "Jan-15-2020"; "Boeing's Max-8" has no month."""
    if _is_a_word(match["month"], match["year"], match["th"]):
        return None
    return _with_year(_month_day(match["month"], match[2]), match["year"])


@rule(
    rf"{_BEFORE}({_DAY}){_ANY_TH}{TO}({_DAY}){_ANY_TH}(?:\sof)?\s({MONTH})(?:,?\s({_YEAR}))?(?!\w)",
    triggers=DIGITS,
)
def days_and_month(match: re.Match[str]) -> str | None:
    if _is_a_word(match[3], match[4]):
        return None
    first = _article(match) + ordinal(int(match[1]))
    return _with_year(f"{first} to the {_of_month(match[2], match[3])}", match[4])


@rule(
    rf"{_BEFORE}({_DAY})(?P<mark>[./-])(?P<month>{ROMAN_MONTH})(?P=mark)(?P<year>{_YEAR})",
    triggers="IVX",
    also=DIGITS,
)
def month_in_romans(match: re.Match[str]) -> str:
    """ "15.III.2021"."""
    month = _MONTHS[value(match["month"]) - 1]
    return _with_year(f"{_article(match)}{ordinal(int(match[1]))} of {month}", match["year"])


@rule(
    rf"{_BEFORE}({_DAY})(?P<month>JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)(?P<year>{_YEAR})(?!\w)",
    triggers="JFMASOND",
    also=DIGITS,
)
def date_of_a_stamp(match: re.Match[str]) -> str:
    """ "15MAR2021"."""
    return _with_year(_article(match) + _of_month(match[1], match["month"]), match["year"])


@rule(
    rf"{_BEFORE}({_DAY}){_TH}(?:\sof)?[\s-]?(?P<month>{MONTH})(?:(?:,?\s|,|-|(?<=\w))(?P<year>{_YEAR}|(?<=-)[0-9]{{2}}\b|['’][0-9]{{2}}\b))?"
    r"(?!\w|-[0-9])",
    triggers=DIGITS,
)
def day_and_month(match: re.Match[str]) -> str | None:
    """ "10 December 2025", "25 jul 2012", "15-Jan-20", "the 4th of july"."""
    if _is_a_word(match["month"], match["year"], match["th"]) and _goes_on(match):
        return None
    point = "." if match[0].endswith(".") and not _POINT_OF_MONTH.match(match.string, match.end()) else ""
    return _with_year(_article(match) + _of_month(match[1], match["month"]), match["year"]) + point


def _goes_on(match: re.Match[str]) -> bool:
    """ "22 may" with nothing behind it can only be a date."""
    return match.end() < len(match.string) and match.string[match.end()] not in ".,;:!?)"


_POINT_OF_MONTH = re.compile(END)


@rule(rf"{_BEFORE}(?P<year>[12][0-9]{{3}})[\s-](?P<month>{MONTH})[\s-]({_DAY}){_AFTER}", triggers=DIGITS)
def year_month_and_day(match: re.Match[str]) -> str | None:
    """ "2012 Jul 25"."""
    return _with_year(_month_day(match["month"], match[3]), match["year"])


@rule(
    rf"(?<![\w.:/-])(?P<month>{MONTH})(?P<gap>[,\s-]\s?)(?P<year>[12][0-9]{{3}})(?!\w|[.,:/-]?[0-9])",
    triggers=DIGITS,
)
def month_and_year(match: re.Match[str]) -> str | None:
    """ "july 2012", "Sep-2012", "Dec 2019"."""
    if match["month"] in ("may", "march") and last_word(match.string, match.start()) not in _DATING:
        return None
    return _month(match["month"]) + match["gap"].replace("-", " ") + year(int(match["year"]))


@rule(
    r"(?<![\w.,:/$€£-])(?P<month>0[1-9]|1[0-2])[/-](?P<year>(?:19|20)[0-9]{2})(?![\w/-]|[.,][0-9])",
    triggers="/-",
    also=DIGITS,
)
def month_and_year_in_figures(match: re.Match[str]) -> str:
    """ "12/2020"."""
    return f"{_MONTHS[int(match['month']) - 1]} {year(int(match['year']))}"


@rule(
    r"(?<!\w)([1-4])(Q)\s?['’]?(20[0-9]{2}|[0-9]{2})(?![\w,]|[.-][0-9])|(?<!\w)([12])(H)\s?['’]?(20[0-9]{2}|[0-9]{2})(?![\w,]|[.-][0-9])",
    triggers="QH",
    also=DIGITS,
)
def quarter(match: re.Match[str]) -> str:
    """ "2Q22", "1H 2021": parts of a business year."""
    n, part, written = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
    before = last_word(match.string, match.start())
    the = "" if before in _WITH_OWN_ARTICLE or not before else "the "
    name = "quarter" if part == "Q" else "half"
    return f"{the}{ordinal(int(n))} {name} of {year(int(written) % 100 + 2000)}"


@rule(
    rf"{_BEFORE}(?P<year>[12][0-9]{{3}})([/.-])(?P<month>0?[1-9]|1[0-2])\2(?P<day>{_DAY})"
    rf"(?:(?:T|\s)(?P<hour>[0-9]{{2}}):(?P<minute>[0-9]{{2}})(?::[0-9.]{{2,9}})?Z?(?!:))?{_AFTER}",
    triggers=DIGITS,
)
def iso_date(match: re.Match[str]) -> str:
    """ "2016-07-03", "2016/7/3", "2016-07-03T10:20"."""
    month = _MONTHS[int(match["month"]) - 1]
    spoken = f"{month} {ordinal(int(match['day']))}, {year(int(match['year']))}"
    if not match["hour"]:
        return spoken
    return f"{spoken}, {cardinal(int(match['hour']))} {two_digits(int(match['minute']))}"


_NUMERIC = rf"{_BEFORE}([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2((?:[12][0-9])?[0-9]{{2}}){_AFTER}"


@rule(_NUMERIC, triggers=DIGITS)
def numeric_date_month_first(match: re.Match[str]) -> str | None:
    """ "11/12/2025" is the twelfth of November, as in America."""
    return _numeric_date(match, day_first=False)


@rule(_NUMERIC, triggers=DIGITS)
def numeric_date_day_first(match: re.Match[str]) -> str | None:
    """ "11/12/2025" is the eleventh of December, as everywhere but in America."""
    return _numeric_date(match, day_first=True)


_DAY_AND_MONTH = rf"{_BEFORE}([0-9]{{1,2}})/([0-9]{{1,2}})(?![\w/%]|[.,][0-9])"
_A_WEEKDAY = re.compile(rf"\b(?:{_WEEKDAY}\.?|{'|'.join(_WEEKDAYS)}),?\s$")
_ON = word_set("on by until till since before after from through dated due")


@rule(_DAY_AND_MONTH, triggers="/", also=DIGITS)
def short_date_month_first(match: re.Match[str]) -> str | None:
    """ "on 3/15"."""
    return _short_date(match, month=int(match[1]), day=int(match[2]))


@rule(_DAY_AND_MONTH, triggers="/", also=DIGITS)
def short_date_day_first(match: re.Match[str]) -> str | None:
    """ "on 15/3"."""
    return _short_date(match, month=int(match[2]), day=int(match[1]))


def _short_date(match: re.Match[str], *, month: int, day: int) -> str | None:
    """Behind "on", or behind another such word if it can be no fraction that people use."""
    word = last_word(match.string, match.start())
    if match[0] in ("9/11", "7/7", "26/11") or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if _A_WEEKDAY.search(match.string, max(0, match.start() - 12), match.start()):
        return f"{_MONTHS[month - 1]} {ordinal(day)}"
    if word not in _ON or (word != "on" and day < 13):
        return None
    return f"{_MONTHS[month - 1]} {ordinal(day)}"


def _span_of_days(*, month_first: bool) -> Rule:
    def day(day: int, month: int, year: str | None, _: re.Match[str]) -> str:
        name = _MONTHS[month - 1]
        return _with_year(f"{name} {ordinal(day)}" if month_first else f"the {ordinal(day)} of {name}", year)

    def join(first: str, last: str, match: re.Match[str]) -> str:
        return f"{first} {joiner(match.string, match.start())} {last}"

    def is_dated(match: re.Match[str]) -> bool:
        return last_word(match.string, match.start()) == "on"

    return span_of_days_rule(
        day, join, r"\s(?:to|through|thru|until|till|and)\s", is_dated, month_first=month_first
    )


span_of_days_month_first = _span_of_days(month_first=True)
""" "open 6/1-8/31"."""
span_of_days_day_first = _span_of_days(month_first=False)
""" "open 1/6-31/8"."""


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
    return _with_year(spoken, match[4])


@rule(
    rf"(?<!\w)({_WEEKDAY})(?:\.(?=,|\s)|\b(?=,?\s(?:{MONTH}|[0-9{MASK}]|the\s[0-9{MASK}])))",
    triggers="MTWFSmtwfs",
    flags=re.IGNORECASE,
)
def short_weekday(match: re.Match[str]) -> str | None:
    """ "Thu., Jan. 6". "Sun." and "Sat." may end a sentence: only a date behind them makes them days."""
    followed = _DATE_BEHIND.match(match.string, match.end())
    if not followed and last_word(match.string, match.start()) != "on":
        return None
    if match[1].islower() and (match[1] in ("sun", "sat", "wed") or not followed):
        return None
    return next(day for day in _WEEKDAYS if day[:3] == match[1][:3].capitalize())


_DATE_BEHIND = re.compile(
    rf",?\s(?:the\s)?(?:{MONTH}\b|[ap]\.?m\b|(?:morning|afternoon|evening|night)\b|[0-9{MASK}])"
)


@rule(rf"(?<!\w)({_WEEKDAY})\.?{TO}({_WEEKDAY})\b(?:\.{END})?(?!['’\w-])", triggers="MTWFS")
def span_of_weekdays(match: re.Match[str]) -> str | None:
    """ "Mon-Fri", "Sat.–Sun."."""
    first, last = (next(day for day in _WEEKDAYS if day.startswith(name[:3])) for name in match.group(1, 2))
    return f"{first} to {last}"


@rule(
    rf"(?<!\w)(?P<first>Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?{TO}"
    rf"(?P<last>Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b(?:\.{END})?(?!['’\w-])",
    triggers="JFMASOND",
)
def span_of_months(match: re.Match[str]) -> str:
    """ "Jan.-Mar."."""
    return f"{_month(match['first'])} to {_month(match['last'])}"


@rule(rf"(?<=[0-9]{{2}})\s?[-–]\s?(?={MONTH}\s['’]?[0-9]{{2}})", triggers="-–", also=DIGITS)
def until_a_month(_: re.Match[str]) -> str:
    """ "January 2020-March 2021"."""
    return " to "


@rule(rf"(?<!\w)(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.{END}", triggers="JFMASOND")
def short_month(match: re.Match[str]) -> str | None:
    """ "Feb. and March"."""
    return _month(match[0])
