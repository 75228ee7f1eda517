"""Emoji by their Unicode names, from the library ``emoji``, which is loaded when the first one is met."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from tts_service.article.normalize.rules import Rule

_PICTURE = "[\u231a-\u23ff\u2600-\u27bf\u2b1b-\u2b55\U0001f000-\U0001faff]"
_MODIFIER = "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_ONE = f"(?:{_FLAG}|[0-9#*]\ufe0f?\u20e3|{_PICTURE}{_MODIFIER}{{0,8}}(?:\u200d{_PICTURE}{_MODIFIER}{{0,8}}){{0,8}})"
_RUN = re.compile(rf"\s?{_ONE}(?:\s?{_ONE}){{0,200}}")
_EACH = re.compile(_ONE)
_TRIGGERS = frozenset(
    [
        *map(chr, (0x20E3, *range(0x231A, 0x2400), *range(0x2600, 0x27C0), *range(0x2B1B, 0x2B56))),
        *map(chr, range(0x1F000, 0x1FB00)),
    ]
)
_OPENING, _CLOSING = "“\"‘'(«¿¡", ".,;:!?…”\"’')»"


def emoji_rule(language: str, one: Callable[[str], str], several: Callable[[int, str], str]) -> Rule:
    """The rule that says emoji in ``language`` (one that the library knows), between the pauses of commas.

    ``one`` makes a phrase of a name, ``several`` of how often the same emoji is repeated and its name.
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
    import emoji  # 13 ms that an article without emoji need not pay

    said = emoji.demojize(picture, language=language, delimiters=("", ""))
    if said == picture:
        said = unicodedata.name(picture[0], "").lower()
    return re.sub(r"[_\s:]+", " ", said).strip()


def _set_off(match: re.Match[str], said: str) -> str:
    text, start, end = match.string, match.start(), match.end()
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    if not said:
        return ""
    left = "" if not before or before in _OPENING else " " if before in _CLOSING else ", "
    return left + said + ("" if not behind or behind in _CLOSING else "," if behind.isspace() else ", ")
