"""Italian ordinals ("3°", "XX secolo"), and where a number elides: "un'amica", "all'una"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_service.article.normalize.cldr.written import (
    BEFORE,
    LETTERS,
    TO,
    WORD,
    last_words,
    text_before,
)
from tts_service.article.normalize.italian.written import TABLES
from tts_service.article.normalize.romans import ROMAN, TRIGGERS, value
from tts_service.article.normalize.rules import DIGITS, MASK, Rule, rule
from tts_service.article.normalize.wordlists import word_set

if TYPE_CHECKING:
    from tts_service.article.normalize.italian.grammar import Italian

_WARM = re.compile(
    r"(?:[Cc]i sono|temperatur\w*|[Ff]a|massim\w|minim\w|sotto|sopra|fino a|tocca\w*|raggiun\w*"
    r"|supera\w*|oltre|angolo di|quasi|forno|rotazione di)"
    r"\s(?:\w+\s){0,2}$"
)
_NAME = re.compile(
    r"(?<!\w)(?!(?:Nell[ae']|Dell[aeo']|Dall[ae']|All[ae']|Sull[ae']|Quest[ao]|Quell[ao])\b)[A-Z][a-zà-ù]{3,20}\s$"
)
_LAST_WORD = re.compile(r"(\w{2,20})\s$")
_KINGS = frozenset(TABLES.names_before_roman.split("|"))
_AND_THE = r"(?:\s?[-–]\s?|,\s|\s(?:e|o|a)\s(?:il\s|l['’])?|\sal\s|\sall['’])"
_STEEP = 20
"""Degrees. Behind "a", no so high ordinal is counted: "a 180°"."""
_PARTS = word_set("capitolo capitoli tomo atto parte allegato volume libro titolo fase tipo canto vol cap")
_EVENTS = (
    "secolo|Secolo|sec\\.|guerra|Guerra|edizione|Edizione|Reich|Repubblica|Municipio|Congresso|congresso|legislatura"
    "|Olimpiade|[A-H]"
)


def elision_rules(grammar: Italian) -> tuple[Rule, ...]:
    @rule(
        rf"{BEFORE}(?P<n>\d{{1,3}}(?:\.\d{{3}}){{1,2}}|\d{{1,4}})(?P<mark>[°º])(?=\s[a-zA-ZÀ-ú]|[.,;:!?]|$)",
        triggers="°º",
        also=DIGITS,
    )
    def ordinal_or_degrees(match: re.Match[str]) -> str | None:
        """ "3° piano", but "ci sono 40° all'ombra"."""
        before, behind = text_before(match), match.string[match.end() :]
        months = re.match(r"\s(?:gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)", behind)
        n = int(match["n"].replace(".", ""))
        is_an_angle = n >= _STEEP and re.search(r"(?<!\w)(?:a|di|da|per)\s$", before)
        if (
            months
            or not n
            or is_an_angle
            or _WARM.search(before)
            or behind.startswith((" all", " C ", " sotto", " di l"))
        ):
            return None
        return grammar.spell(n, "ordinal-masculine")

    @rule(
        r"(?P<a>[Aa])lle 1(?:[:.](?P<m>[0-5]\d))?(?![\w.,:/-]*\d|\s?[-–])(?!\s[a-z]{3,20}[ai]\b)",
        triggers="1",
    )
    def at_one(match: re.Match[str]) -> str:
        minute = int(match["m"] or 0)
        return f"{match['a']}ll'una" + (f" e {grammar.cardinal(minute)}" if minute else "")

    @rule(r"(?<=\b[Aa]ll['’])1(?![\d.,:/%°]|\s[a-z])", triggers="1")
    def one_of_the_clock(_: re.Match[str]) -> str:
        """ "all'1"."""
        return "una"

    @rule(rf"(?<![{WORD}])[Dd](?P<it>i)(?=\s\d{{1,4}}{TO}\d{{1,4}}\s)", triggers="i", also="-–—")
    def from_of_a_range(_: re.Match[str]) -> str:
        """ "di 6-10 anni" is "da sei a dieci anni": ``between`` adds no "da" behind it."""
        return "a"

    @rule(rf"{BEFORE}(?P<n>\d{{1,3}})\s?(?:½|(?<=\s)1/2)\s(?P<noun>{LETTERS}+)", triggers="½/", also=DIGITS)
    def and_a_half(match: re.Match[str]) -> str:
        """ "2 1/2 ore": the half stands behind the noun."""
        n, noun = int(match["n"]), match["noun"]
        half = "mezza" if noun in ("ore", "ora") or grammar.gender(noun) == "feminine" else "mezzo"
        counted = (
            f"{grammar.one(noun)} {noun}".replace("' ", "'") if n == 1 else f"{grammar.cardinal(n)} {noun}"
        )
        return f"{counted} e {half}"

    @rule(r"(?<![\w.])S\.(?=\s(?!(?:Andrea|Luca|Nicola|Mattia|Elia)\b)[A-Z][a-zàèéìòù]+a\b)", triggers="S")
    def female_saint(_: re.Match[str]) -> str:
        return "Santa"

    @rule(r"(?<![\w.])S\.\s?(?=[AEIO][a-zàèéìòù]{2})", triggers="S")
    def saint_before_a_vowel(_: re.Match[str]) -> str:
        """ "S. Antonio"."""
        return "Sant'"

    return (
        saint_before_a_vowel,
        female_saint,
        ordinal_or_degrees,
        at_one,
        one_of_the_clock,
        from_of_a_range,
        and_a_half,
    )


def ordinal_rules(grammar: Italian) -> tuple[Rule, ...]:
    @rule(
        rf"{BEFORE}(?P<n>\d{{1,4}})(?P<mark>ª|\^(?=\s[a-z])|[eé]sim[oaie]|a(?=\s[a-zà-ú]{{3,20}}(?:a|ne|à|ie|te|re)\b))(?![{WORD}])",
        triggers="ªma^",
        also=DIGITS,
    )
    def ordinal_number(match: re.Match[str]) -> str | None:
        """ "2ª", "90esimo"."""
        gender = "feminine" if match["mark"][-1] in "ª^ae" else "masculine"
        n = int(match["n"])
        return grammar.spell(n, f"ordinal-{gender}") if n else None

    @rule(
        rf"(?<![{WORD}])(?:(?P<roman>{ROMAN})(?=\s(?P<noun>{_EVENTS})(?![{WORD}]))"
        rf"|(?P<several>[IVX]{{2,6}})(?=\s(?P<thing>[a-z]{{4,}})(?![{WORD}])))",
        triggers="IVX",
    )
    def event(match: re.Match[str]) -> str | None:
        """ "XX secolo", "II guerra mondiale"."""
        before = text_before(match)
        named = _LAST_WORD.search(before)
        king = named and named[1] in _KINGS
        if match["several"] and (
            king or not _PARTS.isdisjoint(last_words(before)[:1]) or _NAME.search(before)
        ):
            return None
        noun = (match["noun"] or match["thing"]).replace("sec.", "secolo")
        is_class = len(noun) == 1
        if is_class and last_words(before)[:1] not in (["la"], ["della"], ["nella"], ["classe"]):
            return None
        gender = "feminine" if is_class else grammar.gender(noun)
        return grammar.spell(value(match["roman"] or match["several"]), f"ordinal-{gender}")

    @rule(rf"{BEFORE}(?P<n>\d{{2}})(?P<end>enn[ei])(?![{WORD}])", triggers="e", also=DIGITS)
    def age(match: re.Match[str]) -> str:
        """ "un 35enne"."""
        return grammar.spell(int(match["n"]))[:-1] + match["end"]

    @rule(rf"{BEFORE}1\s(?P<noun>[aeiouAEIOU]{LETTERS}{{2,}})", triggers="1")
    def elided_one(match: re.Match[str]) -> str | None:
        """ "1 amica" is "un'amica"."""
        noun = match["noun"]
        return f"un'{noun}" if noun not in grammar.tables.not_nouns and grammar.one(noun) == "un'" else None

    @rule(
        rf"(?<![{WORD}])(?P<it>{ROMAN})(?=(?:{_AND_THE}(?:{ROMAN}|{MASK}{{1,7}})){{1,3}}\s(?:secol|sec\.))",
        triggers=TRIGGERS,
    )
    def first_of_centuries(match: re.Match[str]) -> str:
        """ "XIX-XX secolo", "tra il XVIII e il XIX secolo"."""
        return grammar.century(value(match["it"]))

    return (
        ordinal_number,
        age,
        event,
        first_of_centuries,
        elided_one,
    )
