"""What the service needs from a speech engine. An engine is one file and one entry point in ``tts_service.engines``.

[project.entry-points."tts_service.engines"]
mine = "my_package:MyEngine"

The class carries its options as ``Options``, a msgspec Struct with ``forbid_unknown_fields=True`` and a default for every
field, and is made as ``MyEngine(settings, options)``: see ``workers.engines.registry``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from audio_cache.keys import Scalar
from tts_service.article.model import Phonemes

Samples = npt.NDArray[np.float32]
"""Shape (n,), mono, in [-1, 1]."""


class Voice(msgspec.Struct, frozen=True):
    """``id`` is "engine/name", such as "piper/en_US-joe-medium". ``languages`` are BCP 47 primary tags.

    "*" among them: the voice takes any language. ``gain_db`` brings this voice to the narration's loudness (measured once,
    dB); None: nobody can measure it beforehand, and each segment is levelled by itself. ``model`` is the fingerprint of the
    files that the voice is made of. ``ipa`` holds every symbol of the phonetic alphabet that the voice can say, as espeak
    writes them; "": it cannot be told how a word sounds.
    """

    id: str
    name: str
    languages: tuple[str, ...]
    gain_db: float | None
    model: str
    description: str = ""
    licence: str = ""
    local: bool = True
    """True when it speaks without a network."""
    quality: str = ""
    """As its publisher puts it, such as "medium"."""
    size: int = 0
    """Bytes of the files that are loaded to speak; 0 when nothing is."""
    ipa: str = ""
    quick: bool = False
    """True when it can be heard before it has spoken to the end."""


class SpokenWord(msgspec.Struct, frozen=True):
    """``text[start:end]`` of the synthesized text sounds from sample ``first`` up to ``last``."""

    start: int
    end: int
    first: int
    last: int


class Speech(msgspec.Struct, frozen=True):
    """``samples`` at ``rate`` Hz. ``words`` are the engine's own timings; None when it gives none."""

    samples: Samples
    rate: int
    words: tuple[SpokenWord, ...] | None = None


class Engine(Protocol):
    """Made once per worker process."""

    id: str
    version: str
    """Changes whenever the same text could give other samples."""

    @property
    def parameters(self) -> Mapping[str, Scalar]:
        """Every option that can change a sample, with the value in force."""

    def voices(self) -> Sequence[Voice]:
        """Voices that can speak now. Cheap: no model is loaded."""

    def warm(self, voice: Voice) -> None:
        """Load what ``voice`` needs, so that the next ``synthesize`` starts at once."""

    def synthesize(self, text: str, voice: Voice, language: str) -> Speech:
        """Speak ``text`` (one segment).

        Raises EngineBusy when trying again later may help, EngineFailed when it will not.
        """


class IpaEngine(Engine, Protocol):
    """An engine that has voices with ``ipa``. Only they are given ``phonemes``."""

    def synthesize(self, text: str, voice: Voice, language: str, phonemes: Sequence[Phonemes] = ()) -> Speech:
        """As every engine, with the sound of some words of ``text`` given (in order, not overlapping).

        See ``workers.engines.phonemes`` for how to put them among the phonemes of a sentence.
        """


Heard = Callable[[Samples, int], None]
"""Given the next samples of a speech as they are made, and their rate in Hz."""


class QuickEngine(Engine, Protocol):
    """An engine that has ``quick`` voices. Only with them ``heard`` is given."""

    def synthesize(self, text: str, voice: Voice, language: str, *, heard: Heard | None = None) -> Speech:
        """As every engine. ``heard`` is given the first samples of what is returned, piece by piece, or nothing at all."""


class EngineError(Exception):
    """Root of what an engine may raise."""


class EngineFailed(EngineError):
    """This text, this voice or this set-up cannot work; trying again is no use."""


class EngineMissing(EngineError):
    """What an optional engine is made of is not installed. The message says how to install it."""


class EngineBusy(EngineError):
    """A refusal, time-out or broken line. ``retry_after_s``: when to try again."""

    def __init__(self, detail: str, retry_after_s: float = 1.0) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s
