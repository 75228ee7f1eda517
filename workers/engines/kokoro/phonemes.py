"""From text to the phonemes that Kokoro was trained on.

espeak-ng writes IPA, which is rewritten: see ``workers.engines.misaki``. It is the espeak-ng inside
piper-tts: that has one state for each process, and its lock is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from piper import PiperVoice
from piper.config import PhonemeType, PiperConfig

from tts_service.article.model import Phonemes
from workers.engines.misaki import rewritten
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
"""By the first letter of a voice's name. Japanese and Chinese are left out: espeak-ng cannot read them
well enough."""


def phonemes_of(text: str, dialect: str, given: Sequence[Phonemes] = ()) -> str:
    """``text`` in Kokoro's phonemes, punctuation kept. Letters that the model does not know are for the
    caller to drop.

    ``dialect`` is a key of ``DIALECTS``; ``given`` is how some words of ``text`` are to sound. What stands in
    double square brackets is taken for IPA, as by Piper.
    """
    phonemize = _espeak(DIALECTS[dialect].espeak).phonemize
    sentences = phonemized(text, given, phonemize) if given else phonemize(text)
    return rewritten(" ".join("".join(sentence).strip() for sentence in sentences), dialect)


@lru_cache(maxsize=len(DIALECTS))
def _espeak(voice: str) -> PiperVoice:
    """Piper without a network: of a voice it needs only the name that espeak-ng gives it."""
    config = PiperConfig(
        num_symbols=0,
        num_speakers=1,
        sample_rate=0,
        espeak_voice=voice,
        phoneme_id_map={},
        phoneme_type=PhonemeType.ESPEAK,
    )
    return PiperVoice(session=None, config=config)
