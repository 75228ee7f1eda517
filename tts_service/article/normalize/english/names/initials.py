"""Initialisms, acronyms, initials of names, and words in capitals."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.figures.written import BEGINS, END, last_word
from tts_service.article.normalize.english.names.letters import (
    is_headline,
    say_capitals,
    say_name,
    shouted,
    speaker,
)
from tts_service.article.normalize.rules import MASK, rule
from tts_service.article.normalize.spelled import spell
from tts_service.article.normalize.wordlists import word_set

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTERED = (
    "Group|Team|Plan|Point|Vitamin|vitamin|Hepatitis|hepatitis|Influenza|Serie|Class|Grade|Type"
    "|Option|Exhibit|point|plan"
)
_CONTRACTED = word_set("T RE LL VE D M")
_BEGINS = re.compile(BEGINS)
_OBJECTS_OF = word_set("let tell help give show leave among around")


@rule(rf"(?<![\w.])([A-Z](?:\.[A-Z]){{1,12}})(?:\.{END}|\b)(['’]s\b)?", triggers=".")
def dotted_initials(match: re.Match[str]) -> str:
    """ "U.S.", "J.K. Rowling", "U.N.'s"."""
    suffix = match[2] or ""
    return spell(match[0].removesuffix(suffix), suffix)


@rule(r"\bPh\.?\s?D(?:\.(?=\s+[a-z(,])|\b)(?P<s>s\b)?", triggers="P")
def doctorate(match: re.Match[str]) -> str:
    suffix = match["s"] or ""
    return spell(match[0].removesuffix(suffix), suffix)


@rule(r"(?<![\w&])([A-Z]{1,4})\s?&\s?([A-Z]{1,4})(?![\w&])", triggers="&")
def ampersand_initials(match: re.Match[str]) -> str:
    """ "S&P", "Q&A"; "AT&T" is known to all engines."""
    return match[0] if match[0] == "AT&T" else f"{spell(match[1])} and {spell(match[2])}"


@rule(r"(?<![\w.])(?P<it>(?P<letter>[A-Z])\.\s)(?=[A-Z][\w.])", triggers=".")
def initial_of_a_name(match: re.Match[str]) -> str | None:
    """ "John F. Kennedy": the full stop ends no sentence."""
    if _BEGINS.match(match.string, match.end() - 1):
        return None
    return f"{spell(match['it'].rstrip())} " if _is_in_a_name(match.string, match.start()) else None


def _is_in_a_name(text: str, at: int) -> bool:
    """True after a title or first name (perhaps taken by a rule), after another initial, or at the start."""
    word = re.search(r"([^\s]{1,30})\s$", text[max(0, at - 31) : at])
    return at == 0 or bool(word and (word[1][0] == MASK or word[1].strip("“‘(\"'")[:1].isupper()))


@rule(rf"\b(?:{_LETTERED})\s(?P<it>A\s)(?=\w)", triggers="A")
def lettered_a(_: re.Match[str]) -> str:
    """ "Group A teams": the letter, not the article."""
    return f"{spell('A')} "


@rule(r"(?<!\w)([A-Z]{1,20})(['’])(T|RE|LL|VE|D|M|[A-Z]{2,20})(?!\w)", triggers="'’")
def capital_contraction(match: re.Match[str]) -> str:
    """ "WON'T", "O'BRIEN"."""
    behind = match[3].lower() if match[3] in _CONTRACTED else match[3].capitalize()
    return match[1].capitalize() + match[2] + behind


@rule(r"(?<![\w.])([A-Z]{2,40})(?:(['’][sS]|s)\b|(?!\w))", triggers=CAPITALS)
def capitals(match: re.Match[str]) -> str:
    """Words of capitals: spelled or said, see ``letters``."""
    word, suffix, text = match[1], (match[2] or "").lower(), match.string
    if match.end() <= speaker(text):
        return say_name(word, suffix)
    is_shouted = any(start <= match.start() < end for start, end in shouted(text))
    if not (is_shouted or is_headline(text)):
        return say_capitals(word, suffix)
    return _in_a_headline(word, suffix, text, match.start())


def _in_a_headline(word: str, suffix: str, text: str, at: int) -> str:
    before = last_word(text, at)
    if word == "US" and before in _OBJECTS_OF:
        return "Us"
    if word == "WHO" and not suffix and (before == "the" or not before) and not text.rstrip().endswith("?"):
        return spell(word)
    return say_capitals(word, suffix, headline=True)
