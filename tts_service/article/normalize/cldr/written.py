"""How figures are written: patterns that the rules of all languages share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from tts_service.article.normalize.rules import MASK

WORD = r"\w\u0900-\u0963"
"""Characters within a word: vowel signs of Devanagari are none for ``re``."""
UPPER = "A-ZÀ-ÖØ-ÞŒŠŽ"
LETTERS = r"(?:[^\W\d_]|[\u0900-\u0963\u0970-\u097f])"
DASH = r"[-–—−‑]"
TO = rf"(?:\s?{DASH}\s?)"
SIGN = r"(?P<sign>(?<![^\s(„“\"«])[-−+±](?=\d|[€$£₹]))?"
BEFORE = rf"(?<![{WORD}.,/:$€£-])(?<![\d][’'])"
BEHIND = rf"(?![{WORD}]|[.,:/’']\d)"
VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip

_BREAK = re.compile(rf"[.;!?{MASK}]")
_WORDS = re.compile(rf"[{WORD}]+")
_NEXT_WORD = re.compile(rf"\s({LETTERS}+)")
_GROUPED = {
    ",": (
        r"(?:\d{1,3}(?:[,’']\d{3}){1,4}\.\d{1,2}(?!\d)|\d{1,3}(?:,\d{3}){2,4}(?!\d)"
        r"|\d{1,3}(?:[.’' ]\d{3}){1,4}(?!\d)(?:,\d{1,20})?|\d{1,40}(?:[.,]\d{1,20})?)"
    ),
    ".": (
        r"(?:\d{1,3}(?:,\d{2,3}){1,5}(?!\d)(?:\.\d{1,20})?|\d{1,3}(?: \d{3}){2,4}(?!\d)"
        r"|\d{1,40}(?:\.\d{1,20})?)"
    ),
}


class Surroundings(NamedTuple):
    """Where figures stand: the text in front of them, the noun right behind ("" if there is none), and the
    text behind."""

    before: str
    noun: str
    behind: str


class Parts(NamedTuple):
    """Digits before the decimal mark, the mark ("" if there is none), digits behind it."""

    whole: str
    mark: str
    decimals: str


def number_pattern(decimal: str) -> str:
    """Numbers in a language whose decimal mark is ``decimal``, a comma or a point."""
    return _GROUPED[decimal]


def parts_of(written: str, decimal: str) -> Parts:
    """ "1.250,5" with a decimal comma is ("1250", ",", "5"); "2.5" is a number with a point all the same, and
    "1,250.50" one written as in English."""
    plain = re.sub(r"[\s’']", "", written)
    if decimal == "," and (plain.find(",") < plain.rfind(".") > 0 < plain.find(",") or plain.count(",") > 1):
        whole, mark, decimals = plain.partition(".")
        return Parts(whole.replace(",", ""), mark and decimal, decimals)
    group = "." if decimal == "," else ","
    if decimal in plain:
        whole, _, decimals = plain.partition(decimal)
        return Parts(whole.replace(group, ""), decimal, decimals)
    groups = plain.split(group)
    if decimal == "," and len(groups) == 2 and (len(groups[1]) != 3 or groups[0] == "0"):
        return Parts(groups[0], group, groups[1])
    return Parts("".join(groups), "", "")


def text_before(match: re.Match[str], group: int | str = 0) -> str:
    """What stands before a match: enough for a phrase."""
    start = match.start(group)
    return match.string[max(0, start - 40) : start]


def last_words(before: str) -> list[str]:
    """The words right before, in lower case, the nearest first; none across a full stop or what is taken."""
    clause = _BREAK.split(before)[-1]
    return [word.lower() for word in reversed(_WORDS.findall(clause))]


def next_word(text: str, end: int) -> str:
    """The word right behind ``end``, as it is written; "" if something else stands there."""
    found = _NEXT_WORD.match(text, end)
    return found[1] if found else ""


def follows_one_of(words: frozenset[str], before: str) -> bool:
    """Is the last word of ``before`` one of ``words``?"""
    return not words.isdisjoint(last_words(before)[:1])


def alternatives(written: Iterable[str]) -> str:
    """A group of literal texts, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(written, key=len, reverse=True))) + ")"
