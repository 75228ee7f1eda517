from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.hearing import decoded, measured
from tts_service.settings import Settings
from workers.audio.chain import encode
from workers.audio.loudness import TARGET_LUFS
from workers.engines.base import Engine, Voice
from workers.engines.registry import load_engine


@pytest.mark.pure
def test_the_same_text_gives_the_same_samples_and_another_text_others(tone: tuple[Engine, Voice]) -> None:
    engine, voice = tone
    first, again, other = (
        engine.synthesize(text, voice, "en").samples for text in ("good day", "good day", "good dab")
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.pure
def test_its_length_is_proportional_to_the_text(tone: tuple[Engine, Voice]) -> None:
    engine, voice = tone
    once, thrice = (engine.synthesize("hello there " * n, voice, "en") for n in (1, 3))
    assert thrice.samples.size == pytest.approx(3 * once.samples.size, rel=0.001)
    assert once.samples.size / once.rate == pytest.approx(10 * 0.06 + 2 * 0.06, abs=0.001)


@pytest.mark.pure
def test_words_sound_exactly_where_it_says(tone: tuple[Engine, Voice]) -> None:
    engine, voice = tone
    text = "Two words, three."
    speech = engine.synthesize(text, voice, "en")
    assert speech.words is not None
    assert [text[word.start : word.end] for word in speech.words] == ["Two", "words", "three"]
    silent = np.ones(speech.samples.size, bool)
    for word in speech.words:
        assert float(np.abs(speech.samples[word.first : word.last]).max()) > 0.1
        silent[word.first : word.last] = False
    assert not speech.samples[silent].any()


@pytest.mark.pure
@pytest.mark.parametrize("text", ["…", "🙂", "\ud800", "x" * 5_000])
def test_any_text_makes_a_sound(tone: tuple[Engine, Voice], text: str) -> None:
    engine, voice = tone
    assert float(np.abs(engine.synthesize(text, voice, "en").samples).max()) > 0.1


@pytest.mark.pure
def test_options_that_change_samples_are_parameters_and_slowness_is_not(tmp_path: Path) -> None:
    plain, slow, fast = (
        load_engine("tone", Settings(data_dir=tmp_path, engine="tone", engine_options=options))
        for options in ("", "delay_s=0.01", "ms_per_character=20")
    )
    assert plain.parameters == slow.parameters != fast.parameters


@pytest.mark.parametrize("name", ["plain", "low"])
def test_it_is_as_loud_as_every_other_voice(name: str, tmp_path: Path) -> None:
    engine = load_engine("tone", Settings(data_dir=tmp_path, engine="tone"))
    voice = next(voice for voice in engine.voices() if voice.name == name)
    text = "A sentence of some length, hummed by the machine for whoever listens."
    heard = decoded(encode(engine.synthesize(text, voice, "en"), voice, text).audio)
    assert measured(heard, 24_000).lufs == pytest.approx(TARGET_LUFS, abs=1.0)
