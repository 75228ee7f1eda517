"""Emoji by their Unicode names, from the library ``emoji``, which is loaded at the first one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from tts_service.article.normalize.rules import Rule

_PICTURE = "[\u231a-\u23ff\u2600-\u266c\u2670-\u27bf\u2b1b-\u2b55\U0001f000-\U0001faff]"
_MODIFIER = "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_ONE = (
    f"(?:{_FLAG}|[0-9#*]\ufe0f?\u20e3|{_PICTURE}{_MODIFIER}{{0,8}}(?:\u200d"
    f"{_PICTURE}{_MODIFIER}{{0,8}}){{0,8}})"
)
_RUN = re.compile(rf"\s?{_ONE}(?:\s?{_ONE}){{0,200}}")
_EACH = re.compile(_ONE)
_TRIGGERS = frozenset(
    [
        *map(
            chr,
            (
                0x20E3,
                *range(0x231A, 0x2400),
                *range(0x2600, 0x266D),
                *range(0x2670, 0x27C0),
                *range(0x2B1B, 0x2B56),
            ),
        ),
        *map(chr, range(0x1F000, 0x1FB00)),
    ]
)
_IN_WORDS = {
    "0": "zero", "1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven",
    "8": "eight", "9": "nine", "10": "ten", "1st": "first", "2nd": "second", "3rd": "third",
}  # fmt: skip
"""Of medals and keycaps, which have figures in their English names only."""
_NUMBERED = re.compile("[0-9]")
"""An ideograph is called by its number in Unicode, which tells nobody anything."""
_OPENING, _CLOSING = "“\"‘'(«¿¡", ".,;:!?…”\"’')»"


def emoji_rule(language: str, one: Callable[[str], str], several: Callable[[int, str], str]) -> Rule:
    """The rule that speaks emoji in ``language`` (one that the library knows), set off by commas.

    ``one`` makes a phrase of a name, ``several`` of a repeated emoji's count and name.
    """

    def emoji(match: re.Match[str]) -> str:
        phrases = [one(name) if n == 1 else several(n, name) for name, n in _counted(match[0], language)]
        return _set_off(match, ", ".join(phrases))

    return Rule(emoji.__name__, _RUN, emoji, _TRIGGERS)


def _counted(run: str, language: str) -> list[tuple[str, int]]:
    counted: list[tuple[str, int]] = []
    for picture in _EACH.findall(run):
        name = _name(picture, language)
        if counted and counted[-1][0] == name:
            counted[-1] = (name, counted[-1][1] + 1)
        elif name:
            counted.append((name, 1))
    return counted


@lru_cache(512)
def _name(picture: str, language: str) -> str:
    import emoji  # takes 13 ms, which articles without emoji are spared

    said = emoji.demojize(picture, language=language, delimiters=("", ""))
    if said == picture:
        said = unicodedata.name(picture[0], "").lower()
    words = (_IN_WORDS.get(word, word) for word in re.split(r"[_\s:]+", said))
    return " ".join(word for word in words if not _NUMBERED.search(word)).strip()


def _set_off(match: re.Match[str], said: str) -> str:
    text, start, end = match.string, match.start(), match.end()
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    if not said:
        return ""
    left = "" if not before or before in _OPENING else " " if before in _CLOSING else ", "
    return left + said + ("" if not behind or behind in _CLOSING else "," if behind.isspace() else ", ")
