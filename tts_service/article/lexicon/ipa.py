"""Pronunciations in the International Phonetic Alphabet, as an editor types or copies them. Pure.

Symbols: https://www.internationalphoneticassociation.org/content/full-ipa-chart. Engines expect them the way
espeak writes them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_WRITTEN_OTHERWISE = str.maketrans(
    {
        "g": "ɡ",
        "'": "ˈ",
        "’": "ˈ",
        ":": "ː",
        "ʦ": "ts",
        "ʣ": "dz",
        "ʧ": "tʃ",
        "ʤ": "dʒ",
        "ʨ": "tɕ",
        "ʥ": "dʑ",
        ".": None,  # between syllables
        "‿": None,
        "\u0361": None,  # ties over and under two letters
        "\u035c": None,
    }
)
"""Symbols that keyboards and dictionaries produce, and what they stand for; "" for those that no engine
distinguishes."""

_BRACKETS = {"/": "/", "[": "]"}
_NO_SYMBOL = re.compile(r"[^a-zæðøħŋœǀ-ǃɐ-ʯʰ-˿\u0300-\u036fβεθχᴀ-ᶿⱱ↑↓ ]")
_LETTER = re.compile(r"[a-zæðøħŋœǀ-ǃɐ-ʯβεθχⱱ]")


_LAST = "ⱱ"


@cache
def symbols() -> str:
    """Every symbol that a pronunciation may contain."""
    return "".join(
        symbol for symbol in map(chr, range(ord("a"), ord(_LAST) + 1)) if not _NO_SYMBOL.match(symbol)
    )


def canonical(ipa: str) -> str:
    """``ipa`` in its canonical spelling: without brackets around it, marks after their letters, single spaces
    between words.

    Raises ValueError, with a sentence that names the offending symbol, if it is not IPA.
    """
    bare = ipa.strip()
    if len(bare) > 1 and _BRACKETS.get(bare[0]) == bare[-1]:
        bare = bare[1:-1]
    text = unicodedata.normalize("NFD", " ".join(bare.translate(_WRITTEN_OTHERWISE).split()))
    wrong = _NO_SYMBOL.search(text)
    if wrong is not None:
        raise ValueError(
            f"{unicodedata.normalize('NFC', wrong.group())!r} is not a symbol of the phonetic "
            f"alphabet.{_hint(text)}"
        )
    if not _LETTER.search(text):
        raise ValueError("it contains no sound.")
    return text


def _hint(text: str) -> str:
    if any("A" <= char <= "Z" for char in text):
        return ' It has no capital letters; to spell a word the way it sounds, use say = "…".'
    return ""


def unknown_symbols(ipa: str, known: str) -> list[str]:
    """Symbols of the canonical ``ipa`` that a voice with the symbols ``known`` cannot say, each once."""
    return list(dict.fromkeys(symbol for symbol in ipa if symbol != " " and symbol not in known))
