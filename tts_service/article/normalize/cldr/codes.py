"""Rules for figures that only name something: numbers of books, cards and accounts, versions of programs."""

from __future__ import annotations

import re

from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.written import WORD
from tts_service.article.normalize.codes import AFTER, called_out
from tts_service.article.normalize.rules import DIGITS, Rule, rule


def code_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """Tried before telephone numbers."""

    @rule(
        rf"(?<![{WORD}])ISBN(?:-1[03])?:?\s(?P<it>[\dX](?:-?[\dX]){{9,16}})(?![{WORD}])",
        triggers="I",
        also=DIGITS,
    )
    def isbn(match: re.Match[str]) -> str:
        return called_out(match["it"], grammar.digits)

    @rule(
        rf"(?<![{WORD}])(?P<land>[A-Z]{{2}})(?P<rest>\d\d(?:\s?\d{{4}}){{3,7}}(?:\s?\d{{1,4}})?|\d\d(?:\s[A-Z0-9]{{4}}){{3,7}}(?:\s[A-Z0-9]{{1,4}})?)(?![{WORD}])",
        triggers=DIGITS,
    )
    def iban(match: re.Match[str]) -> str:
        return f"{called_out(match['land'], grammar.digits)} {called_out(match['rest'], grammar.digits)}"

    @rule(
        rf"(?<![\w.,+-])(?:97[89](?:-\d{{1,7}}){{4}}|\d{{4}}(?:[\s-]\d{{4}}){{3}}){AFTER}",
        triggers="- ",
        also=DIGITS,
    )
    def shaped_number(match: re.Match[str]) -> str:
        """Of a book or a card, by its shape."""
        return called_out(match[0], grammar.digits)

    @rule(r"(?<!\w)[vV]\.?(?=\d{1,3}\.\d)", triggers="vV", also=DIGITS)
    def version(_: re.Match[str]) -> str | None:
        """ "v2.0"."""
        return f"{grammar.words.version} " if grammar.words.version else None

    @rule(
        r"(?<![\w.])[A-Z]{1,4}(?P<it>\d{1,3}[.,]\d{1,2})(?![\w]|[.,]\d)",
        triggers=".,",
        also=DIGITS,
    )
    def decimal_of_a_name(match: re.Match[str]) -> str:
        """ "PM2,5"."""
        return f" {grammar.number(match['it'])}"

    return isbn, iban, shaped_number, version, decimal_of_a_name
