"""A sentence is spoken again when it cannot be right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np
import pytest

from audio_cache.keys import Scalar
from audio_cache.mp3.frames import seconds
from workers.audio.jingles import Bed
from workers.audio.plausible import Implausible
from workers.engines.base import EngineBusy, OnSamples, Samples, Speech, Voice
from workers.render.speaking import TRIES, speak

pytestmark = pytest.mark.pure

RATE = 24_000
VOICE = Voice("scripted/one", "one", ("en",), 0.0, "")
TEXT = "The ferry left the harbour shortly after six."


def sound(seconds: float) -> Samples:
    return (0.16 * np.sin(2 * np.pi * 997 * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


class Scripted:
    """Gives what it was told to, one after the other."""

    id = "scripted"
    version = "1"
    parameters: Mapping[str, Scalar] = {}

    def __init__(self, *answers: Samples | Exception) -> None:
        self._answers: Iterator[Samples | Exception] = iter(answers)
        self.asked = 0

    def voices(self) -> Sequence[Voice]:
        return [VOICE]

    def warm(self, voice: Voice) -> None:
        pass

    def synthesize(self, text: str, voice: Voice, language: str) -> Speech:
        self.asked += 1
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return Speech(answer, RATE)


def test_what_is_plausible_is_spoken_once() -> None:
    engine = Scripted(sound(2.5), sound(2.5))
    assert speak(engine, VOICE, TEXT, "en").info.flags == ()
    assert engine.asked == 1


@pytest.mark.parametrize(
    "first", [np.zeros(48_000, np.float32), np.full(48_000, np.nan, np.float32), sound(0.7), sound(20.0)]
)
def test_silence_broken_numbers_and_odd_lengths_are_spoken_again(first: Samples) -> None:
    engine = Scripted(first, sound(2.5))
    assert speak(engine, VOICE, TEXT, "en").info.flags == ()
    assert engine.asked == 2


def test_what_stays_odd_is_kept_and_flagged() -> None:
    engine = Scripted(*[sound(0.7)] * TRIES)
    assert "It takes 0.7 s" in " ".join(speak(engine, VOICE, TEXT, "en").info.flags)
    assert engine.asked == TRIES


def test_one_odd_answer_is_better_than_silence() -> None:
    engine = Scripted(np.zeros(48_000, np.float32), sound(0.7), np.zeros(48_000, np.float32))
    assert speak(engine, VOICE, TEXT, "en").info.flags


def test_what_stays_silent_is_refused_and_the_sentence_named() -> None:
    with pytest.raises(Implausible, match=r"silence.*The ferry left"):
        speak(Scripted(*[np.zeros(48_000, np.float32)] * TRIES), VOICE, TEXT, "en")


def test_a_refusal_of_the_engine_is_not_pressed() -> None:
    engine = Scripted(EngineBusy("later"), sound(2.5))
    with pytest.raises(EngineBusy):
        speak(engine, VOICE, TEXT, "en")
    assert engine.asked == 1


class Quick(Scripted):
    """Is heard while it speaks."""

    def synthesize(
        self, text: str, voice: Voice, language: str, *, on_samples: OnSamples | None = None
    ) -> Speech:
        speech = super().synthesize(text, voice, language)
        if on_samples is not None:
            on_samples(speech.samples[: RATE // 2], RATE)
        return speech


QUICK = msgspec.structs.replace(VOICE, quick=True)


def test_a_quick_voice_is_heard_while_it_speaks() -> None:
    told: list[bytes] = []
    segment = speak(Quick(sound(2.5)), QUICK, TEXT, "en", on_frames=told.append)
    assert told
    assert segment.audio.startswith(told[-1])


@pytest.mark.parametrize(
    ("voice", "bed"),
    [(VOICE, None), (msgspec.structs.replace(QUICK, gain_db=None), None), (QUICK, Bed(sound(5.0), 100))],
)
def test_others_are_heard_before_all_is_encoded(voice: Voice, bed: Bed | None) -> None:
    told: list[bytes] = []
    segment = speak(Quick(sound(2.5)), voice, TEXT, "en", bed, on_frames=told.append)
    assert [segment.audio.startswith(frames) for frames in told] == [True]
    assert 0.3 < seconds(len(told[0])) < 0.5
    assert segment == speak(Quick(sound(2.5)), voice, TEXT, "en", bed)  # not one byte depends on it


def test_what_is_to_be_spoken_again_is_not_heard() -> None:
    told: list[bytes] = []
    speak(Scripted(sound(0.7), sound(2.5)), VOICE, TEXT, "en", on_frames=told.append)
    assert len(told) == 1  # of the second try


def test_what_is_spoken_again_is_heard_when_it_is_right() -> None:
    told: list[bytes] = []
    segment = speak(Quick(sound(0.7), sound(2.5)), QUICK, TEXT, "en", on_frames=told.append)
    assert segment.info.flags == ()
    assert len(told) == 2  # one of each try
