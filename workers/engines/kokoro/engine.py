"""Kokoro: better voices than Piper's, at some five times the work. Optional: ``pip install
'tts-service[kokoro]'``."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import msgspec
import numpy as np

from audio_cache.keys import Scalar
from tts_service.article.lexicon.ipa import symbols
from tts_service.article.model import Phonemes
from tts_service.settings import Settings
from workers.engines.base import EngineFailed, EngineMissing, Samples, Speech, Voice
from workers.engines.kokoro import models as kokoro_models
from workers.engines.kokoro.phonemes import DIALECTS, phonemes_of
from workers.engines.kokoro.voices import GAINS_DB, GRADES, MEASURED_WITH
from workers.engines.local import LocalEngine
from workers.engines.misaki import rewritten
from workers.engines.model_files import with_durations
from workers.engines.onnx_session import session
from workers.engines.phonemes import without_markup
from workers.engines.word_times import Sound, word_times

if TYPE_CHECKING:
    from kokoro_onnx import Kokoro

if find_spec("kokoro_onnx") is None:
    raise EngineMissing(
        "the engine kokoro is not installed (No module named 'kokoro_onnx'). Install it: pip install "
        "'tts-service[kokoro]' (Python 3.11 to 3.13), then its voices: tts-service voices install kokoro"
    )

log = logging.getLogger(__name__)

REVISION = 1
"""Raise it when this file, or what it does to phonemes, changes what comes out."""

_RATE = 24_000
_SHORT = 24
"""Phonemes, stress marks and spaces included: about three words."""
_QUIET_S = 0.01
_LEAD_S = 0.04
"""By so much the sound comes before the durations say: the median over the pauses of two voices."""

Span = tuple[int, int]


class KokoroOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    speed: Annotated[float, msgspec.Meta(ge=0.5, le=2)] = 1.0
    """Above 1 is faster."""
    threads: Annotated[int, msgspec.Meta(ge=0, le=256)] = 0
    """For one synthesis; 0: one for each core."""


class KokoroEngine(LocalEngine[KokoroOptions]):
    """Voices: those in ``settings.voices_dir/kokoro``, the best first.

    The version is that of kokoro-onnx and of piper-tts, whose espeak-ng decides on phonemes.
    """

    id = "kokoro"
    version = f"{version('kokoro-onnx')}+{version('piper-tts')}+{REVISION}"
    Options = KokoroOptions

    def __init__(self, settings: Settings, options: KokoroOptions) -> None:
        super().__init__(settings, options)
        if self._files() is not None:  # it takes a fifth of a second to load, for nothing without a voice
            import kokoro_onnx  # noqa: F401 (a broken installation is noticed now)

    @property
    def parameters(self) -> Mapping[str, Scalar]:
        return {"speed": self._options.speed}

    def voices(self) -> Sequence[Voice]:
        files = self._files()
        if files is None:
            return []
        best = [*GRADES, *files.voices]
        return [_described(name, files) for name in sorted(files.voices, key=best.index)]

    def _files(self) -> kokoro_models.Kokoro | None:
        try:
            return kokoro_models.installed(self._folder, self._cache)
        except (OSError, ValueError) as error:
            log.warning("Kokoro's voices cannot be used: %s", error)
            return None

    def warm(self, voice: Voice) -> None:
        self._kokoro(voice)

    def synthesize(self, text: str, voice: Voice, language: str, phonemes: Sequence[Phonemes] = ()) -> Speech:
        """Raises EngineFailed when the voice cannot be loaded or ``text`` holds nothing that can be
        spoken."""
        try:
            return self._spoken(text, self._kokoro(voice), voice.name, phonemes)
        except EngineFailed:
            raise
        except Exception as error:
            # onnxruntime and espeak-ng raise many kinds; none of them may end the worker.
            raise EngineFailed(f"Kokoro could not speak {text[:60]!r}: {error}") from error

    def _spoken(self, text: str, kokoro: Kokoro, name: str, given: Sequence[Phonemes]) -> Speech:
        phonemes = _known(text, kokoro, name, given)
        if not any(letter.isalpha() for letter in phonemes):
            raise EngineFailed(f"There is nothing to speak in {text[:60]!r}.")
        if len(phonemes) <= _SHORT and kokoro.has_timings:
            samples, sounds = self._in_carrier(phonemes, kokoro, name)
        else:
            samples, sounds = self._synthesized(phonemes, kokoro, name)
        prescribed = [Phonemes(sound.start, sound.end, rewritten(sound.ipa, name[0])) for sound in given]
        words = (
            word_times(text, sounds, lambda word: _known(word, kokoro, name), prescribed) if sounds else None
        )
        return Speech(samples, _RATE, words)

    def _synthesized(self, phonemes: str, kokoro: Kokoro, name: str) -> tuple[Samples, list[Sound]]:
        """Sounds are empty when the network gives no durations."""
        samples, _, timings = kokoro.create_timed(
            phonemes,
            name,
            self._options.speed,
            is_phonemes=True,
            trim=False,
            sentence_pause=0,
            clause_pause=0,
        )
        return samples, [Sound(one.phoneme, _sample(one.start), _sample(one.end)) for one in timings]

    def _in_carrier(self, phonemes: str, kokoro: Kokoro, name: str) -> tuple[Samples, list[Sound]]:
        """A word or two by themselves come out with sounds that are not theirs ("a pinion", "its boards"):
        they are spoken at the end of a sentence, and cut off it in the pause before them."""
        lead = _known(DIALECTS[name[0]].carrier, kokoro, name)
        samples, sounds = self._synthesized(f"{lead} {phonemes}", kokoro, name)
        last = max(at for at in range(len(lead)) if lead[at].isalpha())
        cut = _quietest(samples, (sounds[last].last, sounds[len(lead) + 1].first))
        rest = sounds[len(lead) + 1 :]
        return samples[cut:], [
            Sound(one.phoneme, max(0, one.first - cut), max(0, one.last - cut)) for one in rest
        ]

    def _kokoro(self, voice: Voice) -> Kokoro:
        return self._models.get(
            (self.id, voice.model, self._options.threads), voice.size, lambda: self._load(voice)
        )

    def _load(self, voice: Voice) -> Kokoro:
        files = self._files()
        if files is None or voice.name not in files.voices:
            raise EngineFailed(f"The voice {voice.id} is not installed any more.")
        network = session(
            with_durations(files.network, files.fingerprint, self._cache),
            self._options.threads or os.cpu_count() or 1,
        )
        from kokoro_onnx import Kokoro

        kokoro: Kokoro = Kokoro.from_session(network, str(files.vectors))
        return kokoro


def _described(name: str, files: kokoro_models.Kokoro) -> Voice:
    dialect = DIALECTS[name[0]]
    return Voice(
        f"kokoro/{name}",
        name,
        (dialect.language,),
        GAINS_DB.get(name) if files.fingerprint == MEASURED_WITH else None,
        files.fingerprint,
        f"{dialect.description}, {'female' if name[1] == 'f' else 'male'}",
        "Apache-2.0",
        quality=" ".join(filter(None, (GRADES.get(name, ""), files.precision))),
        size=files.size,
        ipa=_symbols(name[0]),
    )


@lru_cache(maxsize=len(DIALECTS))
def _symbols(dialect: str) -> str:
    """What is rewritten into nothing, such as a length mark, is no loss."""
    from kokoro_onnx.config import DEFAULT_VOCAB

    return "".join(symbol for symbol in symbols() if set(rewritten(symbol, dialect)) <= DEFAULT_VOCAB.keys())


def _known(text: str, kokoro: Kokoro, name: str, given: Sequence[Phonemes] = ()) -> str:
    """Phonemes of ``text`` that the network was trained on."""
    known: str = kokoro.tokenizer.known(phonemes_of(without_markup(text), name[0], given))
    return known


def _sample(at_s: float) -> int:
    return max(0, round((at_s - _LEAD_S) * _RATE))


def _quietest(samples: Samples, within: Span) -> int:
    """The middle of the quietest 10 ms between two samples."""
    first, last = within
    size = round(_QUIET_S * _RATE)
    starts = range(first, max(last - size, first) + 1, size // 4)
    return min(starts, key=lambda at: float(np.sum(samples[at : at + size] ** 2))) + size // 2
