"""From one day to another, both in figures, in any language: "10/12-11/12", "del 15-6 al 15-9"."""

from __future__ import annotations

import re
from collections.abc import Callable

from tts_service.article.normalize.rules import DIGITS, Rule, rule

_LAST_MONTHS, _FIRST_MONTHS = 10, 3
"""From one of these to one of those, a new year begins."""
_MOST_PARTS = 8
"""Cooks and carpenters know no smaller part: "1/2-3/4 cup"."""
_YEAR = r"(?:[12]\d)?\d\d"
_DASHES = ("-", "–", "—")

SayDay = Callable[[int, int, str | None, re.Match[str]], str]
"""Of a day, a month, and a year as it is written."""
Join = Callable[[str, str, re.Match[str]], str]
"""Of what is said of both days, where a dash stands between them."""


def span_of_days_rule(
    say: SayDay,
    join: Join,
    words: str,
    is_dated: Callable[[re.Match[str]], bool],
    *,
    month_first: bool = False,
) -> Rule:
    """``words``: a pattern of what else may join two days, with its spaces. ``is_dated``: does a word before
    them tell that they are days? Otherwise "1/2-3/4" are parts."""

    @rule(
        r"(?<![\w.,:/$€£-])(?P<a>\d{1,2})(?P<mark>[./-])(?P<b>\d{1,2})"
        rf"(?:(?P=mark)(?P<year>{_YEAR})|(?P<point>\.))?(?P<to>\s?[-–—]\s?|(?<=\.)/|{words})"
        rf"(?P<c>\d{{1,2}})(?P=mark)(?P<d>\d{{1,2}})(?:(?P=mark)(?P<last>{_YEAR}))?(?P<end>(?<!\d{{4}})\.)?"
        r"(?![\w/]|[.,]\d|\s?%)",
        triggers="./-",
        also=DIGITS,
    )
    def span_of_days(match: re.Match[str]) -> str | None:
        first, last = (_month_and_day(match[a], match[b], month_first) for a, b in ("ab", "cd"))
        if not (_is_a_day(*first) and _is_a_day(*last) and _is_later(match, first, last)):
            return None
        if not _are_days(match, is_dated(match)):
            return None
        from_day, to_day = (
            say(first[1], first[0], match["year"], match),
            say(last[1], last[0], match["last"], match),
        )
        return _joined(from_day, to_day, match, join) + _full_stop(match)

    return span_of_days


def _month_and_day(one: str, other: str, month_first: bool) -> tuple[int, int]:
    first, second = int(one), int(other)
    return (first, second) if month_first and first <= 12 else (second, first)


def _is_a_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _is_later(match: re.Match[str], first: tuple[int, int], last: tuple[int, int]) -> bool:
    in_new_year = first[0] >= _LAST_MONTHS and last[0] <= _FIRST_MONTHS
    return first < last or in_new_year or bool(match["year"] or match["last"])


def _are_days(match: re.Match[str], is_dated: bool) -> bool:
    """ "3.4-5.6" are decimals and "1-2" to "3-4" results; "1/2-3/4" may be parts."""
    has_year = bool(match["year"] or match["last"])
    if match["mark"] == "-":
        return is_dated and match["to"].strip() not in _DASHES
    if match["mark"] == ".":
        return has_year or bool(match["point"])
    are_parts = _is_a_part(match["a"], match["b"]) and _is_a_part(match["c"], match["d"])
    return (has_year or is_dated or not are_parts) and not match["point"]


def _is_a_part(top: str, bottom: str) -> bool:
    return int(top) < int(bottom) <= _MOST_PARTS and "0" not in (top[0], bottom[0])


def _joined(first: str, last: str, match: re.Match[str], join: Join) -> str:
    joined = match["to"].strip()
    if joined == "/":
        return f"{first} {last}"
    return join(first, last, match) if joined in _DASHES else f"{first}{match['to']}{last}"


def _full_stop(match: re.Match[str]) -> str:
    """The point behind the last day may end the sentence, too."""
    return "." if match["end"] and not re.search(r"\w", match.string[match.end() :]) else ""
