"""What hibari's voices can say: the sounds of English, in misaki's letters. Pure.

Its vocabulary has the symbols of other languages too, as Kokoro's has. No voice was trained on them, so they
are said as the English sound that is nearest.
"""

from __future__ import annotations

import logging
from functools import lru_cache

from tts_service.article.lexicon.ipa import symbols
from workers.engines.misaki import rewritten

log = logging.getLogger(__name__)

MARKS = "ˈˌː"
PUNCTUATION = frozenset(';:,.!?—…"()“” ')
LETTERS = {
    "a": frozenset("AIOTWYbdfhijklmnpstuvwzæðŋɑɔəɛɜɡɪɹʃʊʌʒʤʧθᵊᵻɐ"),
    "b": frozenset("AIQWYabdfhijklmnpstuvwzðŋɑɒɔəɛɜɡɪɹʃʊʌʒʤʧθᵊɐ"),
}
"""By dialect: every letter that its dictionary and its net for unknown words write."""

_NEAREST = {
    "q": "k", "ɢ": "ɡ", "c": "k", "ɟ": "ɡ", "χ": "k", "ħ": "h", "ɦ": "h", "ɣ": "ɡ", "ʁ": "ɹ", "ʀ": "ɹ",
    "ɻ": "ɹ", "ɽ": "ɹ", "ɺ": "l", "ɭ": "l", "ɫ": "l", "ʎ": "lj", "ʟ": "l", "ɮ": "l", "ɲ": "nj",
    "ɳ": "n", "ɴ": "ŋ", "ɱ": "m", "ʈ": "t", "ɖ": "d", "β": "v", "ɸ": "f", "ʋ": "v", "ⱱ": "v", "ʂ": "ʃ",
    "ʐ": "ʒ", "ɕ": "ʃ", "ʑ": "ʒ", "ʝ": "j", "ɥ": "w", "ɰ": "w", "ʍ": "w", "ɧ": "ʃ", "ɓ": "b", "ɗ": "d",
    "ʄ": "ɡ", "ɠ": "ɡ", "ʛ": "ɡ", "g": "ɡ", "y": "u", "ʏ": "ʊ", "ø": "ə", "œ": "ə", "ɶ": "a", "ɘ": "ə",
    "ɵ": "ə", "ɤ": "ʌ", "ɯ": "u", "ɨ": "ɪ", "ʉ": "u", "ɞ": "ʌ", "ʰ": "", "ʷ": "", "ˠ": "", "ʼ": "",
    "ˑ": "", "ʕ": "", "-": "", "1": "",
}  # fmt: skip
"""The last two are of hibari's net for unknown words, and no sound."""
_DIALECTS = {
    "a": {"a": "ɑ", "ɒ": "ɑ", "Q": "O", "ɾ": "T", "ː": ""},
    "b": {"æ": "a", "O": "Q", "T": "t", "ɾ": "ɹ", "ᵻ": "ɪ"},
}


def said(phonemes: str, dialect: str) -> str:
    """``phonemes`` in letters that the voices of ``dialect`` ("a": American, "b": British) know. One without
    an English sound near it stays as it is: see ``unsayable``."""
    return "".join(_nearest(letter, dialect) for letter in phonemes)


def _nearest(letter: str, dialect: str) -> str:
    if letter in LETTERS[dialect]:
        return letter
    found = _NEAREST.get(letter, letter)
    return "".join(_DIALECTS[dialect].get(part, part) for part in found)


def unsayable(phonemes: str, dialect: str) -> list[str]:
    """What of ``phonemes`` the voices of ``dialect`` do not know, each once."""
    known = LETTERS[dialect] | PUNCTUATION | frozenset(MARKS)
    return list(dict.fromkeys(letter for letter in phonemes if letter not in known))


def has_sound(phonemes: str, dialect: str) -> bool:
    return not LETTERS[dialect].isdisjoint(phonemes)


def from_ipa(ipa: str, dialect: str) -> str:
    """``ipa`` as espeak writes it, said. What no voice can say is left out, and the log says so: the
    lexicon's own check has told the editor."""
    phonemes = said(rewritten(ipa, dialect), dialect)
    if left_out := unsayable(phonemes, dialect):
        log.warning("hibari cannot say %s in %r, and leaves it out", " ".join(left_out), ipa)
    return "".join(letter for letter in phonemes if letter not in left_out)


@lru_cache(maxsize=len(LETTERS))
def sayable(dialect: str) -> str:
    """Every symbol of IPA that the voices of ``dialect`` can say. What comes to nothing, such as a length
    mark, is no loss."""
    return "".join(
        symbol for symbol in symbols() if not unsayable(said(rewritten(symbol, dialect), dialect), dialect)
    )
