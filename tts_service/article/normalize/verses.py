"""Chapters and verses of the Bible in any language: "Joh 3,16", "1 Co 13:4-7"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from tts_service.article.normalize.rules import DIGITS, Rule, rule

_COUNTS = r"\s(?:Mi|mi|Pro|por|pour|per|Uhr)"
"""Behind these a number with a comma is no verse: "Lukas 3,5 Millionen"."""


class Bible(NamedTuple):
    """``books`` by their short forms; ``part`` says the 1 of "1 Kor", ``to`` joins the first and the last
    verse. ``mark`` is a pattern of what stands between chapter and verse."""

    books: Mapping[str, str]
    part: Callable[[int], str]
    number: Callable[[str], str]
    to: str
    mark: str = ":"


def verse_rule(bible: Bible) -> Rule:
    books = {**{name: name for name in bible.books.values()}, **bible.books}
    book = "|".join(map(re.escape, sorted(books, key=len, reverse=True)))

    @rule(
        rf"(?<![\w.,])(?:(?P<part>[1-3])\.?\s?)?(?P<book>{book})\.?\s(?P<chapter>[0-9]{{1,3}}){bible.mark}\s?"
        rf"(?P<verse>[0-9]{{1,3}})(?:\s?[-–]\s?(?P<last>[0-9]{{1,3}}))?(?!\w|[.,:][0-9]|\s?[%€$]|{_COUNTS})",
        triggers=DIGITS,
    )
    def verse(match: re.Match[str]) -> str:
        part = f"{bible.part(int(match['part']))} " if match["part"] else ""
        last = f" {bible.to} {bible.number(match['last'])}" if match["last"] else ""
        chapter, first = bible.number(match["chapter"]), bible.number(match["verse"])
        return f"{part}{books[match['book']]} {chapter}, {first}{last}"

    return verse
