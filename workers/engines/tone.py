"""A tiny engine that hums: real samples, deterministic, their length proportional to the text. For tests
and set-ups."""

from __future__ import annotations

import time
import zlib
from collections.abc import Mapping, Sequence
from typing import Annotated

import msgspec
import numpy as np

from audio_cache.keys import Scalar
from tts_service.settings import Settings
from workers.audio.words import words_of
from workers.engines.base import OnSamples, Samples, Speech, SpokenWord, Voice

RATE = 22_050
"""Hz: on purpose not that of the audio profile."""

_PITCHES = {"plain": 180.0, "low": 110.0}
_LEVEL = 0.2
_GAIN_DB = 0.0
_ATTACK_S = 0.012
_NUANCES = 12


class ToneOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    ms_per_character: Annotated[float, msgspec.Meta(gt=0, le=1000)] = 60.0
    gap_ms: Annotated[float, msgspec.Meta(ge=0, le=10_000)] = 60.0
    """Silence after each word."""
    delay_s: Annotated[float, msgspec.Meta(ge=0, le=600)] = 0.0
    """Time that each synthesis takes: a slow engine, for tests."""
    stuck_at: str = ""
    """A text that holds this word is never done: an engine that hangs, for tests."""


class ToneEngine:
    """One note for each word, its pitch drawn from the word, so that no two texts sound the same."""

    id = "tone"
    version = "1"
    Options = ToneOptions

    def __init__(self, settings: Settings, options: ToneOptions) -> None:
        self._options = options

    @property
    def parameters(self) -> Mapping[str, Scalar]:
        return {"ms_per_character": self._options.ms_per_character, "gap_ms": self._options.gap_ms}

    def voices(self) -> Sequence[Voice]:
        return [_voice(name, pitch) for name, pitch in _PITCHES.items()]

    def warm(self, voice: Voice) -> None:
        """Nothing to load."""

    def synthesize(
        self, text: str, voice: Voice, language: str, *, on_samples: OnSamples | None = None
    ) -> Speech:
        """One note for each word of ``text``; a text without words is one note. ``on_samples`` is given the
        first at once."""
        gap = np.zeros(round(self._options.gap_ms * RATE / 1000), np.float32)
        parts: list[Samples] = []
        words: list[SpokenWord] = []
        at = 0
        for start, end in words_of(text) or [(0, len(text))]:
            note = self._note(text[start:end], _PITCHES[voice.name])
            parts += [note, gap]
            words.append(SpokenWord(start, end, at, at + note.size))
            at += note.size + gap.size
            if on_samples is not None and len(words) == 1:
                on_samples(note, RATE)
        time.sleep(self._options.delay_s)
        while self._options.stuck_at and self._options.stuck_at in text:
            time.sleep(0.1)
        return Speech(np.concatenate(parts), RATE, tuple(words))

    def _note(self, word: str, pitch: float) -> Samples:
        times = np.arange(max(1, round(len(word) * self._options.ms_per_character * RATE / 1000))) / RATE
        nuance = zlib.crc32(word.encode(errors="replace")) % _NUANCES
        phase = 2 * np.pi * pitch * 2 ** (nuance / _NUANCES / 2) * times
        envelope = np.minimum(1.0, np.minimum(times, times[::-1]) / _ATTACK_S)
        note: Samples = (_LEVEL * envelope * (np.sin(phase) + 0.4 * np.sin(2 * phase))).astype(np.float32)
        return note


def _voice(name: str, pitch: float) -> Voice:
    description = f"A hum around {pitch:.0f} Hz, for tests"
    return Voice(
        f"tone/{name}",
        name,
        ("*",),
        _GAIN_DB,
        "sine",
        description,
        "own work",
        quick=True,
        deterministic=True,
    )
