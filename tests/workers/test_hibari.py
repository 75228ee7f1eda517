"""hibari, spoken and heard: its words, their times, given sounds, long and odd texts, and the same bytes each
time."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hibari.voices import VOICES

from audio_cache.mp3.frames import FRAME_BYTES
from bench.aligner import Aligner
from tests.hearing import heard, measured, plain, word_error_rate
from tests.workers.conftest import REPORT
from tests.workers.test_piper import onset_errors
from tts_service.article.model import Phonemes
from tts_service.settings import Settings
from workers.audio.chain import encode
from workers.audio.loudness import TARGET_LUFS
from workers.audio.plausible import pace_of
from workers.audio.words import words_of
from workers.engines.base import EngineFailed, Samples, Speech, SpokenWord, Voice
from workers.engines.hibari.engine import HibariEngine, HibariOptions
from workers.engines.hibari.models import EMBEDDED, file_of, installed
from workers.engines.levels import measured_gain
from workers.render.speaking import speak

LONG = (
    "The council, which had met in the old school since the flood, decided, after three hours of talks, two "
    "votes, and a walk around the harbour, that the bridge, whose northern pier had been closed in spring, "
    "would be opened again, that the ferry, which had carried children, doctors, farmers, and their bread in "
    "the mean time, would go on until autumn, and that nobody, whatever the papers had written, would be "
    "asked to pay for any of it before the new year, or the year behind that."
)


class Heart(NamedTuple):
    engine: HibariEngine
    voice: Voice

    def says(self, text: str, *given: Phonemes) -> Speech:
        return self.engine.synthesize(text, self.voice, "en", given)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hibari")


def speaker(folder: Path, **options: float) -> Heart:
    engine = HibariEngine(Settings(data_dir=folder), HibariOptions(**options))
    return Heart(engine, engine.voices()[0])


@pytest.fixture(scope="module")
def heart(folder: Path) -> Heart:
    return speaker(folder)


def told(text: str, **sounds: str) -> list[Phonemes]:
    return [
        Phonemes(text.index(word), text.index(word) + len(word), ipa)
        for word, ipa in ((word.replace("_", " "), ipa) for word, ipa in sounds.items())
    ]


def test_the_embedded_voice_says_what_it_is(heart: Heart) -> None:
    voice = heart.voice
    assert (voice.id, voice.languages, voice.local, voice.deterministic) == (
        "hibari/heart",
        ("en",),
        True,
        True,
    )
    assert (voice.licence, voice.description) == ("Apache-2.0", "American English, female")
    assert voice.model == VOICES[EMBEDDED]["sha256"]


def test_a_report_is_understood_word_for_word(heart: Heart) -> None:
    pace = pace_of(heart.voice, heart.engine.parameters)
    stored = [encode(heart.says(text), heart.voice, text, None, pace) for text in REPORT]
    assert word_error_rate(REPORT, [one.audio for one in stored], b"") < 0.03
    assert [one.info.flags for one in stored] == [()] * len(REPORT)


@pytest.mark.parametrize(
    "text", [*REPORT, LONG, "“Don’t,” she said — and/or he…", "The U.N.’s 3 twenty-two-year-olds"]
)
def test_every_word_has_its_time_in_order(heart: Heart, text: str) -> None:
    speech = heart.says(text)
    words = speech.words or ()
    assert [(word.start, word.end) for word in words] == words_of(text)
    assert all(word.first < word.last for word in words)
    assert [word.first for word in words] == sorted(word.first for word in words)
    assert words[-1].last <= speech.samples.size


def test_words_begin_where_a_forced_aligner_finds_them(heart: Heart) -> None:
    aligner = Aligner()
    errors = [error for text in REPORT for error in from_aligner(aligner, text, heart.says(text))]
    assert len(errors) > 200
    assert float(np.median(np.abs(errors))) <= 0.050


def from_aligner(aligner: Aligner, text: str, speech: Speech) -> list[float]:
    """Seconds from the aligner's start of each word to ours; none where its dictionary lacks a word."""
    words = speech.words or ()
    parts = [re.findall("[a-z']+", text[word.start : word.end].lower()) for word in words]
    starts = aligner.starts(speech.samples, [part for one in parts for part in one])
    if starts is None:
        return []
    firsts = np.cumsum([0, *(len(one) for one in parts[:-1])])
    return [word.first / speech.rate - starts[at] for word, at in zip(words, firsts, strict=True)]


def test_words_behind_a_pause_begin_where_their_sound_does(heart: Heart) -> None:
    errors = [error for text in (*REPORT, LONG) for error in onset_errors(text, heart.says(text))]
    assert len(errors) > 25
    assert float(np.median(np.abs(errors))) < 0.025


# -- sounds that are given -----------------------------------------------------------------------------------


def test_a_given_sound_is_heard_and_timed(heart: Heart) -> None:
    text = "The farmer carried Qarluq, bread and Bzdura up the hill."
    speech = heart.says(text, *told(text, Qarluq="ˈwɔːtɚ", Bzdura="ˈæpəlz"))
    words = heard(speech.samples, speech.rate)
    assert {"water", "apples", "hill"} <= {plain(word.word) for word in words}
    times = {text[word.start : word.end]: word.first / speech.rate for word in speech.words or ()}
    for said, written in (("water", "Qarluq"), ("apples", "Bzdura"), ("hill", "hill")):
        start_s = next(word.start_s for word in words if plain(word.word) == said)
        assert times[written] == pytest.approx(start_s, abs=0.25)


def test_a_phrase_is_told_word_by_word_where_its_sound_has_as_many(heart: Heart) -> None:
    text = "They came to Rio Grande, by night."
    words = heart.says(text, *told(text, Rio_Grande="ɹˈiːoʊ ɡɹˈændeɪ")).words or ()
    assert [text[word.start : word.end] for word in words] == [
        "They",
        "came",
        "to",
        "Rio",
        "Grande",
        "by",
        "night",
    ]
    assert words[3].last <= words[4].first < words[4].last <= words[5].first


# -- what cannot be said, and what is said otherwise ---------------------------------------------------------


@pytest.mark.parametrize("text", ["", "  ", "—", "...", "???", "\0", "a\ud800b", "🙂🙂 🎉", "()", "\u200b"])
def test_what_cannot_be_spoken_fails_and_the_voice_goes_on(heart: Heart, text: str) -> None:
    with pytest.raises(EngineFailed):
        heart.says(text)
    assert heart.says("And on.").samples.size


@pytest.mark.parametrize(
    "text",
    [
        "See [[footnote]] three.",
        "Прочти это 今日は, please.",
        "नरेंद्र मोदी spoke to 习近平 at noon.",
        "β-carotene and ΑΒ.",
        "Żółć, Łódź, Đorđe and Nguyễn Phú Trọng.",
        "🙂 smile",
        "x" * 300,
        "a'1 b",
    ],
)
def test_odd_text_is_spoken_whole_with_times_that_fit(heart: Heart, text: str) -> None:
    speech = heart.says(text)
    words = speech.words or ()
    assert [(word.start, word.end) for word in words] == words_of(text)
    assert all(0 <= word.first < word.last <= speech.samples.size for word in words)
    letters = sum(char.isalpha() for char in text)
    assert speech.samples.size / speech.rate > 0.3 + 0.03 * letters


def test_a_sentence_too_long_for_the_network_is_said_whole(heart: Heart) -> None:
    """In parts. At the seam no pause is longer than elsewhere, and times go on."""
    assert sum(len(piece.phonemes) for piece in heart.engine._loaded(heart.voice)[0].pieces(LONG)) > 400
    speech = heart.says(LONG)
    words = speech.words or ()
    gaps = [(after.first - before.last) / speech.rate for before, after in pairwise(words)]
    assert max(gaps) < 0.6
    assert word_error_rate([LONG], [encode(speech, heart.voice, LONG).audio], b"") < 0.05
    errors = list(onset_errors(LONG, speech))
    assert float(np.median(np.abs(errors))) < 0.03


# -- the same each time --------------------------------------------------------------------------------------


def test_two_processes_give_the_same_bytes(folder: Path) -> None:
    """Through the worker's own chain: samples, level, limiter, MP3."""
    code = f"""
import hashlib
from pathlib import Path
from tts_service.article.model import Phonemes
from tts_service.settings import Settings
from workers.engines.hibari.engine import HibariEngine, HibariOptions
from workers.render.speaking import speak
engine = HibariEngine(Settings(data_dir=Path({str(folder)!r})), HibariOptions())
stored = speak(engine, engine.voices()[0], {LONG!r}, "en", None, [Phonemes(4, 11, "kˈaʊnsəl")])
print(hashlib.sha256(stored.audio).hexdigest(), stored.info.words[-1])
"""
    pair = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    first, second = (process.communicate()[0] for process in pair)
    assert first == second
    assert len(first.split()[0]) == 64


@pytest.mark.parametrize("text", [*REPORT[:8], LONG, "And at what price?", "Yes: tomorrow. Nobody minds."])
def test_what_somebody_waits_for_is_the_same_to_the_byte(heart: Heart, text: str) -> None:
    """Its beginning is heard before the rest is made."""
    heard_early: list[bytes] = []
    waited_for = speak(heart.engine, heart.voice, text, "en", on_frames=heard_early.append)
    assert waited_for == speak(heart.engine, heart.voice, text, "en")
    assert waited_for.audio.startswith(heard_early[0])
    assert heard_early[0]


@pytest.mark.parametrize("text", REPORT)
def test_what_is_heard_first_is_enough_for_a_browser_to_begin(heart: Heart, text: str) -> None:
    """Chromium waits for ten frames."""
    heard_early: list[bytes] = []
    speak(heart.engine, heart.voice, text, "en", on_frames=heard_early.append)
    assert len(heard_early[0]) >= 10 * FRAME_BYTES


def test_a_sentence_is_heard_before_it_is_made(heart: Heart) -> None:
    beginning: list[Samples] = []
    speech = heart.engine.synthesize(
        LONG, heart.voice, "en", on_samples=lambda samples, rate: beginning.append(samples)
    )
    assert [samples.size for samples in beginning] == [pytest.approx(0.7 * speech.rate, rel=0.1)]
    assert np.array_equal(beginning[0], speech.samples[: beginning[0].size])


def test_times_cost_no_sample(folder: Path, heart: Heart, tmp_path: Path) -> None:
    """The copy of the network that gives durations says what the published one does, and where the copy
    cannot be made it is used without times."""
    other = speaker(tmp_path)
    (tmp_path / "voices" / "cache" / f"{heart.voice.model}.durations.onnx").symlink_to(
        file_of(EMBEDDED, tmp_path)
    )
    speech = other.says(REPORT[0])
    assert speech.words is None
    assert np.array_equal(speech.samples, heart.says(REPORT[0]).samples)


def test_another_text_or_sound_has_another_noise(heart: Heart) -> None:
    text = "A quiet evening."
    one, other = heart.says(text), heart.says(text, *told(text, quiet="kwˈaɪət"))
    assert np.array_equal(one.samples, heart.says(text).samples)
    assert not np.array_equal(one.samples, other.samples)


def test_threads_share_one_voice(heart: Heart) -> None:
    texts = list(REPORT[:6]) * 2
    with ThreadPoolExecutor(4) as pool:
        spoken = list(pool.map(heart.says, texts))
    for text, speech in zip(texts, spoken, strict=True):
        assert np.array_equal(speech.samples, heart.says(text).samples)


def test_what_is_odd_is_not_spoken_again_where_it_would_be_the_same(heart: Heart) -> None:
    asked: list[str] = []

    class Counted(HibariEngine):
        def synthesize(self, text: str, *others: object, **more: object) -> Speech:
            asked.append(text)
            return Speech(np.full(24_000 * 8, 0.1, np.float32), 24_000, (SpokenWord(0, 3, 0, 100),))

    engine = Counted(Settings(data_dir=Path("nowhere")), HibariOptions())
    assert speak(engine, heart.voice, "Too long.", "en").info.flags
    assert asked == ["Too long."]


# -- pace and level ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("speed", [0.5, 0.8, 1.25, 1.5])
def test_speed_is_what_it_says_and_stays_clear(folder: Path, heart: Heart, speed: float) -> None:
    other = speaker(folder, speed=speed)
    assert other.engine.parameters == {"speed": speed}
    spoken = [other.says(text) for text in REPORT[:4]]
    usual = sum(heart.says(text).samples.size for text in REPORT[:4])
    assert usual / sum(speech.samples.size for speech in spoken) == pytest.approx(speed, rel=0.01)
    audio = [encode(one, other.voice, text).audio for one, text in zip(spoken, REPORT, strict=False)]
    assert word_error_rate(REPORT[:4], audio, b"") < 0.05
    errors = [
        abs(error) for one, text in zip(spoken, REPORT, strict=False) for error in onset_errors(text, one)
    ]
    assert float(np.median(errors)) < max(0.05, 0.035 / speed)  # the network's steps of 25 ms are that long


def test_its_level_is_known(heart: Heart) -> None:
    assert heart.voice.gain_db is not None
    assert heart.voice.gain_db == pytest.approx(measured_gain(heart.engine, heart.voice), abs=1)
    spoken = np.concatenate([heart.says(text).samples for text in REPORT])
    loud = measured(np.clip(spoken * 10 ** (heart.voice.gain_db / 20), -1, 1), 24_000)
    assert loud.lufs == pytest.approx(TARGET_LUFS, abs=1)


# -- files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", [lambda whole: whole[:100_000], lambda whole: whole[:-1] + b"?"])
def test_a_file_that_is_not_the_published_one_is_no_voice(
    tmp_path: Path, damage: object, caplog: pytest.LogCaptureFixture
) -> None:
    """Cut short, or with another checksum."""
    settings = Settings(data_dir=tmp_path)
    place = file_of("emma", settings.voices_dir)
    place.parent.mkdir(parents=True)
    place.write_bytes(damage(file_of(EMBEDDED, settings.voices_dir).read_bytes()))  # type: ignore[operator]
    assert [voice.name for voice in installed(settings.voices_dir, settings.voices_dir / "cache")] == [
        EMBEDDED
    ]
    assert "tts-service voices install hibari/emma" in caplog.text


def test_a_voice_that_is_gone_says_how_to_have_it_back(heart: Heart) -> None:
    gone = Voice("hibari/emma", "emma", ("en",), 0.0, "gone")
    with pytest.raises(EngineFailed, match="tts-service voices install hibari/emma"):
        heart.engine.synthesize("Hello.", gone, "en")
