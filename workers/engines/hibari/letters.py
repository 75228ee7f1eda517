"""A text as hibari's dictionary is written: its apostrophe, single spaces, and only letters that it knows.
Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_WRITTEN = {"’": "'", "ʼ": "'", "‒": "-", "‐": "-", "‑": "-", "―": "—", "−": "-", "[": "(", "]": ")"}
"""What hibari writes in another way. The brackets are those of its own notation for phonemes, which an
article must not use."""
_FOLDED = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "th", "Ð": "Th", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
    "ı": "i", "ŋ": "ng", "Ŋ": "Ng", "ə": "e", "Ə": "E", "ĸ": "k", "ſ": "s",
}  # fmt: skip
"""Latin letters that are more than a plain one with a mark."""
_MUTE = ("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me")


class Plain(NamedTuple):
    """``text[n]`` stands for character ``origins[n]`` of the text that it was made of."""

    text: str
    origins: tuple[int, ...]


def plain(text: str, known: frozenset[str]) -> Plain:
    """``text`` in what hibari can look up: a Latin letter that is not ``known`` without its marks, one blank
    between words, no character that has no sound of its own. Letters of other scripts stay as they are."""
    pieces = list(_pieces(text, known))
    while pieces and pieces[-1][0] == " ":
        pieces.pop()
    return Plain(
        "".join(piece for piece, _ in pieces), tuple(at for piece, at in pieces for _ in range(len(piece)))
    )


def _pieces(text: str, known: frozenset[str]) -> Iterator[tuple[str, int]]:
    spaced = True
    for at, char in enumerate(text):
        piece = _written(char, known)
        if piece == " ":
            if not spaced:
                yield " ", at
            spaced = True
        elif piece:
            yield piece, at
            spaced = False


def _written(char: str, known: frozenset[str]) -> str:
    if char.isspace():
        return " "
    if char in known or char.isascii():
        return "" if unicodedata.category(char) in _MUTE else _WRITTEN.get(char, char)
    if char in _WRITTEN or char in _FOLDED:
        return _WRITTEN.get(char) or _FOLDED[char]
    if unicodedata.category(char) in _MUTE:
        return ""
    base = unicodedata.normalize("NFKD", char)
    bare = "".join(part for part in base if unicodedata.category(part) not in _MUTE)
    return bare if bare.isascii() and bare.strip() else char


def is_foreign(char: str, known: frozenset[str]) -> bool:
    """True for a letter of a script that hibari cannot read."""
    return not char.isascii() and char.isalpha() and char not in known
