"""Lines in articles that are not part of the story: buttons, pointers, credits, notices. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tts_service.article.extract.dates import CLOCK, DATE, DATE_WORDS, WHEN
from tts_service.article.extract.fixed_lines import fixed_reason
from tts_service.article.extract.line_rules import PEOPLE, RULES, Anywhere
from tts_service.article.extract.notes import note_of
from tts_service.article.extract.pager import is_pager

_LONGEST = 400
"""Characters. A longer piece is prose, however it begins."""
_REMEMBERED = 1_000
"""Lines: those of a page are looked at several times."""


def _rows() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """A reason, a pattern for whole lines, and words of which one stands in whatever the pattern matches."""
    for reason, patterns in RULES.items():
        if plain := [one for one in patterns if isinstance(one, str)]:
            yield reason, "|".join(plain), ("",)
        yield from ((reason, one.pattern, one.words) for one in patterns if isinstance(one, Anywhere))


_BY_REASON = tuple(
    (re.compile(rf"(?:{pattern})\W*", re.IGNORECASE | re.DOTALL), reason, words)
    for reason, pattern, words in _rows()
)

_NAME = r"[^\W\d_][\w.'’-]*"
_BYLINE = re.compile(
    r"(?i:(?:written |reported |edited |compiled |posted |story |report |words "
    r")?by|von|por|par|di|door|text:?)\s*:?\s+"
    rf"(?P<names>{_NAME}(?:,? (?:and |und |y |et |& )?{_NAME}){{0,7}})\W*"
)
_BETWEEN = re.compile(r"\s{0,3}[|•·\n]\s{0,3}|\s[–—-]\s")
_DOTTED = re.compile(r"\s{0,3}[|•·∙/]\s{0,3}")
_MAY_BE_DATED = re.compile(r"\d{4}|\d[./-]\d{1,2}[./-]\d\d")
"""Found in whatever WHEN matches, and in a tenth of the time."""
_DATED = re.compile(WHEN, re.IGNORECASE)
_TIME = re.compile(rf"{DATE}|{CLOCK}", re.IGNORECASE)
_ONLY_WORDS_OF_DATES = re.compile(DATE_WORDS, re.IGNORECASE)
_DECORATION = re.compile(
    r"\A[\s\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0f\u200d\U0001f000-\U0001faff»›>•·*]+"
)
_ENDED = re.compile(r"[.!?]$")
_HASHTAG = re.compile(r"#\w{1,60}")
_NOTE_PARTS, _NOTE_CHARS, _HEAD_CHARS = 5, 60, 200
_IN_NAMES = frozenset(
    ("and", "und", "y", "et", "&", "de", "von", "van", "der", "bin", "al", "di", "da", "la", "le", "del")
)
_DATED_BYLINE = re.compile(rf"(?=.*\bby\b)(.{{0,80}}[\s|,-])?{WHEN}([\s|,-].{{0,80}})?", re.IGNORECASE)
_FOLLOW_ME = re.compile(rf"(?i:\bfollow) {PEOPLE} (?:on|at|@)\s?\S*|@\w+ on (?:Twitter|X|Instagram)\b")


def reason_to_skip(line: str) -> str:
    """Why ``line``, a whole visible piece, is not read aloud; "" if it is."""
    line = " ".join(line.split())
    return _reason(line) if 0 < len(line) <= _LONGEST else ""


def _undecorated(line: str) -> str:
    """``line`` without the emoji, arrows or brackets that set it off."""
    bare = line if line[0].isalnum() else _DECORATION.sub("", line)
    return bare[1:-1] if bare.startswith("[") and bare.endswith("]") else bare


def reason_to_skip_heading(line: str) -> str:
    """Why the heading ``line`` is not read aloud; one hashtag by itself is the name of a section."""
    return "" if _HASHTAG.fullmatch(line.strip()) else reason_to_skip(line)


@lru_cache(_REMEMBERED)
def _reason(line: str) -> str:
    if reason := fixed_reason(line):
        return reason
    bare = _undecorated(line)
    return _reason_of_wording(line) or (_reason_of_wording(bare) if bare and bare != line else "")


def _reason_of_wording(line: str) -> str:
    small = line.lower()
    for pattern, reason, words in _BY_REASON:
        for word in words:  # a generator would take longer than all that is sought
            if word in small:
                if pattern.fullmatch(line):
                    return reason
                break
    if is_pager(line):
        return "a control of the page"
    if len(line) < 160 and _MAY_BE_DATED.search(line):
        if _says_when(line):
            return "a date line"
        if _DATED_BYLINE.fullmatch(line) or _is_dated(line) or _is_byline_with_date(line):
            return "the byline and date"
    return note_of(line)


def _says_when(line: str) -> bool:
    """True for "20 novembre 2026 (modifica il 21 novembre 2026 | 08:14)"."""
    left, dates = _DATED.subn(" ", line)
    return dates > 0 and _ONLY_WORDS_OF_DATES.fullmatch(_TIME.sub(" ", left)) is not None


def _is_dated(line: str) -> bool:
    """True for "30 March 2026 · 700 words · Jane"."""
    parts = _DOTTED.split(line)
    dates = [part for part in parts if _DATED.fullmatch(part)]
    return 1 < len(parts) <= _NOTE_PARTS and bool(dates) and not any(_ENDED.search(part) for part in parts)


def _is_byline_with_date(line: str) -> bool:
    """True for "von Jane Doe, 30.03.2026"."""
    names, _, rest = line.partition(", ")
    return _DATED.fullmatch(rest) is not None and is_byline(names)


def is_byline(line: str) -> bool:
    """True for "By Jane Doe" and nothing more."""
    line = " ".join(line.split())
    match = _BYLINE.fullmatch(line) if len(line) <= 100 else None
    return match is not None and all(
        word[0].isupper() or word in _IN_NAMES for word in match["names"].split()
    )


def names_in_byline(text: str) -> str:
    """The names in "By Jane Doe", in a line of its own or at the beginning of a note under a headline; "" if
    there are none."""
    first = _BETWEEN.split(text)[0] if len(text) <= _HEAD_CHARS else ""
    match = _BYLINE.fullmatch(" ".join(first.split())) if is_byline(first) else None
    return match["names"].strip() if match else ""


def is_head_note(text: str) -> bool:
    """True for "By Jane Doe | 3 March 2026": a byline, and beside or below it what is no sentence."""
    first, *others = _BETWEEN.split(text) if len(text) <= _HEAD_CHARS else [""]
    return (
        0 < len(others) <= _NOTE_PARTS
        and is_byline(first)
        and all(len(part) <= _NOTE_CHARS and not part.endswith((".", "!", "?")) for part in others)
    )


def is_date(line: str) -> bool:
    return reason_to_skip(line) == "a date line"


def is_author_note(text: str) -> bool:
    """True for a note about the author, as found at the end of an article."""
    return len(text) <= 500 and _FOLLOW_ME.search(text) is not None
