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

Say = Callable[[str], str]


def called_out(written: str, digits: Say) -> str:
    """Letters spelled, ``digits`` one by one, a comma where a mark separates groups."""
    return ", ".join(filter(None, (one_by_one(group, digits) for group in re.split(r"[\s./-]+", written))))


def one_by_one(written: str, digits: Say) -> str:
    """The letters and figures of ``written``, and nothing else of it."""
    return " ".join(
        digits(piece) if piece[0].isdigit() else spell(piece.upper()) for piece in _PIECE.findall(written)
    )


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
