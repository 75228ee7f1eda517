"""Piper: neural voices that run here, without a network, in some 40 languages."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np
from piper import AudioChunk, PiperVoice, SynthesisConfig
from piper.config import PhonemeType, PiperConfig

from audio_cache.keys import Scalar
from tts_service.article.lexicon.ipa import symbols
from tts_service.article.model import Phonemes
from tts_service.settings import Settings
from workers.engines.base import EngineFailed, OnSamples, Samples, Speech, SpokenWord, Voice
from workers.engines.local import LocalEngine
from workers.engines.onnx_session import session
from workers.engines.phonemes import phonemized, without_markup
from workers.engines.piper.models import (
    ModelFiles,
    config_of,
    fingerprint_of,
    installed,
    language_of,
    licence_of,
    network_of,
    quality_of,
)
from workers.engines.piper.network import Overheard, SplitNetwork
from workers.engines.piper.sounds import sounds_of
from workers.engines.word_times import Sound, word_times

log = logging.getLogger(__name__)

REVISION = 1
"""Increase it when this file changes the output."""

_SENTENCE_PAUSE_S = 0.12
_WORDS_KEPT = 10_000
_GAINS_DB = {"43b5ece81b64a8ab07904736e1f4ba59998e83a8153b8f8a62581970cb8e03b6": 8.0}
"""By fingerprint: en_US-joe-medium, measured over four minutes of news. Others are measured when they are
first used."""

Scale = Annotated[float, msgspec.Meta(ge=0, le=4)] | None


class PiperOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """None: the voice's own value."""

    length_scale: Annotated[float, msgspec.Meta(ge=0.25, le=4)] | None = None
    """Above 1 is slower."""
    noise_scale: Scale = None
    """Variation of the sound."""
    noise_w_scale: Scale = None
    """Variation of the rhythm."""
    threads: Annotated[int, msgspec.Meta(ge=0, le=256)] = 0
    """For one synthesis; 0: all cores for what is waited for, else each worker's share of them."""


class PiperEngine(LocalEngine[PiperOptions]):
    """Voices: those of packages, and what lies in ``settings.voices_dir``.

    The version is that of piper-tts, which decides on phonemes. onnxruntime is not in it: another one moves
    samples by less than a thousandth of the voice's own noise, which differs at every run.
    """

    id = "piper"
    version = f"{version('piper-tts')}+{REVISION}"
    Options = PiperOptions

    def __init__(self, settings: Settings, options: PiperOptions) -> None:
        super().__init__(settings, options)
        self._offline = settings.offline
        cores = os.cpu_count() or 1
        self._all_threads = options.threads or cores
        self._threads = options.threads or max(1, cores // settings.worker_processes)

    @property
    def parameters(self) -> Mapping[str, Scalar]:
        """None where the voice's own value holds: that is part of its model's fingerprint."""
        options = self._options
        return {
            "length_scale": options.length_scale,
            "noise_scale": options.noise_scale,
            "noise_w_scale": options.noise_w_scale,
        }

    def voices(self) -> Sequence[Voice]:
        return [voice for files in installed(self._folder) if (voice := self._voice(files)) is not None]

    def _voice(self, files: ModelFiles) -> Voice | None:
        try:
            if self._offline and config_of(files).get("phoneme_type") == PhonemeType.PINYIN.value:
                raise ValueError("TTS_OFFLINE=1 is set, and Piper downloads a dictionary for it")
            fingerprint = fingerprint_of(files, self._cache)
            return _described(files, fingerprint)
        except (OSError, ValueError) as error:
            log.warning("the voice %s cannot be used: %s", files.model, error)
            return None

    def warm(self, voice: Voice) -> None:
        for threads in {self._threads, self._all_threads}:
            self._piper(voice, threads)

    def synthesize(
        self,
        text: str,
        voice: Voice,
        language: str,
        phonemes: Sequence[Phonemes] = (),
        on_samples: OnSamples | None = None,
    ) -> Speech:
        """Raises EngineFailed when the voice cannot be loaded or ``text`` holds nothing that can be
        spoken."""
        try:
            piper = self._piper(voice, self._threads if on_samples is None else self._all_threads)
            speaker = _Speaker(piper, phonemes, on_samples) if phonemes or on_samples else piper
            chunks = list(speaker.synthesize(without_markup(text), self._synthesis, include_alignments=True))
        except EngineFailed:
            raise
        except Exception as error:
            # onnxruntime and espeak-ng raise many kinds; none of them may end the worker.
            raise EngineFailed(f"Piper could not speak {text[:60]!r}: {error}") from error
        if not chunks:
            raise EngineFailed(f"There is nothing to speak in {text[:60]!r}.")
        return Speech(_joined(chunks), piper.config.sample_rate, _words(text, chunks, piper, phonemes))

    @property
    def _synthesis(self) -> SynthesisConfig:
        """Piper would bring each sentence to full scale, which makes loud ones of the quiet: as they are,
        sentences of one voice differ by 0.8 LU, normalized by 1.4 LU."""
        options = self._options
        return SynthesisConfig(
            length_scale=options.length_scale,
            noise_scale=options.noise_scale,
            noise_w_scale=options.noise_w_scale,
            normalize_audio=False,
        )

    def _piper(self, voice: Voice, threads: int) -> _Loaded:
        """A network is loaded once for each number of threads: with as many as cores it is done soonest,
        yet a worker for each core with one thread gets a tenth more done (measured)."""
        return self._models.get(
            (self.id, voice.model, threads), voice.size, lambda: self._load(voice, threads)
        )

    def _load(self, voice: Voice, threads: int) -> _Loaded:
        files = next((files for files in installed(self._folder) if files.name == voice.name), None)
        if files is None:
            raise EngineFailed(f"The voice {voice.id} is not installed any more.")
        parts = network_of(files, voice.model, self._cache)
        network = session(parts.acoustic, threads)
        if parts.decoder is not None:
            network = SplitNetwork(network, session(parts.decoder, threads))
        return _Loaded(network, PiperConfig.from_dict(config_of(files)), self._folder)


class _Loaded(PiperVoice):
    """With the sounds of single words at hand: each call of piper-tts's phonemizer leaks 1.6 KB, with a
    call for each word 20 KB a sentence (measured with piper-tts 1.8)."""

    def __init__(self, network: Any, config: PiperConfig, folder: Path) -> None:
        super().__init__(session=network, config=config, download_dir=folder)
        mute: Any = None
        # Not itself: a circle would keep the network.
        alone = PiperVoice(session=mute, config=config, download_dir=folder)
        self.sounds_of_word = lru_cache(_WORDS_KEPT)(partial(_sounds_of_word, alone))


def _sounds_of_word(piper: PiperVoice, word: str) -> tuple[str, ...]:
    return tuple(phoneme for part in piper.phonemize(word) for phoneme in part)


class _Speaker(PiperVoice):
    """``piper`` for one segment: with the sound of some of its words given, and heard while it is made."""

    def __init__(self, piper: PiperVoice, given: Sequence[Phonemes], on_samples: OnSamples | None) -> None:
        network: Any = piper.session
        if on_samples is not None and isinstance(network, SplitNetwork):
            network = Overheard(
                network, lambda samples: on_samples(np.clip(samples, -1.0, 1.0), piper.config.sample_rate)
            )
        super().__init__(network, piper.config, download_dir=piper.download_dir)
        self._piper = piper
        self._given = given

    def phonemize(self, text: str) -> list[list[str]]:
        return (
            phonemized(text, self._given, self._piper.phonemize)
            if self._given
            else self._piper.phonemize(text)
        )


@lru_cache(maxsize=256)
def _described(files: ModelFiles, fingerprint: str) -> Voice:
    """Raises ValueError when the voice's JSON is not Piper's."""
    config = config_of(files)
    return Voice(
        f"piper/{files.name}",
        files.name,
        (language_of(files, config),),
        _GAINS_DB.get(fingerprint),
        fingerprint,
        licence=licence_of(files),
        quality=quality_of(files, config),
        size=files.model.stat().st_size,
        ipa=_symbols(config),
        quick=True,
    )


def _symbols(config: Mapping[str, Any]) -> str:
    """Of a voice that was trained on espeak's phonemes: others know another alphabet."""
    if config.get("phoneme_type", PhonemeType.ESPEAK.value) != PhonemeType.ESPEAK.value:
        return ""
    return "".join(symbol for symbol in symbols() if symbol in config["phoneme_id_map"])


def _pause(rate: int) -> Samples:
    return np.zeros(round(_SENTENCE_PAUSE_S * rate), np.float32)


def _joined(chunks: Sequence[AudioChunk]) -> Samples:
    """Piper gives one chunk for each sentence that espeak-ng makes of the text."""
    parts: list[Samples] = []
    for chunk in chunks:
        parts += [chunk.audio_float_array, _pause(chunk.sample_rate)]
    return np.concatenate(parts[:-1])


def _words(
    text: str, chunks: Sequence[AudioChunk], piper: _Loaded, given: Sequence[Phonemes]
) -> tuple[SpokenWord, ...] | None:
    """None when the model or its kind of phonemes gives no durations."""
    if piper.config.phoneme_type not in (PhonemeType.ESPEAK, PhonemeType.TEXT):
        return None
    sounds: list[Sound] = []
    offset = 0
    for chunk in chunks:
        found = sounds_of(chunk, piper.config.phoneme_id_map)
        if found is None:
            return None
        sounds += [Sound(sound.phoneme, sound.first + offset, sound.last + offset) for sound in found]
        offset += chunk.audio_float_array.size + _pause(chunk.sample_rate).size
        sounds.append(Sound(" ", offset, offset))
    return word_times(text, sounds, piper.sounds_of_word, given)
