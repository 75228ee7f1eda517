"""Mark-up as values, by its places in ``Article.text``. Pure, and light."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import msgspec

MOST_VOICES = 20
"""Different ones that a text may name. Each is looked for, on this machine and others."""
MOST_LANGUAGES = 20


class MarkedPause(msgspec.Struct, frozen=True):
    """``ms`` of silence where ``article.text[at]`` begins, in place of the pause that would be there."""

    at: int
    ms: int


class MarkedVoice(msgspec.Struct, frozen=True):
    """``article.text[start:end]`` is spoken by ``voice``, as requests name one, and is in ``language`` (a BCP
    47 tag). One of them may be "": not stated."""

    start: int
    end: int
    voice: str = ""
    language: str = ""


class MarkedReading(msgspec.Struct, frozen=True):
    """``article.text[start:end]`` is pronounced ``ipa``, or read as what ``say_as`` names: see
    ``markup.say_as``. ``form`` is the order of a date."""

    start: int
    end: int
    ipa: str = ""
    say_as: str = ""
    form: str = ""


def overlapping(voices: Sequence[MarkedVoice], start: int, end: int) -> Sequence[MarkedVoice]:
    """Those of ``voices`` that are about a part of ``article.text[start:end]``."""
    first = bisect_right(voices, start, key=lambda one: one.end)
    return voices[first : bisect_left(voices, end, key=lambda one: one.start)]


class Markup(msgspec.Struct, frozen=True, omit_defaults=True):
    """Each in the order of the text; voices and readings do not overlap. ``sentences``: a sentence ends
    before each of these places."""

    pauses: tuple[MarkedPause, ...] = ()
    voices: tuple[MarkedVoice, ...] = ()
    readings: tuple[MarkedReading, ...] = ()
    sentences: tuple[int, ...] = ()

    def within(self, start: int, end: int) -> Markup:
        """What is about ``article.text[start:end]``; of readings, what is about nothing else."""
        return Markup(
            self.pauses[bisect_left(self.pauses, start, key=_at) : bisect_right(self.pauses, end, key=_at)],
            tuple(overlapping(self.voices, start, end)),
            self.readings[
                bisect_left(self.readings, start, key=_start) : bisect_right(self.readings, end, key=_end)
            ],
            self.sentences[bisect_left(self.sentences, start) : bisect_right(self.sentences, end)],
        )

    def moved(self, by: int) -> Markup:
        """The same for a text that begins ``by`` characters further on."""
        replace = msgspec.structs.replace
        return Markup(
            tuple(replace(pause, at=pause.at + by) for pause in self.pauses),
            tuple(replace(voice, start=voice.start + by, end=voice.end + by) for voice in self.voices),
            tuple(replace(one, start=one.start + by, end=one.end + by) for one in self.readings),
            tuple(at + by for at in self.sentences),
        )

    def without_voices(self) -> Markup:
        """The same without the names of voices: one voice says everything."""
        spoken = (msgspec.structs.replace(one, voice="") for one in self.voices)
        return msgspec.structs.replace(self, voices=tuple(one for one in spoken if one.language))


def _at(pause: MarkedPause) -> int:
    return pause.at


def _start(reading: MarkedReading) -> int:
    return reading.start


def _end(reading: MarkedReading) -> int:
    return reading.end


NO_MARKUP = Markup()


def joined(parts: Iterable[Markup]) -> Markup:
    """All of them; each is behind those before it."""
    found = [part for part in parts if part != NO_MARKUP]
    return Markup(
        tuple(pause for part in found for pause in part.pauses),
        tuple(voice for part in found for voice in part.voices),
        tuple(reading for part in found for reading in part.readings),
        tuple(at for part in found for at in part.sentences),
    )
