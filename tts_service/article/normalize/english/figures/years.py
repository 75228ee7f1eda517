"""Years, spans of years, eras, decades, fiscal years."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.figures.words import cardinal, plural, two_digits, year
from tts_service.article.normalize.english.figures.written import DASH, END, TO, joiner, last_word
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spelled import spell
from tts_service.article.normalize.wordlists import word_set

_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_BEFORE = r"(?<![\w.,:/$£€₹])"
_AFTER = r"(?!\w|[.,:]?[0-9])"
_ERA = rf"(?P<era>(?:A\.?D|B\.?C\.?E|B\.?C|C\.?E|b\.?c\.?e|b\.?c|a\.d|c\.e)\b(?:\.{END})?)"

_COUNTED = word_set("""
    people men women children soldiers troops workers jobs homes houses students schools cases deaths votes
    seats points words pages dead others more tons tonnes families refugees migrants passengers members
    officers employees staff residents fighters prisoners hostages victims visitors fans players police acres
    cars vehicles ships tanks missiles rockets drones trees animals villages shops firms companies units
    copies books songs films times days weeks months hours minutes calories dollars euros pounds rupees
    civilians protesters patients doctors nurses teachers pupils farmers voters candidates seats or-so plus
    islands species head beds rooms flats apartments buildings lives steps photos images articles entries
""")
_COUNTING = word_set("some nearly almost over roughly approximately than least most another")


@rule(rf"{_BEFORE}({_YEAR}s?)(?:{TO}|/)({_YEAR}s?){_AFTER}", triggers=DIGITS)
def span_of_years(match: re.Match[str]) -> str:
    """ "1939–1945", "1980s-1990s", "the 1999/2000 season"."""
    return f"{_year_or_decade(match[1])} {joiner(match.string, match.start())} {_year_or_decade(match[2])}"


def _year_or_decade(written: str) -> str:
    return plural(year(int(written[:-1]))) if written.endswith("s") else year(int(written))


@rule(
    rf"{_BEFORE}({_YEAR}){DASH}([0-9]{{2}}){_AFTER}|{_BEFORE}({_YEAR})/([0-9]{{1,2}})(?!\w|[/.]?[0-9])",
    triggers=DIGITS,
)
def span_to_short_year(match: re.Match[str]) -> str | None:
    """ "1989-90", "2024/25"; not "2019-11", which runs backwards."""
    first, second = int(match[1] or match[3]), int(match[2] or match[4])
    if second < 10 and len(match[2] or match[4]) == 1:
        second = (first + 1) % 100 if (first + 1) % 10 == second else -1
    if second <= first % 100 and not (first % 100 == 99 and second == 0):
        return None
    return f"{year(first)} {joiner(match.string, match.start())} {two_digits(second)}"


@rule(rf"{_BEFORE}({_YEAR})['’]?s{DASH}['’]?([0-9]0)['’]?s(?!\w)", triggers=DIGITS)
def span_of_decades(match: re.Match[str]) -> str:
    """ "1950s-60s"."""
    return f"{plural(year(int(match[1])))} to {plural(cardinal(int(match[2])))}"


@rule(rf"{_BEFORE}(1[0-9]{{2}}0|20[0-9]0)(?:['’]?s|\s['’]?s)(?!\w)", triggers=DIGITS)
def decade(match: re.Match[str]) -> str:
    """ "1980s", "1960's", "1980 s"."""
    return plural(year(int(match[1])))


@rule(r"(?<![\w.,:/$£€₹])(?:['’‘]?)([2-9]0)['’]?s(?!\w)", triggers=DIGITS)
def short_decade(match: re.Match[str]) -> str:
    """ "the '80s", "in her 40s"."""
    return plural(cardinal(int(match[1])))


@rule(r"(?:(?<![\w’'])|(?<=[QH][1-4]))['’‘]([0-9]{2})(?![\w'’])", triggers="'’‘", also=DIGITS)
def short_year(match: re.Match[str]) -> str:
    """ "the class of '68"."""
    return two_digits(int(match[1]))


@rule(r"(?<![\w’'])['’‘](?P<a>[0-9]{2})\s?[-–]\s?['’‘](?P<b>[0-9]{2})(?![\w'’])", triggers="'’‘", also="-–")
def span_of_short_years(match: re.Match[str]) -> str:
    """ "'20-'21"."""
    return f"{two_digits(int(match['a']))} to {two_digits(int(match['b']))}"


@rule(
    rf"\bFY\s?(?:(20[0-9]{{2}})|['’]?([0-9]{{2}}))(?:{DASH}(?:20)?([0-9]{{2}}))?(?!\w)",
    triggers="F",
    also=DIGITS,
)
def fiscal_year(match: re.Match[str]) -> str:
    first = year(int(match[1])) if match[1] else two_digits(int(match[2]))
    return f"fiscal year {first}" + (f" to {two_digits(int(match[3]))}" if match[3] else "")


@rule(
    rf"{_BEFORE}([0-9]{{1,4}})(?:{TO}([0-9]{{1,4}}))?\s?{_ERA}|\b(A\.?\s?D\.?)\s([0-9]{{1,4}})(?!\w|,[0-9])",
    triggers="BCAbca",
    also=DIGITS,
)
def year_of_an_era(match: re.Match[str]) -> str:
    """ "44 BC", "476 A.D.", "AD 79"."""
    if match[4]:
        return f"{spell(match[4].replace(' ', ''))} {year(int(match[5]))}"
    last = f" to {year(int(match[2]))}" if match[2] else ""
    return f"{year(int(match[1]))}{last} {spell(match['era'].upper())}"


@rule(rf"(?<![\w.,:/$£€₹])({_YEAR})(?!\w|[.,:][0-9])", triggers=DIGITS)
def lone_year(match: re.Match[str]) -> str | None:
    """Four digits without a comma are a year, unless something is counted: "1850 people"."""
    n = int(match[1])
    if n < 1066 or _is_counted(match):
        return None
    return year(n)


def _is_counted(match: re.Match[str]) -> bool:
    behind = re.compile(r"\s([a-z]{2,20})").match(match.string, match.end())
    return bool(behind and behind[1] in _COUNTED) or last_word(match.string, match.start()) in _COUNTING
