"""Words that sound the same, as espeak-ng pronounces them."""

from __future__ import annotations

import re
from functools import lru_cache

from piper.phonemize_espeak import EspeakPhonemizer

_NOT_A_SOUND = re.compile(r"[ˈˌːʲ\s.,]")
_VOICES = {"en": "en-us"}


@lru_cache(maxsize=1)
def _phonemizer() -> EspeakPhonemizer:
    return EspeakPhonemizer()


@lru_cache(maxsize=4096)
def sounds(text: str, language: str) -> str:
    """The phonemes of ``text`` without stress, length and pauses; "" for a language that espeak-ng does
    not know."""
    try:
        spoken = _phonemizer().phonemize(_VOICES.get(language, language), text)
    except Exception:  # the phonemizer raises a bare one for an unknown voice
        return ""
    return _NOT_A_SOUND.sub("", "".join(phoneme for sentence in spoken for phoneme in sentence))


def sound_alike(one: str, other: str, language: str) -> bool:
    spoken = sounds(one, language)
    return bool(spoken) and spoken == sounds(other, language)
