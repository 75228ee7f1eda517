"""The alphabet of misaki, with which Kokoro was trained, and hibari after it: a diphthong is one letter ("A"
for "eɪ").

espeak-ng writes IPA, which is rewritten here as misaki does for words that its dictionary lacks
(misaki/espeak.py of github.com/hexgrad/misaki, Apache-2.0).
"""

from __future__ import annotations

import re
import unicodedata

_ENGLISH = (
    ("dʒ", "ʤ"), ("tʃ", "ʧ"), ("aɪ", "I"), ("aʊ", "W"), ("eɪ", "A"), ("ɔɪ", "Y"), ("əl", "ᵊl"), ("ɚɹ", "əɹ"),
    ("ɚ", "əɹ"),
    ("ʔn", "tᵊn"), ("ʔ", "t"), ("r", "ɹ"), ("x", "k"), ("ç", "k"), ("ɐ", "ə"), ("ɬ", "l"), ("ʲ", ""),
    ("\u0303", ""),
)  # fmt: skip
_BRITISH = (("eə", "ɛː"), ("iə", "ɪə"), ("əʊ", "Q"), ("e", "A"), ("o", "ɔ"))
_AMERICAN = (("oʊ", "O"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("ː", ""), ("e", "A"), ("o", "ɔ"))
_OTHERS = (
    ("dʒ", "ʤ"), ("tʃ", "ʧ"), ("dz", "ʣ"), ("ts", "ʦ"), ("aɪ", "I"), ("aʊ", "W"), ("eɪ", "A"), ("oʊ", "O"),
    ("əʊ", "Q"),
    ("ɔɪ", "Y"), ("c\u0327", "ç"),
)  # fmt: skip
_REWRITING = {"a": (*_ENGLISH, *_AMERICAN), "b": (*_BRITISH[:3], *_ENGLISH, *_BRITISH[3:])}

_SYLLABIC = re.compile("(\\S)\u0329")


def rewritten(ipa: str, dialect: str) -> str:
    """IPA as espeak writes it, in misaki's letters. ``dialect`` is the first letter of a voice's name at
    Kokoro's: "a" for American, "b" for British English."""
    phonemes = unicodedata.normalize("NFD", ipa)
    for old, new in _REWRITING.get(dialect, _OTHERS):
        phonemes = phonemes.replace(old, new)
    if dialect in _REWRITING:
        phonemes = _SYLLABIC.sub("ᵊ\\1", phonemes)
    return phonemes.strip()
