"""Spanish cardinals, decimals, ordinals, ranges and roman numerals."""

from __future__ import annotations

import re

from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spanish.words import cardinal, digits, number, ordinal, split
from tts_service.article.normalize.spanish.written import BEFORE, NUM, SIGN, SIGNS, TO, is_feminine, joiner, noun_behind
from tts_service.article.normalize.wordlists import any_of, word_set

_ROMAN = r"(?=[IVXLC])(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})"
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_PARTS = any_of("siglo siglos capítulo tomo título acto artículo fase parte libro volumen anexo Siglo Capítulo Tomo Título")
_QUEENS = word_set("Isabel María Catalina Juana Ana Cristina Victoria Margarita Leonor Urraca")


@rule(r"(?<![\w.,])([0-9]{1,3})(?:\.?([ºª°])|\.?(er|ra|ro|do|da|to|ta|o|a)(?!\w))", triggers=DIGITS)
def ordinal_number(match: re.Match[str]) -> str:
    """ "1.º", "2.ª", "3er"."""
    mark = match[2] or match[3]
    return ordinal(int(match[1]), feminine=mark in ("ª", "ra", "da", "ta", "a"), short=mark == "er")


@rule(r"(?<![\w.,])([0-9]+(?:\.[0-9]+){2,10})(?![\w,])", triggers=".")
def version(match: re.Match[str]) -> str | None:
    """ "3.2.1"; three digits in each part are thousands."""
    parts = match[1].split(".")
    if all(len(part) == 3 for part in parts[1:]):
        return None
    return " punto ".join(number(part) for part in parts)


@rule(rf"{BEFORE}(?P<sign>{SIGN})(?P<low>{NUM}){TO}(?P<high>{NUM})(?![\w/]|{TO}[0-9]|[.,:][0-9])", triggers=DIGITS)
def number_range(match: re.Match[str]) -> str | None:
    """ "3-1", "1936-1939", "2024-25"."""
    between = joiner(match.string, match.start())
    noun = noun_behind(match.string, match.end())
    high = _agreeing(match["high"], noun)
    return f"{SIGNS[match['sign']]}{number(match['low'])} {between} {high}"


@rule(rf"(?<![\w.])(?P<sign>{SIGN})(?P<n>{NUM})(?!\w)", triggers=DIGITS)
def cardinal_number(match: re.Match[str]) -> str:
    return SIGNS[match["sign"]] + _agreeing(match["n"], noun_behind(match.string, match.end()))


def _agreeing(written: str, word: str) -> str:
    """``written`` as ``word`` behind it wants it: a noun in the plural, or in the singular behind a one."""
    counted = not word.endswith(("ó", "á")) if is_one(written) else word.endswith("s") or word == "millones"
    feminine = counted and is_feminine(word)
    return number(written, feminine=feminine, short=bool(word) and counted and not feminine)


@rule(r"[0-9]+", triggers=DIGITS)
def leftover_digits(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    left = " " if start and text[start - 1].isalnum() else ""
    right = " " if end < len(text) and text[end].isalnum() else ""
    plain = match[0]
    said = digits(plain) if len(plain) > 6 or (plain[0] == "0" and len(plain) > 1) else cardinal(int(plain))
    return f"{left}{said}{right}"


@rule(rf"{BEFORE}([0-9]{{1,3}})-([A-Z])(?!\w)", triggers="-")
def day_of_an_attack(match: re.Match[str]) -> str:
    """ "11-S", "23-F"."""
    return f"{cardinal(int(match[1]))} {match[2]}"


def _value(roman: str) -> int:
    pairs = zip(roman, f"{roman[1:]}I", strict=True)
    return sum(_VALUES[a] if _VALUES[a] >= _VALUES[b] else -_VALUES[a] for a, b in pairs)


@rule(rf"\b{_PARTS}\s(?P<it>{_ROMAN})(?!\w)", triggers="IVXLC")
def roman_part(match: re.Match[str]) -> str:
    """ "siglo XXI", "capítulo IV": an ordinal up to ten."""
    return _small_ordinal(match["it"], feminine=match[0].startswith(("fase", "parte")))


@rule(rf"(?<!\w)({_ROMAN})(?=\s([A-ZÁÉÍÓÚ][a-záéíóúüñ]{{3,}}))", triggers="IVXLC")
def roman_event(match: re.Match[str]) -> str:
    """ "II Guerra Mundial"."""
    return ordinal(_value(match[1]), feminine=is_feminine(match[2].lower()))


@rule(rf"\b([A-ZÁÉÍÓÚ][a-záéíóúüñ]{{1,20}})\s(?P<it>{_ROMAN})(?!\w)", triggers="IVXLC")
def roman_name(match: re.Match[str]) -> str:
    """ "Felipe VI", "Alfonso XIII", "Isabel II"."""
    return _small_ordinal(match["it"], feminine=match[1] in _QUEENS)


def _small_ordinal(roman: str, *, feminine: bool) -> str:
    n = _value(roman)
    return ordinal(n, feminine=feminine) if n <= 10 else cardinal(n)


def is_one(written: str) -> bool:
    """Exactly one, so that what is counted stands in the singular."""
    return split(written)[:2] == ("1", "")
