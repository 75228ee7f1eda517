"""Roman numerals in any language: how they are written, and what they are worth. How one is said behind a
king or a chapter, the language knows."""

from __future__ import annotations

import re
from collections.abc import Callable

from tts_service.article.normalize.rules import Rule, rule
from tts_service.article.normalize.wordlists import any_of, word_set

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_HUNDREDS, _TENS, _ONES = "(?:C[MD]|D?C{0,3})", "(?:X[CL]|L?X{0,3})", "(?:I[XV]|V?I{0,3})"
_LETTERS = any_of("[CDLM] C[CDMV] DC M[CDM]")
"""A lone C is a letter, CD a disc, MD a doctor."""

ROMAN = rf"(?=[IVXLCDM])(?!{_LETTERS}(?!\w))M{{0,3}}{_HUNDREDS}{_TENS}{_ONES}"
"""A pattern of well-formed numerals."""
SMALL_ROMAN = rf"(?=[IVXL])(?!L(?!\w)){_TENS}{_ONES}"
"""Below a hundred: where three capitals may as well be a name."""
ROMAN_MONTH = "(?:I{1,3}|IV|VI{0,3}|IX|XI{0,2})"
"""One to twelve."""
TRIGGERS = "IVXLCDM"

NO_NUMERALS = word_set("XXX MIX MCC MMC MMM MDC MCM MDL MML MLI DIV CIV")
"""By themselves, these are names."""

_JOINED = r"(?:\.?,\s|[.,]?\s(?:and|or|to|und|oder|bis|et|ou|à|au|y|e|ed|o|a|al|ao|और|या|से|&)\s|\s?[-–]\s?)"


def value(roman: str) -> int:
    """ "XIV" is 14."""
    values = [_VALUES[letter] for letter in roman]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-one if one < behind else one for one, behind in pairs)


def several(numeral: str = ROMAN, *, fewest: int = 1) -> str:
    """A pattern of ``fewest`` numerals or a few more: "IV", "XVI y XVII", "I, II und III", "IV-VI"."""
    return rf"{numeral}(?:{_JOINED}(?!I(?!\w)){numeral}){{{fewest - 1},5}}"  # one comes first: "IV or I"


def in_words(written: str, say: Callable[[int], str], to: str) -> str:
    """What ``several`` has matched; ``to`` is the word for a dash."""
    joined = re.sub(r"\s?[-–]\s?", f" {to} ", written.replace(".", ""))  # "XIV. und XV."
    return re.sub("[IVXLCDM]+", lambda roman: say(value(roman[0])), joined)


def numeral_by_itself_rule(year: Callable[[int], str], number: Callable[[int], str]) -> Rule:
    """ "MCMXCIV" is a year, "XIV" a number; "XXX" is neither."""

    @rule(
        rf"(?<![\w.&/-])(?:(?P<year>(?=[{TRIGGERS}]{{4}})M{{1,2}}{_HUNDREDS}{_TENS}{_ONES})"
        rf"|(?=[XVI]{{3}}|[LXVI]{{4}}){SMALL_ROMAN})(?![\w&/-])",
        triggers="MXVI",
    )
    def numeral_by_itself(match: re.Match[str]) -> str | None:
        if match[0] in NO_NUMERALS:
            return None
        return (year if match["year"] else number)(value(match[0]))

    return numeral_by_itself


def numerals_in_a_row_rule(number: Callable[[int], str], to: str) -> Rule:
    """ "XIV-XVI", "II and III", whatever they count; tried when all else has been."""

    @rule(rf"(?<![\w.&/])(?P<it>{several(SMALL_ROMAN, fewest=2)})(?![\w&/])(?!-\w)", triggers="IVX")
    def numerals_in_a_row(match: re.Match[str]) -> str | None:
        is_numeral = re.search("[IVX]{2}", match["it"])  # "I, V" may be letters
        return in_words(match["it"], number, to) if is_numeral else None

    return numerals_in_a_row
