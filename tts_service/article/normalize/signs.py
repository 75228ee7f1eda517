"""Signs that stand for words, and marks that are not heard, in every language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tts_service.article.normalize.rules import MASK, Rule, rule

_SILENT = "®™℠•·▪●◦■□►▶»«†‡*|~^`_¬¤"


def sign_rule(words: Mapping[str, str]) -> Rule:
    """The rule that says each sign as its word; of a row of signs only the first is heard."""
    one = "[" + re.escape("".join(words)) + "]"

    def sign(match: re.Match[str]) -> str:
        if match[0].strip() in ("//", "\\\\"):
            return " "
        left = " " if match.start() else ""
        behind = match.string[match.end() : match.end() + 1]
        return left + words[match[1]] + ("" if not behind or behind in ".,;:!?)”’" else " ")

    return Rule(sign.__name__, re.compile(rf"\s?({one}){one}{{0,200}}\s?"), sign, frozenset(words))


@rule(rf"(?<=\w|[{MASK}])\s?\|\s?(?=\w|[{MASK}])", triggers="|")
def bar(_: re.Match[str]) -> str:
    """A bar parts names as a comma does."""
    return ", "


@rule(rf"(?:(?<=\s)|^)[{re.escape(_SILENT)}]{{1,300}}\s|[{re.escape(_SILENT)}]{{1,300}}", triggers=_SILENT)
def silent_mark(_: re.Match[str]) -> str:
    """Bullets, asterisks, trade marks."""
    return ""
