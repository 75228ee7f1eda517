"""Spanish cardinals, decimals, ordinals and ranges."""

from __future__ import annotations

import re

from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spanish.words import cardinal, digits, number, ordinal, split
from tts_service.article.normalize.spanish.written import (
    BEFORE,
    NUM,
    SIGN,
    SIGNS,
    TO,
    is_feminine,
    joiner,
    noun_behind,
)
from tts_service.article.normalize.wordlists import word_set

_MARKS = {
    "º": "o", "ª": "a", "°": "o", "er": "er", "ᵉʳ": "er", "ra": "a", "ʳᵃ": "a", "ro": "o", "ʳᵒ": "o",
    "do": "o",
    "da": "a", "to": "o", "ta": "a", "mo": "o", "ma": "a", "vo": "o", "va": "a", "no": "o", "na": "a",
    "o": "o",
    "a": "a", "ᵒ": "o", "ᵃ": "a", "os": "o", "as": "a", "ᵈᵒ": "o", "ᵗᵒ": "o",
}  # fmt: skip
_COUNTED_IN_ORDER = word_set("""
    presidente día piso puesto lugar aniversario año mes capítulo festival congreso grado siglo premio
    partido gol título campeonato mundial hijo hombre encuentro intento libro tomo volumen rey papa
    distrito cumpleaños punto set tiempo ciclo trimestre asalto cuarto equipo jugador país nivel mandato
""")
"""Nouns before which "tercero" is "tercer"."""
_FITS = {
    "ro": "13", "ra": "13", "do": "2", "da": "2", "to": "456", "ta": "456", "mo": "70", "ma": "70", "vo": "8",
    "va": "8", "no": "9", "na": "9",
}  # fmt: skip
"""Last figures that an ending can follow: "9no", not "5no"."""
_MARK = "|".join(sorted(_MARKS, key=len, reverse=True))


@rule(r"(?<!\w)n-(ésim[oa]s?)(?!\w)", triggers="é", also="n")
def umpteenth(match: re.Match[str]) -> str:
    """ "por n-ésima vez"."""
    return f"en{match[1]}"


@rule(r"(?<!\S),(?=[0-9]{1,3}(?![0-9]))", triggers=",", also=DIGITS)
def nothing_before_the_mark(_: re.Match[str]) -> str:
    """ ",5"."""
    return "cero coma "


@rule(
    rf"(?<![\w.,])([0-9]{{1,3}}(?:\.[0-9]{{3}})?|1000)\.?({_MARK})(?![a-záéíóúüñ0-9_]|[A-Z]{{2}})(?:\.(?=\s[a-záéíóúñ]))?",
    triggers=DIGITS,
)
def ordinal_number(match: re.Match[str]) -> str | None:
    """ "1.º", "2.ª", "3er", "1.ᵉʳ", "100.º"."""
    n, mark = int(match[1].replace(".", "")), _MARKS[match[2]]
    if str(n % 10) not in _FITS.get(match[2], str(n % 10)):
        return None
    noun = noun_behind(match.string, match.end())
    said = ordinal(n, feminine=mark == "a", short=mark == "er" or (mark == "o" and noun in _COUNTED_IN_ORDER))
    return f"{said}s" if match[2] in ("os", "as") else said


@rule(
    rf"{BEFORE}(?P<sign>{SIGN})(?P<low>{NUM}){TO}(?P<high>{NUM})(?![\w/]|{TO}[0-9]|[.,:][0-9])",
    triggers=DIGITS,
)
def number_range(match: re.Match[str]) -> str | None:
    """ "3-1", "1936-1939", "2024-25"."""
    between = joiner(match.string, match.start())
    noun = noun_behind(match.string, match.end())
    high = _agreeing(match["high"], noun)
    return f"{SIGNS[match['sign']]}{number(match['low'])} {between} {high}"


@rule(rf"(?<![\w.])(?P<sign>{SIGN})(?P<n>{NUM})(?!\w)", triggers=DIGITS)
def cardinal_number(match: re.Match[str]) -> str:
    noun = noun_behind(match.string, match.end())
    if not noun and match.string[match.end() : match.end() + 4] == " mil":
        return SIGNS[match["sign"]] + number(match["n"], short=True)
    return SIGNS[match["sign"]] + _agreeing(match["n"], noun)


def _agreeing(written: str, word: str) -> str:
    """``written`` in the form that the ``word`` after it requires: a plural noun, or a singular one after
    "uno"."""
    counted = not word.endswith(("ó", "á")) if is_one(written) else word.endswith("s") or word == "millones"
    feminine = counted and is_feminine(word)
    return number(written, feminine=feminine, short=bool(word) and counted and not feminine)


@rule(r"(?<![\w.,])([.,])(?P<n>[0-9]{1,6})(?![\w])", triggers=".,", also=DIGITS)
def bare_decimal(match: re.Match[str]) -> str:
    """ ".5"."""
    return f"{'punto' if match[1] == '.' else 'coma'} {number(match['n'])}"


@rule(r"[0-9]+", triggers=DIGITS)
def leftover_digits(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    left = " " if start and text[start - 1].isalnum() else ""
    right = " " if end < len(text) and text[end].isalnum() else ""
    plain = match[0]
    said = digits(plain) if len(plain) > 6 or (plain[0] == "0" and len(plain) > 1) else cardinal(int(plain))
    return f"{left}{said}{right}"


@rule(rf"{BEFORE}([0-9]{{1,2}}):([0-9]{{1,2}})(?![\w:]|[.,]?[0-9])", triggers=":", also=DIGITS)
def ratio(match: re.Match[str]) -> str:
    """ "16:9"."""
    return f"{cardinal(int(match[1]))} a {cardinal(int(match[2]))}"


@rule(rf"{BEFORE}([0-9]{{1,3}})-([A-Z])(?!\w)", triggers="-")
def day_of_an_attack(match: re.Match[str]) -> str:
    """ "11-S", "23-F"."""
    return f"{cardinal(int(match[1]))} {match[2]}"


def is_one(written: str) -> bool:
    """True for exactly one, after which the noun is singular."""
    return split(written)[:2] == ("1", "")
