"""From text to the phonemes that Kokoro was trained on.

Those are of its own library, misaki, which writes a diphthong as one letter ("A" for "eɪ"). espeak-ng writes IPA, which
is rewritten here as misaki does for words that its dictionary lacks (misaki/espeak.py of github.com/hexgrad/misaki,
Apache-2.0). espeak-ng is the one inside piper-tts: it has one state for each process, and its lock is there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from piper import PiperVoice
from piper.config import PhonemeType, PiperConfig

from tts_service.article.model import Phonemes
from workers.engines.phonemes import phonemized


class Dialect(NamedTuple):
    """``espeak`` names the voice of espeak-ng. ``carrier`` is a sentence that leads up to a word."""

    language: str
    espeak: str
    description: str
    carrier: str


DIALECTS = {
    "a": Dialect("en", "en-us", "American English", "The next one is this:"),
    "b": Dialect("en", "en-gb-x-rp", "British English", "The next one is this:"),
    "e": Dialect("es", "es", "Spanish", "Lo que sigue es esto:"),
    "f": Dialect("fr", "fr", "French", "Voici le mot suivant :"),
    "h": Dialect("hi", "hi", "Hindi", "अगला शब्द यह है:"),
    "i": Dialect("it", "it", "Italian", "La parola seguente è questa:"),
    "p": Dialect("pt", "pt-br", "Brazilian Portuguese", "A palavra seguinte é esta:"),
}
"""By the first letter of a voice's name. Japanese and Chinese are left out: espeak-ng cannot read them well enough."""

_ENGLISH = (
    ("dʒ", "ʤ"), ("tʃ", "ʧ"), ("aɪ", "I"), ("aʊ", "W"), ("eɪ", "A"), ("ɔɪ", "Y"), ("əl", "ᵊl"), ("ɚɹ", "əɹ"), ("ɚ", "əɹ"),
    ("ʔn", "tᵊn"), ("ʔ", "t"), ("r", "ɹ"), ("x", "k"), ("ç", "k"), ("ɐ", "ə"), ("ɬ", "l"), ("ʲ", ""), ("\u0303", ""),
)  # fmt: skip
_BRITISH = (("eə", "ɛː"), ("iə", "ɪə"), ("əʊ", "Q"), ("e", "A"), ("o", "ɔ"))
_AMERICAN = (("oʊ", "O"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("ː", ""), ("e", "A"), ("o", "ɔ"))
_OTHERS = (
    ("dʒ", "ʤ"), ("tʃ", "ʧ"), ("dz", "ʣ"), ("ts", "ʦ"), ("aɪ", "I"), ("aʊ", "W"), ("eɪ", "A"), ("oʊ", "O"), ("əʊ", "Q"),
    ("ɔɪ", "Y"), ("c\u0327", "ç"),
)  # fmt: skip
_REWRITING = {"a": (*_ENGLISH, *_AMERICAN), "b": (*_BRITISH[:3], *_ENGLISH, *_BRITISH[3:])}

_SYLLABIC = re.compile("(\\S)\u0329")


def phonemes_of(text: str, dialect: str, given: Sequence[Phonemes] = ()) -> str:
    """``text`` in Kokoro's phonemes, punctuation kept. Letters that the model does not know are for the caller to drop.

    ``dialect`` is a key of ``DIALECTS``; ``given`` is how some words of ``text`` are to sound. What stands in double square
    brackets is taken for IPA, as by Piper.
    """
    phonemize = _espeak(DIALECTS[dialect].espeak).phonemize
    sentences = phonemized(text, given, phonemize) if given else phonemize(text)
    return rewritten(" ".join("".join(sentence).strip() for sentence in sentences), dialect)


def rewritten(ipa: str, dialect: str) -> str:
    """IPA as espeak writes it, in Kokoro's phonemes."""
    phonemes = unicodedata.normalize("NFD", ipa)
    for old, new in _REWRITING.get(dialect, _OTHERS):
        phonemes = phonemes.replace(old, new)
    if dialect in _REWRITING:
        phonemes = _SYLLABIC.sub("ᵊ\\1", phonemes)
    return phonemes.strip()


@lru_cache(maxsize=len(DIALECTS))
def _espeak(voice: str) -> PiperVoice:
    """Piper without a network: of a voice it needs only the name that espeak-ng gives it."""
    config = PiperConfig(
        num_symbols=0, num_speakers=1, sample_rate=0, espeak_voice=voice, phoneme_id_map={}, phoneme_type=PhonemeType.ESPEAK
    )
    return PiperVoice(session=None, config=config)
