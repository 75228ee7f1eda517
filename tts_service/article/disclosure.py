"""That a voice is synthetic: told to listeners in a sentence, and to machines by a term. Pure.

Regulation (EU) 2024/1689, Article 50, asks for both.
"""

from __future__ import annotations

from tts_service.article.language.tags import primary_subtag

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
"""The term for what a model has made, of the IPTC's vocabulary "Digital Source Type"."""

OFF = "off"
"""As wording: nothing is said. Machines are still told."""

_SENTENCES = {
    "ar": "مقروء بصوت اصطناعي.",
    "de": "Gelesen von einer synthetischen Stimme.",
    "en": "Read by a synthetic voice.",
    "es": "Leído por una voz sintética.",
    "fr": "Lu par une voix de synthèse.",
    "hi": "कृत्रिम आवाज़ में पढ़ा गया।",
    "it": "Letto da una voce sintetica.",
    "nl": "Voorgelezen door een synthetische stem.",
    "pt": "Lido por uma voz sintética.",
}


def sentence_in(language: str) -> str:
    """The sentence in ``language`` (a BCP 47 tag), to be spoken by a voice of it; "" where there is none."""
    return _SENTENCES.get(primary_subtag(language), "")


def disclosure(language: str, wording: str = "") -> str:
    """The sentence for an article in ``language`` (a BCP 47 tag), in English where there is none in that
    language. ``wording``: the publisher's own, whatever the language; OFF for none."""
    if wording:
        return "" if wording == OFF else wording
    return _SENTENCES.get(primary_subtag(language), _SENTENCES["en"])
