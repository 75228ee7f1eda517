"""Chapters and verses: "1 Cor. 13:4-7", "Acts 2:1-4"."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.figures.words import cardinal, number, ordinal
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.verses import Bible, verse_rule

_BOOKS = {
    "Gen": "Genesis", "Ex": "Exodus", "Exod": "Exodus", "Lev": "Leviticus", "Num": "Numbers",
    "Deut": "Deuteronomy", "Josh": "Joshua", "Judg": "Judges", "Sam": "Samuel", "Kgs": "Kings",
    "Chr": "Chronicles", "Chron": "Chronicles", "Neh": "Nehemiah", "Ps": "Psalm", "Pss": "Psalms",
    "Prov": "Proverbs", "Eccl": "Ecclesiastes", "Isa": "Isaiah", "Jer": "Jeremiah", "Lam": "Lamentations",
    "Ezek": "Ezekiel", "Dan": "Daniel", "Hos": "Hosea", "Mic": "Micah", "Zech": "Zechariah",
    "Mal": "Malachi", "Matt": "Matthew", "Mk": "Mark", "Lk": "Luke", "Jn": "John", "Rom": "Romans",
    "Cor": "Corinthians", "Gal": "Galatians", "Eph": "Ephesians", "Phil": "Philippians",
    "Col": "Colossians", "Thess": "Thessalonians", "Tim": "Timothy", "Tit": "Titus", "Heb": "Hebrews",
    "Jas": "James", "Pet": "Peter", "Rev": "Revelation",
}  # fmt: skip

verse = verse_rule(Bible(_BOOKS, ordinal, number, to="to"))


@rule(
    r"\b[A-Z][a-z]+\s(?P<it>([0-9]{1,3}):([0-9]{1,3})[-–]([0-9]{1,3}))(?![\w:.-])", triggers=":", also=DIGITS
)
def verses_of_a_book(match: re.Match[str]) -> str:
    """ "Acts 2:1-4"."""
    chapter, first, last = (cardinal(int(n)) for n in match.group(2, 3, 4))
    return f"{chapter}, {first} to {last}"
