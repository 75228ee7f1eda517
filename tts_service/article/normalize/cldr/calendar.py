"""Rules for dates, days of the week, eras and times of day."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tts_service.article.normalize.cldr import names
from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.written import (
    BEFORE,
    BEHIND,
    DASH,
    WORD,
    alternatives,
    follows_one_of,
    next_word,
    text_before,
)
from tts_service.article.normalize.days import span_of_days_rule
from tts_service.article.normalize.romans import ROMAN_MONTH, value
from tts_service.article.normalize.rules import DIGITS, Rule, rule

_MONTHS = 12
_TO_A_DAY = r"\s(?:au|al|a|à|ao|até|bis|से)\s|\sall['’]"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"


def date_rules(grammar: Grammar) -> tuple[Rule, ...]:
    whole = {name.lower(): n for n, name in enumerate(names.months(grammar.locale), 1)} | {
        **grammar.tables.months
    }
    numbers = {**grammar.short_months, **names.short_months(grammar.locale), **whole}
    month = rf"(?P<month>{alternatives(numbers)})"
    of = rf"(?:\s{grammar.of_date})?\s?" if grammar.of_date else r"\s?"
    of_year = rf"{grammar.of_year}\s" if grammar.of_year else of

    named = names.days(grammar.locale) | grammar.words_for_day
    leading = grammar.before_days | named
    day_mark = rf"(?:{grammar.day_mark})?" if grammar.day_mark else ""

    def said(match: re.Match[str], name: str, year: str | None) -> str | None:
        day = int(match["day"])
        return said_day(day, name, year, match) if 1 <= day <= 31 else None

    def said_day(day: int, name: str, year: str | None, match: re.Match[str]) -> str:
        said_year = "" if not year else grammar.year(int(year)) if len(year) == 4 else grammar.number(year)
        return grammar.date(day, name, said_year, text_before(match))

    def in_figures(match: re.Match[str]) -> str | None:
        month_number = int(match["month"])
        return said(match, grammar.month(month_number), match["year"]) if 1 <= month_number <= 12 else None

    @rule(
        rf"(?<![{WORD}.,:/€$£-])(?P<day>\d{{1,2}})(?:(?P<mark>[./-])\s?|\.\s)(?P<month>\d{{1,2}})"
        rf"(?:(?P=mark)|\.)\s?(?P<year>[12]\d{{3}}|\d\d){BEHIND}(?!\.\d)",
        triggers="./-",
        also=DIGITS,
    )
    def numeric_date(match: re.Match[str]) -> str | None:
        """ "3.10.2025", "03/10/2025": the day comes first."""
        if len(match["year"]) == 2 and match["mark"] == "-":
            return None
        return in_figures(match)

    @rule(
        rf"{BEFORE}{_DAY}(?P<mark>[./-])(?P<month>{ROMAN_MONTH})(?P=mark)(?P<year>[12]\d{{3}}){BEHIND}",
        triggers="IVX",
        also=DIGITS,
    )
    def month_in_romans(match: re.Match[str]) -> str | None:
        """ "15.III.2021"."""
        return said(match, grammar.month(value(match["month"])), match["year"])

    @rule(
        rf"{BEFORE}(?P<year>[12]\d{{3}})(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?){BEHIND}",
        triggers="-/.",
        also=DIGITS,
    )
    def iso_date(match: re.Match[str]) -> str | None:
        """ "2025-10-03", "2025/10/3"."""
        return in_figures(match)

    @rule(
        rf"{BEFORE}{_DAY}{grammar.day_mark}{of}{month}(?![{WORD}])"
        rf"(?:(?<=\.)|\.(?=\s[{WORD}]|[,;]))?(?:{of_year}(?<=\s)(?P<year>\d{{4}})(?![{WORD}]|[.,]\d))?",
        triggers=DIGITS,
        flags=re.IGNORECASE,
    )
    def date(match: re.Match[str]) -> str | None:
        """ "3. Oktober 2025", "12 sept."."""
        written = match["month"].lower()
        name = match["month"] if written in whole else grammar.month(numbers[written])
        return said(match, name, match["year"])

    @rule(
        rf"(?<![{WORD}.,:/€$£-])(?P<day>0?[1-9]|[12]\d|3[01]){day_mark}/(?P<month>0?[1-9]|1[0-2])"
        rf"(?![{WORD}/]|[.,]\d|\s?%|\s(?:d[aeou]s?|del\w{{0,2}})\s)",
        triggers="/",
        also=DIGITS,
    )
    def day_and_month(match: re.Match[str]) -> str | None:
        """ "12/05"; "12/10" and "3/4" only behind a word such as "le"."""
        before = text_before(match)
        is_day = match["month"][0] == "0" or follows_one_of(leading, before)
        is_day = is_day or int(match["day"]) > _MONTHS <= int(match["month"]) + 2  # no fraction: "25/12"
        day, month = match["day"], match["month"]
        if len(month) == 1 and int(day) < int(month) and day[0] != "0":  # may be a fraction: "plus de 1/3"
            is_day = follows_one_of(named, before)
            is_day = is_day or next_word(match.string, match.end()) in grammar.behind_days
        return said(match, grammar.month(int(match["month"])), "") if is_day else None

    @rule(
        rf"{BEFORE}{_DAY}(?P<mark>[/-])(?P<month>{alternatives(numbers)})(?P=mark)(?P<year>[12]\d{{3}}|\d\d){BEHIND}",
        triggers="/-",
        also=DIGITS,
        flags=re.IGNORECASE,
    )
    def joined_date(match: re.Match[str]) -> str | None:
        """ "3/jun/2020", "3-Okt-2020"."""
        return said(match, grammar.month(numbers[match["month"].lower()]), match["year"])

    brief = {name: n for name, n in numbers.items() if name not in whole}

    @rule(
        rf"(?<![{WORD}.])(?P<it>(?P<month>{alternatives(brief)})\.)(?=\s(?:(?:de|del)\s)?\d{{4}}(?![{WORD}]))",
        triggers=".",
        also=DIGITS,
        flags=re.IGNORECASE,
    )
    def short_month(match: re.Match[str]) -> str:
        """ "Sept. 2024"."""
        return grammar.month(numbers[match["month"].lower()])

    several = (_first_of_two_months(grammar, brief, numbers), short_month) if brief else ()
    days = span_of_days_rule(
        lambda day, month, year, match: said_day(day, grammar.month(month), year, match),
        lambda first, last, match: grammar.between_days(first, last, text_before(match)),
        _TO_A_DAY,
        lambda match: follows_one_of(leading, text_before(match)),
    )

    return (
        days,
        _until_a_day(grammar, numbers, of),
        month_in_romans,
        joined_date,
        numeric_date,
        iso_date,
        date,
        day_and_month,
        *several,
    )


def _until_a_day(grammar: Grammar, months: Mapping[str, int], of: str) -> Rule:
    month = rf"{alternatives(months)}(?![{WORD}])"

    @rule(
        rf"(?<![{WORD}]){month}\.?(?P<it>\s?{DASH}\s?)(?={_DAY}{grammar.day_mark}{of}{month})",
        triggers="-–—",
        also=DIGITS,
        flags=re.IGNORECASE,
    )
    def until_a_day(_: re.Match[str]) -> str:
        """ "30. April-2. Mai"."""
        return f" {grammar.words.to} "

    return until_a_day


def _first_of_two_months(grammar: Grammar, brief: Mapping[str, int], numbers: Mapping[str, int]) -> Rule:
    @rule(
        rf"(?<![{WORD}.])(?P<month>{alternatives(brief)})\.?\s?(?P<mark>[-–/])\s?(?={alternatives(numbers)}(?![{WORD}]))",
        triggers="-–/",
        flags=re.IGNORECASE,
    )
    def first_of_two_months(match: re.Match[str]) -> str:
        """ "Sept./Okt. 2020"."""
        return f"{grammar.month(numbers[match['month'].lower()])}{' ' if match['mark'] == '/' else '-'}"

    return first_of_two_months


def day_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """ "Mo., 5. Mai" and "Sa. 10 Uhr": an abbreviated day of the week before figures."""
    short = names.short_days(grammar.locale) if grammar.short_days is None else grammar.short_days
    if not short:
        return ()
    written = {form.rstrip("."): day for form, day in short.items()}
    written |= {form.capitalize(): day.capitalize() for form, day in written.items()}
    to = r"(?:au|a|à|às|bis|al|alle|de|da|das|von|dalle|um|ab|até)\s"
    months = alternatives(
        {*map(str.lower, names.months(grammar.locale)), *names.short_months(grammar.locale)}
    )
    point = rf"(?:\.|(?=,?\s\d{{1,2}}\s{months}(?![{WORD}])))" if grammar.pointed_days else r"\.?"

    @rule(
        rf"(?<![{WORD}.])(?P<it>(?P<form>{alternatives(written)}){point})(?=,?\s(?:{to})?\d|\s{to})",
        triggers=DIGITS,
    )
    def day_of_the_week(match: re.Match[str]) -> str:
        return written[match["form"]]

    one, dashed = rf"(?:{alternatives(written)}){point}", rf"(?:{alternatives(written)})\.?"

    @rule(
        rf"(?<![{WORD}.])(?P<first>{one}(?=\s)|{dashed}(?=\s?{DASH}))(?P<to>\s?{DASH}\s?|\s(?:al|au|à|bis|até|a)\s)"
        rf"(?P<last>(?<=\w\s){one}|(?<!\w\s){dashed})(?![{WORD}])",
        triggers="-–—.",
    )
    def days_of_the_week(match: re.Match[str]) -> str:
        """ "Mo-Fr", "lun. al ven."."""
        joined = match["to"].strip(" -–—−‑") or grammar.words.to
        ends = match["last"].endswith(".") and not match["first"].endswith(".")  # "Mo-Fr." ends a sentence
        point = "." if ends and not re.search(r"\w", match.string[match.end() :]) else ""
        return f"{written[match['first'].rstrip('.')]} {joined} {written[match['last'].rstrip('.')]}{point}"

    return days_of_the_week, day_of_the_week


def clock_rules(grammar: Grammar) -> tuple[Rule, ...]:
    @rule(
        rf"(?:(?<=[:.h]\d\d)|(?<=\d[hH])|(?<=\d\s[hH]))\s?{DASH}\s?(?=\d{{1,2}}(?:[:.h]\d\d|\s?[hH]\b)(?!\d))",
        triggers=":.h",
        also=DIGITS,
    )
    def range_of_times(_: re.Match[str]) -> str:
        return f" {grammar.words.to} "

    @rule(rf"{BEFORE}{grammar.clock}(?![{WORD}]|[.,:]\d)", triggers=DIGITS)
    def time_of_day(match: re.Match[str]) -> str | None:
        second = match["s"]
        return grammar.time(int(match["h"]), int(match["m"] or 0), int(second) if second else None, match)

    @rule(
        rf"{BEFORE}(?P<h>0?[1-9]|1[0-2])(?:[:.](?P<m>[0-5]\d))?\s?(?P<half>[AaPp])(?:\.\s?[Mm]\.|[Mm](?![{WORD}]))",
        triggers="aApP",
        also=DIGITS,
    )
    def time_by_halves(match: re.Match[str]) -> str:
        """ "8:30 AM", "8 p.m."."""
        hour, minute = int(match["h"]), int(match["m"] or 0)
        part = names.part_of_the_day(grammar.locale, hour % 12 + 12 * (match["half"] in "pP"))
        end = "." if match[0].endswith(".") and not re.search(r"\w", match.string[match.end() :]) else ""
        return grammar.time_by_halves(hour, minute, part) + end

    return time_by_halves, range_of_times, time_of_day


def era_rules(grammar: Grammar) -> tuple[Rule, ...]:
    before, after = grammar.words.before_christ, grammar.words.after_christ

    @rule(
        r"(?<![\w.])(?<!\d\s)(?:(?P<year>\d{1,3}(?:[ .]\d{3}){1,2}|\d{1,4})\s)?"
        r"(?P<era>[a-z]{1,3})\.\s?(?P<christ>(?:J\.?-?)?C(?:hr)?)(?P<point>\.?)(?!\w)",
        triggers="C",
    )
    def year_of_an_era(match: re.Match[str]) -> str:
        """ "753 v. Chr.", "50 av. J.-C.", "27 a.C."."""
        said = after if match["era"][0] in "dn" or match["era"].startswith(("ap", "p")) else before
        end = "." if match["point"] and not match.string[match.end() :].strip() else ""
        year = f"{grammar.number(match['year'])} " if match["year"] else ""
        return f"{year}{said}{end}"

    return (year_of_an_era,)
