"""hibari: English voices that run here, a hundred times as fast as speech, and sound the same each time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np
from hibari import SAMPLE_RATE, dsp
from hibari.g2p import ASSETS, G2P
from hibari.g2p.oov import OOV

from audio_cache.keys import Scalar
from tts_service.article.model import Phonemes, Spelled
from workers.engines.base import EngineFailed, OnSamples, Samples, Speech, Voice
from workers.engines.hibari.alphabet import sayable
from workers.engines.hibari.intonation import rising
from workers.engines.hibari.joining import Sounding, joined
from workers.engines.hibari.models import LICENCE, HibariVoice, installed
from workers.engines.hibari.phrasing import Breath, breaths
from workers.engines.hibari.reading import LongWords, Reader
from workers.engines.hibari.spectrum import sounding
from workers.engines.hibari.timing import by_words, edges_of, word_times
from workers.engines.local import LocalEngine
from workers.engines.model_files import with_durations
from workers.engines.onnx_session import session

REVISION = 4
"""Raise it when this package changes what comes out."""

NEWS_PACE = 1.2
"""What the network is asked for, whose own pace is a little slow for news (see docs/voices.md). Its steps are
coarse: beyond 1.25 it shortens sounds by half. So ``speed`` does not go to it."""

GAINS_DB = {"5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8": 7.0}
"""By SHA-256 of the network: the embedded voice, measured over a hundred minutes of news. Others are measured
when they are first used."""

_THREADS = 2
_STEP = 600
"""Samples in a step of the network's durations: 25 ms."""
_SPECTRUM = 6
"""Outputs of the published network, which make a spectrum; durations are one more."""
_HARMONICS, _PITCH = 0, 5
"""Which of them the rise of a question needs."""
_READER_BYTES = 80_000_000
"""What the dictionary of a dialect takes in memory (measured)."""
_DICTIONARY = {"a": "oov.onnx", "b": "oov_gb.onnx"}


_MADE_OF = ("hibari-tts", "onnxruntime", "numpy", *(["scipy"] if dsp.FFT_BACKEND == "scipy" else []))


class HibariOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    speed: Annotated[float, msgspec.Meta(ge=0.5, le=2)] = 1.0
    """Above 1 is faster."""


class HibariEngine(LocalEngine[HibariOptions]):
    """Voices: the one in the package, and what lies in ``settings.voices_dir/hibari``.

    Two threads for each synthesis, wherever it runs: a network is through sooner by a quarter, and all of an
    article later by a twentieth. Another number adds up in another order, which moves samples in the last
    place. In the version is all else that can move one: hibari, which reads and filters, what runs its
    network, and what transforms its spectrum. That is scipy where it is installed; numpy takes hardly longer.
    """

    id = "hibari"
    version = "+".join([*map(version, _MADE_OF), str(REVISION)])
    Options = HibariOptions

    @property
    def parameters(self) -> Mapping[str, Scalar]:
        return {"speed": self._options.speed}

    def voices(self) -> Sequence[Voice]:
        return [_described(voice) for voice in installed(self._folder, self._cache)]

    def warm(self, voice: Voice) -> None:
        self._loaded(voice)

    def synthesize(
        self,
        text: str,
        voice: Voice,
        language: str,
        phonemes: Sequence[Phonemes] = (),
        spelled: Sequence[Spelled] = (),
        on_samples: OnSamples | None = None,
    ) -> Speech:
        """Raises EngineFailed when the voice cannot be loaded or ``text`` holds nothing that can be
        spoken."""
        try:
            return self._spoken(text, voice, language, phonemes, spelled, on_samples)
        except EngineFailed:
            raise
        except Exception as error:  # onnxruntime raises many kinds; none of them may end the worker
            raise EngineFailed(f"hibari could not speak {text[:60]!r}: {error}") from error

    def _spoken(
        self,
        text: str,
        voice: Voice,
        language: str,
        given: Sequence[Phonemes],
        spelled: Sequence[Spelled],
        on_samples: OnSamples | None,
    ) -> Speech:
        reader, network = self._loaded(voice)
        pieces = reader.pieces(text, given, spelled)
        chance = self._chance(text, voice, language, given, spelled)
        sound = _said(list(breaths(text, pieces)), network, self._options.speed, chance, on_samples)
        if sound.lengths is None:
            return Speech(sound.samples, SAMPLE_RATE)
        words = word_times(text, by_words(pieces, text, given), edges_of(sound.lengths))
        return Speech(sound.samples, SAMPLE_RATE, words)

    def _chance(
        self,
        text: str,
        voice: Voice,
        language: str,
        given: Sequence[Phonemes],
        spelled: Sequence[Spelled],
    ) -> np.random.Generator:
        """The noise of a sentence, the same wherever it has the same key: drawn from what is in that."""
        words = [(sound.start, sound.end, sound.ipa) for sound in given]
        letters = [(word.start, word.end) for word in spelled]
        spec = [self.version, voice.model, voice.name, self.parameters, language, text, words, letters]
        digest = hashlib.sha256(msgspec.json.encode(spec, order="sorted")).digest()
        return np.random.default_rng(int.from_bytes(digest[:16], "big"))

    def _loaded(self, voice: Voice) -> tuple[Reader, Any]:
        files = next((one for one in installed(self._folder, self._cache) if one.name == voice.name), None)
        if files is None:
            raise EngineFailed(
                f"The voice {voice.id} is not installed any more: tts-service voices install {voice.id}"
            )
        reader = self._models.get(
            (self.id, "dictionary", files.dialect), _READER_BYTES, lambda: _reader(files.dialect)
        )
        return reader, self._models.get((self.id, voice.model), voice.size, lambda: self._network(files))

    def _network(self, files: HibariVoice) -> Any:
        return session(with_durations(files.network, files.digest, self._cache), _THREADS)


def _described(voice: HibariVoice) -> Voice:
    return Voice(
        f"hibari/{voice.name}",
        voice.name,
        ("en",),
        GAINS_DB.get(voice.digest),
        voice.digest,
        voice.description,
        LICENCE,
        size=voice.size,
        ipa=sayable(voice.dialect),
        quick=True,
        deterministic=True,
        spells=True,
    )


def _reader(dialect: str) -> Reader:
    unknown_words = OOV(
        str(Path(ASSETS, _DICTIONARY[dialect])), session(Path(ASSETS, _DICTIONARY[dialect]), 1)
    )
    return Reader(G2P(oov=LongWords(unknown_words), british=dialect == "b"), dialect)


def _said(
    said: Sequence[Breath],
    network: Any,
    speed: float,
    chance: np.random.Generator,
    on_samples: OnSamples | None = None,
) -> Sounding:
    first = _breath(said[0], network, speed, chance, on_samples)
    sounds = [first, *(_breath(breath, network, speed, chance) for breath in said[1:])]
    return joined(sounds, [round(breath.pause_s * SAMPLE_RATE / speed) for breath in said])


def _breath(
    breath: Breath,
    network: Any,
    speed: float,
    chance: np.random.Generator,
    on_samples: OnSamples | None = None,
) -> Sounding:
    phonemes = breath.phonemes.rstrip(" ")
    ids = [0, *(_vocabulary()[phoneme] for phoneme in phonemes), 0]
    feeds = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([NEWS_PACE], np.float32)}
    outputs = network.run(None, feeds)
    spectrum = [output[0] for output in outputs[:_SPECTRUM]]
    if breath.rises:
        spectrum[_PITCH] = rising(spectrum[_PITCH], spectrum[_HARMONICS])
    samples = sounding([_at_speed(part, speed) for part in spectrum], chance, on_samples)
    if len(outputs) == _SPECTRUM:
        return Sounding(samples, None)
    lengths = [float(steps) * _STEP / speed for steps in outputs[_SPECTRUM].ravel()]
    blanks = [0.0] * (len(breath.phonemes) - len(phonemes))
    return Sounding(samples, [*lengths[:-1], *blanks, lengths[-1]])


def _at_speed(frames: Samples, speed: float) -> Samples:
    """``frames``, the last axis, of a spectrum that passes ``speed`` times as fast: its pitch stays."""
    if speed == 1:
        return frames
    count = frames.shape[-1]
    wanted = np.rint(np.arange(max(1, round(count / speed))) * speed).astype(np.intp)
    passed: Samples = np.take(frames, np.minimum(wanted, count - 1), axis=-1)
    return passed


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, int]:
    found: dict[str, int] = msgspec.json.decode(Path(ASSETS, "vocab.json").read_bytes())
    return found
