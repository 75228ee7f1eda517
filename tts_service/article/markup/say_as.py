"""``say-as`` of SSML: what a text is, whatever the sentence around it suggests. Pure, and light until
something is read.

Numbers, dates and the like are said by the same rules as in any sentence (``normalize``): here is only
decided which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from tts_service.article.language.tags import primary_subtag

MOST_CHARS = 100
"""Of a text that is read as something, or whose pronunciation is given."""
DATE_FORMS = ("dmy", "mdy", "ymd")

_GAP = r"[ ,.'’\u00a0\u202f]"
_GAPS = re.compile(_GAP)
_WHOLE = re.compile(rf"(?P<sign>[-−+]?)(?P<n>\d{{1,15}}|\d{{1,3}}(?:{_GAP}\d{{3}}){{1,4}})")
_ORDINAL = re.compile(r"(?P<n>\d{1,9})(?P<mark>\.|[.]?[ºª°]|[a-zé]{1,3})?")
_DATE = re.compile(r"(\d{1,4})[-/. ]{1,2}(\d{1,2})[-/. ]{1,2}(\d{1,4})")
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?(?:\s?(?P<half>[ap])\.?m\.?)?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+?[\d\s()./–-]{2,40}")
_RUNS = re.compile(r"[^\W\d_]+|\d+")
_WITH_HALVES = ("en", "es")
"""Languages whose rules read "2:30 pm"."""


class _Numbers(Protocol):
    """How a language says numbers."""

    def cardinal(self, n: int, /) -> str: ...
    def ordinal(self, n: int, /) -> str: ...
    def digits(self, written: str, /) -> str: ...


class _Way(NamedTuple):
    """One value of ``interpret-as``. ``is_one``: whether a text can be read so; ``what`` says what it must
    be."""

    is_one: Callable[[str, str], bool]
    what: str
    say: Callable[[str, str, str], str]
    """From the text, the form and the language: what is said, with the marks of ``normalize.spelled``."""


def check_say_as(way: str, text: str, form: str = "") -> None:
    """Raises ValueError, with a sentence that says what is allowed, unless ``text`` can be read so."""
    if way not in WAYS:
        raise ValueError(f"interpret-as={way!r} is not known here. Allowed are: {', '.join(WAYS)}.")
    if form and way != "date":
        raise ValueError(f'format={form!r}: only interpret-as="date" has a format.')
    if form and form not in DATE_FORMS:
        raise ValueError(f"format={form!r} is not known here. Allowed are: {', '.join(DATE_FORMS)}.")
    if len(text) > MOST_CHARS or not WAYS[way].is_one(text.strip(), form):
        raise ValueError(f"{_short(text)!r} cannot be read as {way!r}: that is {WAYS[way].what}.")


def said_as(way: str, text: str, form: str, language: str) -> str:
    """What is said for ``text``, which has been checked, with the marks of ``normalize.spelled``. Figures in
    a language without rules are left to the engine."""
    return WAYS[way].say(text.strip(), form, language)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _numbers(language: str) -> _Numbers | None:
    """None for a language without rules."""
    from tts_service.article.normalize import languages
    from tts_service.article.normalize.english.figures import words as english
    from tts_service.article.normalize.spanish import words as spanish

    primary, region = primary_subtag(language), language.lower().partition("-")[2]
    own: Mapping[str, _Numbers] = {"en": english, "es": spanish}
    if primary in languages.FOLDERS:
        return languages.grammar(primary, region if len(region) == 2 else "")
    return own.get(primary)


def _by_rules(text: str, language: str) -> str:
    from tts_service.article.normalize import said_within

    return said_within(text, language) or text


def _cardinal(text: str, form: str, language: str) -> str:
    match, numbers = _WHOLE.fullmatch(text), _numbers(language)
    if match is None or match["sign"] or numbers is None:
        return _by_rules(text, language)
    return numbers.cardinal(int(_GAPS.sub("", match["n"])))


def _ordinal(text: str, form: str, language: str) -> str:
    numbers = _numbers(language)
    return numbers.ordinal(int(text)) if numbers and text.isdecimal() else _by_rules(text, language)


def _date(text: str, form: str, language: str) -> str:
    match = _DATE.fullmatch(text)
    if match is None or not form:
        return _by_rules(text, language)
    year, month, day = (int(match[form.index(part) + 1]) for part in "ymd")
    return _by_rules(f"{year:04}-{month:02}-{day:02}", language)


def _is_date(text: str, form: str) -> bool:
    match = _DATE.fullmatch(text)
    if match is None or not form:
        return not form and any(map(str.isdecimal, text))
    year, month, day = (match[form.index(part) + 1] for part in "ymd")
    return len(year) == 4 and int(year) >= 1000 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _time(text: str, form: str, language: str) -> str:
    match = _TIME.fullmatch(text)
    if match is None:
        return text
    if primary_subtag(language) in _WITH_HALVES:
        return _by_rules(text, language)
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"].lower() == "p")
    return _by_rules(
        ":".join(filter(None, (f"{hour:02}", match["minute"] or "00", match["second"]))), language
    )


def _is_time(text: str, form: str) -> bool:
    match = _TIME.fullmatch(text)
    return (
        match is not None
        and bool(match["minute"] or match["half"])
        and int(match["hour"]) <= (12 if match["half"] else 24)
    )


def _phone(text: str, form: str, language: str) -> str:
    numbers = _numbers(language)
    if numbers is None:
        return text
    groups = ", ".join(numbers.digits(group) for group in re.findall(r"\d+", text))
    return f"{_by_rules('+', language)} {groups}" if text.startswith("+") else groups


def _characters(text: str, form: str, language: str) -> str:
    from tts_service.article.normalize.spelled import spell

    numbers = _numbers(language)

    def one(run: str) -> str:
        if not run.isdecimal():
            return spell(run)
        return numbers.digits(run) if numbers else " ".join(run)

    return " ".join(map(one, _RUNS.findall(text)))


_CHARACTERS = _Way(lambda text, _: _RUNS.search(text) is not None, "letters or digits", _characters)
WAYS: Mapping[str, _Way] = {
    "characters": _CHARACTERS,
    "spell-out": _CHARACTERS,
    "cardinal": _Way(
        lambda text, _: _WHOLE.fullmatch(text) is not None, 'a whole number, such as "2026"', _cardinal
    ),
    "ordinal": _Way(
        lambda text, _: _ORDINAL.fullmatch(text) is not None, 'a number, such as "3" or "3rd"', _ordinal
    ),
    "date": _Way(
        _is_date,
        'a date in figures, such as "2026-03-04", or in the order of its format (dmy, mdy or ymd) with the '
        "four figures of the year",
        _date,
    ),
    "time": _Way(_is_time, 'a time of day, such as "14:30" or "2:30 pm"', _time),
    "telephone": _Way(
        lambda text, _: _PHONE.fullmatch(text) is not None and any(map(str.isdecimal, text)),
        'a telephone number, such as "+44 20 7946 0123"',
        _phone,
    ),
}
