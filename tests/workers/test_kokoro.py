from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from tests.forked import tts_service
from tests.hearing import heard, measured, plain, word_error_rate
from tests.running import clean_environ
from tests.workers import kokoro_files
from tests.workers.conftest import REPORT
from tests.workers.test_piper import onset_errors
from tts_service.article.lexicon.ipa import unknown_symbols
from tts_service.article.model import Phonemes
from tts_service.errors import Unprocessable
from tts_service.settings import Settings
from workers.audio.chain import encode
from workers.audio.loudness import TARGET_LUFS
from workers.audio.words import words_of
from workers.engines.base import Engine, EngineFailed, IpaEngine, Speech, Voice
from workers.engines.registry import all_voices, find_voice
from workers.voices.install import VoiceInstaller

pytest.importorskip("kokoro_onnx", reason="kokoro-onnx is not made for this Python")


@pytest.fixture(scope="module")
def settings(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, needs: Callable[[str], Path]
) -> Settings:
    """Kokoro as a user without its publisher would install it: from packages."""
    folder = kokoro_files.voices_folder(needs("npm"), request.config.cache.mkdir("kokoro-js"))
    made = Settings(data_dir=tmp_path_factory.mktemp("kokoro"), offline=True)
    assert len(VoiceInstaller(made).install(str(folder), lambda *_: None)) == 41
    return made


@pytest.fixture(scope="module")
def heart(settings: Settings) -> tuple[Engine, Voice]:
    return find_voice(settings, "kokoro", "en")


@pytest.fixture(scope="module")
def quick(settings: Settings) -> tuple[Engine, Voice]:
    """Speaks twice as fast."""
    return find_voice(
        Settings(data_dir=settings.data_dir, engine="kokoro", engine_options="speed=2", offline=True),
        "af_heart",
        "en",
    )


def said(engine: Engine, voice: Voice, text: str) -> Speech:
    return engine.synthesize(text, voice, voice.languages[0])


def test_the_best_voice_of_the_language_is_the_first(settings: Settings, heart: tuple[Engine, Voice]) -> None:
    assert heart[1].id == "kokoro/af_heart"
    assert (heart[1].quality, heart[1].licence, heart[1].size) == ("A int8", "Apache-2.0", 92_361_271)
    assert find_voice(settings, "kokoro", "fr")[1].id == "kokoro/ff_siwis"
    assert find_voice(settings, None, "pt-BR")[1].name.startswith("p")
    assert {voice.name[0] for voice in all_voices(settings) if voice.id.startswith("kokoro/")} == set(
        "abefhip"
    )
    with pytest.raises(Unprocessable, match="no voice for 'ja'"):
        find_voice(settings, "kokoro", "ja")


@pytest.mark.parametrize("name", ["af_heart", "bm_george"])
def test_what_it_says_is_understood_as_loud_as_others_and_has_times(settings: Settings, name: str) -> None:
    engine, voice = find_voice(settings, name, "en")
    text = f"{REPORT[2]} {REPORT[7]}"
    speech = said(engine, voice, text)
    assert [(word.start, word.end) for word in speech.words or ()] == words_of(text)
    stored = encode(speech, voice, text)
    assert stored.info.timing == "engine"
    assert word_error_rate([text], [stored.audio], b"") < 0.15
    assert voice.gain_db is not None
    loud = measured(np.clip(speech.samples * 10 ** (voice.gain_db / 20), -1, 1), speech.rate)
    assert loud.lufs == pytest.approx(TARGET_LUFS, abs=2)


def test_words_begin_where_they_sound(heart: tuple[Engine, Voice]) -> None:
    text = "They went by train. Dogs came along. Boats waited; planes did not. Cars, and kings, and tables: pears were gone."  # noqa: E501
    errors = list(onset_errors(text, said(*heart, text)))
    assert len(errors) >= 3
    assert float(np.median(np.abs(errors))) < 0.05


@pytest.mark.parametrize(
    ("name", "headings"),
    [("af_heart", ["Sports.", "Opinion.", "Why?"]), ("am_michael", ["Europe.", "Key takeaways"])],
)
def test_a_heading_of_a_word_or_two_comes_out_whole_and_alone(
    settings: Settings, name: str, headings: list[str]
) -> None:
    """By themselves they come out wrong. Each stands behind the same sentence, for Whisper to know that
    speech is meant."""
    engine, voice = find_voice(settings, name, "en")
    before = said(engine, voice, "The next heading on the page is as follows:").samples
    for text in headings:
        speech = said(engine, voice, text)
        assert [(word.start, word.end) for word in speech.words or ()] == words_of(text)
        both = np.concatenate([before, speech.samples, np.zeros(4800, np.float32)])
        understood = plain(" ".join(word for word, *_ in heard(both, speech.rate)))
        assert understood.partition("follows ")[2] == plain(text)


@pytest.mark.parametrize("text", ["", "  ", "—", "..."])
def test_what_cannot_be_said_fails_and_the_voice_goes_on(heart: tuple[Engine, Voice], text: str) -> None:
    with pytest.raises(EngineFailed):
        said(*heart, text)


def test_a_text_longer_than_its_network_takes_is_said_whole(quick: tuple[Engine, Voice]) -> None:
    text = " ".join(REPORT[:7])
    speech = said(*quick, text)
    assert [(word.start, word.end) for word in speech.words or ()] == words_of(text)
    assert speech.samples.size / speech.rate > 15


def test_threads_share_one_network(quick: tuple[Engine, Voice]) -> None:
    texts = (REPORT[1], REPORT[3], REPORT[7])
    with ThreadPoolExecutor(3) as pool:
        spoken = list(pool.map(lambda text: said(*quick, text), texts))
    for text, speech in zip(texts, spoken, strict=True):
        assert [(word.start, word.end) for word in speech.words or ()] == words_of(text)


def test_faster_is_shorter(heart: tuple[Engine, Voice], quick: tuple[Engine, Voice]) -> None:
    assert said(*heart, REPORT[7]).samples.size > 1.3 * said(*quick, REPORT[7]).samples.size
    assert (heart[0].parameters, quick[0].parameters) == ({"speed": 1.0}, {"speed": 2.0})


def test_spanish_is_spoken_in_spanish(settings: Settings) -> None:
    engine, voice = find_voice(settings, "kokoro", "es")
    speech = said(engine, voice, "El tren salió de la estación a las ocho.")
    assert speech.words
    assert 1.5 < speech.samples.size / speech.rate < 6


# -- where it is not installed -------------------------------------------------------------------------------


def without_kokoro(tmp_path: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """``tts-service`` in a Python that has no kokoro-onnx."""
    environ = clean_environ(data_dir=str(tmp_path / "data"), offline="1", **settings)
    return tts_service(arguments, environ=environ, cwd=tmp_path, without=["kokoro_onnx"])


@pytest.mark.parametrize(
    ("arguments", "settings", "status"),
    [
        (["voices", "sample", "Hello.", "--voice", "kokoro/af_heart", "-o", "a.mp3"], {}, 1),
        (["voices", "sample", "Hello.", "--voice", "kokoro", "-o", "a.mp3"], {}, 1),
        (["voices", "sample", "Hello.", "-o", "a.mp3"], {"engine": "kokoro"}, 2),
        (["voices", "install", "kokoro"], {}, 1),
    ],
)
def test_asking_for_it_says_what_to_install(
    tmp_path: Path, arguments: list[str], settings: dict[str, str], status: int
) -> None:
    done = without_kokoro(tmp_path, *arguments, **settings)
    assert done.returncode == status
    assert "pip install 'tts-service[kokoro]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_nobody_who_does_not_ask_hears_of_it(tmp_path: Path) -> None:
    assert "kokoro" not in without_kokoro(tmp_path, "--verbose", "voices", "list").stderr
    engines = [line for line in without_kokoro(tmp_path, "doctor").stdout.splitlines() if "engines" in line]
    assert [line.split(maxsplit=2)[2] for line in engines] == ["all that are installed can be loaded"]


def test_its_voices_missing_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Unprocessable, match="voices list --installable"):
        find_voice(Settings(data_dir=tmp_path), "kokoro", "en")
    with pytest.raises(Unprocessable, match="voices list --installable"):
        find_voice(Settings(data_dir=tmp_path), "kokoro/af_heart", "en")


def test_the_engine_is_not_loaded_by_those_who_use_piper(tmp_path: Path) -> None:
    code = "import sys; import workers.engines.piper.engine; print('kokoro_onnx' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )


def test_a_given_sound_is_heard_and_timed(heart: tuple[Engine, Voice]) -> None:
    engine, voice = heart
    text = "The farmer carried Qarluq, bread and Bzdura up the hill."
    given = [
        Phonemes(text.index(word), text.index(word) + len(word), ipa)
        for word, ipa in (("Qarluq", "ˈwɔːtɚ"), ("Bzdura", "ˈæpəlz"))
    ]
    speech = cast(IpaEngine, engine).synthesize(text, voice, "en", given)
    words = heard(speech.samples, speech.rate)
    assert {"water", "apples", "hill"} <= {plain(word) for word, *_ in words}
    times = {text[word.start : word.end]: word.first / speech.rate for word in speech.words or ()}
    for said_word, written in (("water", "Qarluq"), ("apples", "Bzdura"), ("hill", "hill")):
        start_s = next(start_s for word, start_s, _ in words if plain(word) == said_word)
        assert times[written] == pytest.approx(start_s, abs=0.25)


def test_the_symbols_of_a_voice_are_those_that_it_was_trained_on(heart: tuple[Engine, Voice]) -> None:
    assert unknown_symbols("ˈwɔːtɚ t͡ʃ".replace("\u0361", ""), heart[1].ipa) == []
    assert unknown_symbols("ǁaʢ", heart[1].ipa) == ["ǁ", "ʢ"]
