"""What the service needs from a speech engine. An engine is one file and one entry point in
``tts_service.engines``.

[project.entry-points."tts_service.engines"]
mine = "my_package:MyEngine"

The class carries its options as ``Options``, a msgspec Struct with ``forbid_unknown_fields=True`` and a
default for every field, and is made as ``MyEngine(settings, options)``: see ``workers.engines.registry``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from audio_cache.keys import Scalar
from tts_service.article.model import Phonemes, Spelled
from tts_service.contracts.voices import Voice as Voice  # engines take it from here

Samples = npt.NDArray[np.float32]
"""Shape (n,), mono, in [-1, 1]."""


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


class SpellingEngine(Engine, Protocol):
    """An engine that has voices with ``spells``. Only they are given ``spelled``; for all others the words
    are written so that any engine spells them ("U.N"), and their times lead back to ``text``."""

    def synthesize(self, text: str, voice: Voice, language: str, spelled: Sequence[Spelled] = ()) -> Speech:
        """As every engine, with words of ``text`` that are said letter by letter, such as "UN" and "p.m."
        (in order, not overlapping).

        See ``workers.engines.spelling`` for their letters.
        """


OnSamples = Callable[[Samples, int], None]
"""Given the next samples of a speech as they are made, and their rate in Hz."""


class QuickEngine(Engine, Protocol):
    """An engine that has ``quick`` voices. Only with them ``on_samples`` is given."""

    def synthesize(
        self, text: str, voice: Voice, language: str, *, on_samples: OnSamples | None = None
    ) -> Speech:
        """As every engine. ``on_samples`` is given the first samples of what is returned, piece by piece, or
        nothing at all."""


class EngineError(Exception):
    """Root of what an engine may raise."""


class EngineFailed(EngineError):
    """This text, this voice or this set-up cannot work: a retry will not help."""


class EngineMissing(EngineError):
    """The packages of an optional engine are not installed. The message says how to install them."""


class EngineBusy(EngineError):
    """Refused, timed out or cut off. ``retry_after_s``: when to try again."""

    def __init__(self, detail: str, retry_after_s: float = 1.0) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s
