"""Numbers that only name something, in any language: said digit by digit."""

from __future__ import annotations

import re
from collections.abc import Callable

from tts_service.article.normalize.rules import DIGITS, Rule, rule
from tts_service.article.normalize.spelled import spell

AFTER = r"(?![\w-]|[.,:/][0-9])"
"""Such a number ends here."""
_PIECE = re.compile("[A-Za-z]+|[0-9]+")
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})"

_MAKERS = "Boeing|Airbus|Embraer|Bombardier|Fokker|Anton[oó][vw]|Tup[oó]le[vw]|Il[jy]usc?hin|Su[ck]hoi"

_LOWERED = "₀₁₂₃₄₅₆₇₈₉"
_ON_THE_LINE = str.maketrans(_LOWERED, DIGITS)
_PLAIN_FORMULAS = "(?:CO2|H2O2?|H2SO4|H2S|NO2|N2O|NO3|NOx|SO2|CH4|NH3|SF6|C2H5OH|HCl|NaCl)"

Say = Callable[[str], str]


def called_out(written: str, digits: Say) -> str:
    """Letters spelled, ``digits`` one by one, a comma where a mark separates groups."""
    return ", ".join(filter(None, (one_by_one(group, digits) for group in re.split(r"[\s./-]+", written))))


def one_by_one(written: str, digits: Say) -> str:
    """The letters and figures of ``written``, and nothing else of it."""
    return " ".join(
        digits(piece) if piece[0].isdigit() else spell(piece.upper()) for piece in _PIECE.findall(written)
    )


def formula_rule(number: Say) -> Rule:
    """Of chemistry: "H₂O", "CO2", "C₆H₁₂O₆"; without lowered figures only those that everybody writes."""

    @rule(
        rf"(?<![\w.-])(?:{_PLAIN_FORMULAS}|(?:[A-Z][a-z]?|[(){_LOWERED}]){{2,20}})(?!\w)",
        triggers=f"{_LOWERED}234xl",
    )
    def formula(match: re.Match[str]) -> str | None:
        plain = match[0].translate(_ON_THE_LINE)
        if match[0] == plain and not re.fullmatch(_PLAIN_FORMULAS, plain):
            return None
        pieces = _PIECE.findall(plain)
        return " ".join(spell(piece.upper()) if piece.isalpha() else number(piece) for piece in pieces)

    return formula


def language_of_programs_rule(plus: str) -> Rule:
    @rule(
        r"(?<![\w+#])(?:C(?P<plus>\+\+)|(?P<letter>[CF])#)(?:(?![\w+#])|(?=[0-9]{1,2}(?!\w)))", triggers="+#"
    )
    def language_of_programs(match: re.Match[str]) -> str:
        """ "C++", "C++17", "F#"."""
        return f"{spell('C')} {plus} {plus}" if match["plus"] else f"{spell(match['letter'])} sharp"

    return language_of_programs


@rule(
    rf"(?<![\w.,-])(?:(?:{_MAKERS})\s[A-Z]{{0,2}}[0-9]{{2,3}}|7[0-8]7)(?P<it>-)(?=[1-9]00(?![0-9])|[1-9](?![\w.,-]))",
    triggers="-",
    also=DIGITS,
)
def aircraft_and_its_kind(_: re.Match[str]) -> str:
    """ "Boeing 747-400", "Airbus A320-200", "737-800"."""
    return " "


def internet_address_rule(digits: Say, number: Say, dot: str, colon: str, slash: str) -> Rule:
    @rule(
        rf"(?<![\w.])({_OCTET}(?:\.{_OCTET}){{3}})(?::([0-9]{{2,5}}))?(?:/([0-9]{{1,2}}))?(?![\w/:]|[.,][0-9])",
        triggers=".",
        also=DIGITS,
    )
    def internet_address(match: re.Match[str]) -> str:
        """ "192.168.0.1", with a port and a mask."""
        said = f" {dot} ".join(digits(part) for part in match[1].split("."))
        port = f" {colon} {digits(match[2])}" if match[2] else ""
        return said + port + (f" {slash} {number(match[3])}" if match[3] else "")

    return internet_address
