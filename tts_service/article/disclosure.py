"""Whose voice it is: told to listeners in a sentence, and to machines by a term. Pure.

Of a synthetic voice, Regulation (EU) 2024/1689, Article 50, asks for both.
"""

from __future__ import annotations

import msgspec

from tts_service.article.language.tags import primary_subtag

_TERMS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SOURCE_TYPE = f"{_TERMS}trainedAlgorithmicMedia"
"""The term for what a model has made, of the IPTC's vocabulary "Digital Source Type"."""
RECORDED_TYPE = f"{_TERMS}digitalCapture"
"""The term for what a person has said into a microphone."""
COMPOSITE_TYPE = f"{_TERMS}compositeSynthetic"
"""The term for what is put together of both; `composite` would leave open whether a model had a part."""

OFF = "off"
"""As wording: nothing is said. Machines are still told."""


class SectionReadBy(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person has read segments ``first`` to ``last`` of the script, with both. ``outdated``: the text of
    just these was edited afterwards."""

    first: int
    last: int
    name: str = ""
    outdated: bool = False


class RecordedBy(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person has read the article out: ``name`` ("" if not stated). ``outdated``: its text was edited
    afterwards. With ``sections`` these were read by people, whose names are in ``name``, and all else by a
    voice, unless they are ``entire``."""

    name: str = ""
    outdated: bool = False
    sections: tuple[SectionReadBy, ...] = ()
    entire: bool = False

    @property
    def is_partly(self) -> bool:
        """A voice reads, too."""
        return bool(self.sections) and not self.entire


class _Sentences(msgspec.Struct, frozen=True):
    synthetic: str
    by: str
    by_somebody: str
    outdated: str
    partly_by: str
    partly_by_somebody: str
    rest: str


_SENTENCES = {
    "ar": _Sentences(
        "مقروء بصوت اصطناعي.",
        "بصوت {name}.",
        "مقروء بصوت بشري.",
        "سُجّلت القراءة قبل تعديل المقال.",
        "بعضه بصوت {name}.",
        "بعضه مقروء بصوت بشري.",
        "وما عدا ذلك مقروء بصوت اصطناعي.",
    ),
    "de": _Sentences(
        "Gelesen von einer synthetischen Stimme.",
        "Gelesen von {name}.",
        "Von einem Menschen gelesen.",
        "Aufgenommen, bevor der Artikel bearbeitet wurde.",
        "Teilweise gelesen von {name}.",
        "Teilweise von einem Menschen gelesen.",
        "Der Rest wird von einer synthetischen Stimme gelesen.",
    ),
    "en": _Sentences(
        "Read by a synthetic voice.",
        "Read by {name}.",
        "Read by a person.",
        "Recorded before the article was edited.",
        "Partly read by {name}.",
        "Partly read by a person.",
        "The rest is read by a synthetic voice.",
    ),
    "es": _Sentences(
        "Leído por una voz sintética.",
        "Leído por {name}.",
        "Leído por una persona.",
        "Grabado antes de que se editara el artículo.",
        "Leído en parte por {name}.",
        "Leído en parte por una persona.",
        "El resto lo lee una voz sintética.",
    ),
    "fr": _Sentences(
        "Lu par une voix de synthèse.",
        "Lu par {name}.",
        "Lu par une personne.",
        "Enregistré avant la modification de l’article.",
        "Lu en partie par {name}.",
        "Lu en partie par une personne.",
        "Le reste est lu par une voix de synthèse.",
    ),
    "hi": _Sentences(
        "कृत्रिम आवाज़ में पढ़ा गया।",
        "{name} की आवाज़ में।",
        "मानव आवाज़ में पढ़ा गया।",
        "लेख में बदलाव से पहले रिकॉर्ड किया गया।",
        "कुछ अंश {name} की आवाज़ में।",
        "कुछ अंश मानव आवाज़ में।",
        "बाकी कृत्रिम आवाज़ में पढ़ा गया।",
    ),
    "it": _Sentences(
        "Letto da una voce sintetica.",
        "Letto da {name}.",
        "Letto da una persona.",
        "Registrato prima della modifica dell’articolo.",
        "Letto in parte da {name}.",
        "Letto in parte da una persona.",
        "Il resto è letto da una voce sintetica.",
    ),
    "nl": _Sentences(
        "Voorgelezen door een synthetische stem.",
        "Voorgelezen door {name}.",
        "Voorgelezen door een mens.",
        "Opgenomen voordat het artikel werd bewerkt.",
        "Deels voorgelezen door {name}.",
        "Deels voorgelezen door een mens.",
        "De rest wordt voorgelezen door een synthetische stem.",
    ),
    "pt": _Sentences(
        "Lido por uma voz sintética.",
        "Lido por {name}.",
        "Lido por uma pessoa.",
        "Gravado antes da edição do artigo.",
        "Lido em parte por {name}.",
        "Lido em parte por uma pessoa.",
        "O restante é lido por uma voz sintética.",
    ),
}


def sentence_in(language: str) -> str:
    """The sentence in ``language`` (a BCP 47 tag), to be spoken by a voice of it; "" where there is none."""
    sentences = _SENTENCES.get(primary_subtag(language))
    return sentences.synthetic if sentences else ""


def disclosure(language: str, wording: str = "", recorded: RecordedBy | None = None) -> str:
    """What listeners are told about an article in ``language`` (a BCP 47 tag), in English where there is
    nothing in that language. ``wording``: the publisher's own for a synthetic voice, whatever the language;
    OFF: listeners are told nothing."""
    if wording == OFF:
        return ""
    sentences = _SENTENCES.get(primary_subtag(language), _SENTENCES["en"])
    if recorded is None:
        return wording or sentences.synthetic
    said = [_by(sentences, recorded), sentences.outdated if recorded.outdated else ""]
    if recorded.is_partly:
        said.append(wording or sentences.rest)
    return " ".join(filter(None, said))


def _by(sentences: _Sentences, recorded: RecordedBy) -> str:
    if recorded.is_partly:
        by, by_somebody = sentences.partly_by, sentences.partly_by_somebody
    else:
        by, by_somebody = sentences.by, sentences.by_somebody
    return by.replace("{name}", recorded.name) if recorded.name else by_somebody


def source_type(recorded: RecordedBy | None) -> str:
    """The IPTC's term for where the sound comes from."""
    if recorded is None:
        return SOURCE_TYPE
    return COMPOSITE_TYPE if recorded.is_partly else RECORDED_TYPE


def recorded_json(recorded: RecordedBy | None) -> str:
    """As a column of the catalog holds it; "" for None."""
    return msgspec.json.encode(recorded).decode() if recorded is not None else ""


def recorded_of(text: str) -> RecordedBy | None:
    """What ``recorded_json`` made."""
    return msgspec.json.decode(text, type=RecordedBy) if text else None
