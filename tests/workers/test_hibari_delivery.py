"""How hibari reads: pauses inside and between segments, and the melody of questions and headlines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from audio_cache.mp3.frames import SAMPLE_RATE, frames_for_ms, silence
from tests.hearing import decoded, word_error_rate
from tests.workers.conftest import REPORT
from tests.workers.test_casting import Newsroom
from tests.workers.test_hibari import Heart, speaker
from tts_service.article.request import ArticleRequest
from workers.audio.chain import encode
from workers.audio.plausible import pace_of
from workers.engines.base import Samples
from workers.engines.hibari.engine import _reader
from workers.engines.hibari.intonation import rising
from workers.engines.hibari.models import EMBEDDED, file_of
from workers.engines.hibari.phrasing import breaths, rises
from workers.engines.hibari.reading import Reader
from workers.render.outcomes import RenderStep

BLOCK = 120  # 5 ms
QUIET = 10 ** (-35 / 20)


@pytest.fixture(scope="module")
def heart(tmp_path_factory: pytest.TempPathFactory) -> Heart:
    return speaker(tmp_path_factory.mktemp("hibari"))


def silences(samples: Samples) -> Iterator[float]:
    """Seconds of each silence within ``samples``: 35 dB below what is loud."""
    levels = np.sqrt(np.mean(samples[: samples.size // BLOCK * BLOCK].reshape(-1, BLOCK) ** 2, axis=1))
    loud = np.flatnonzero(levels > np.percentile(levels, 90) * QUIET)
    yield from (float(gap - 1) * BLOCK / SAMPLE_RATE for gap in np.diff(loud))


def longest(samples: Samples) -> float:
    return max(silences(samples))


# -- pauses --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "The ferry is back. It left at nine.",
        "Will it be sold? Nobody knows.",
        "It is over! The crowd went home.",
        "Three. Go to the pier.",
        "A list of three items. Ropes for the pier.",
        "“It’s over.” He sat down.",
    ],
)
def test_two_sentences_read_in_one_go_do_not_run_together(heart: Heart, text: str) -> None:
    assert 0.35 <= longest(heart.says(text).samples) <= 0.5


@pytest.mark.parametrize(
    "text", ["Question: Who pays for it?", "Answer: The councils do.", "He came late; the ferry had left."]
)
def test_a_colon_and_a_semicolon_are_heard(heart: Heart, text: str) -> None:
    assert 0.2 <= longest(heart.says(text).samples) <= 0.33


def test_words_keep_their_times_behind_a_pause(heart: Heart) -> None:
    text = "The ferry is back. It left at nine: nobody was on board."
    speech = heart.says(text)
    words = speech.words or ()
    for word in (words[4], words[8]):
        assert text[word.start : word.end] in ("It", "nobody")
        before = speech.samples[word.first - 3600 : word.first - 1200]
        behind = speech.samples[word.first : word.last]
        assert np.abs(before).max() < 0.1 * np.abs(behind).max()


def test_pauses_and_melody_do_not_hang_on_the_times(tmp_path: Path, heart: Heart) -> None:
    """Where the network gives no durations, the same is heard: a key must be honest."""
    text = "Will the tower be sold? Nobody knows: it is late."
    other = speaker(tmp_path)
    cache = tmp_path / "voices" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    (cache / f"{heart.voice.model}.durations.onnx").symlink_to(file_of(EMBEDDED, tmp_path))
    speech = other.says(text)
    assert speech.words is None
    assert np.array_equal(speech.samples, heart.says(text).samples)


ARTICLE = """The ferry is back

The old ferry between the islands came back on Monday morning. It had been away for nine long years.

The councils paid for it, and all of the islands came to see it.

> “I have waited for this ferry every single day,” said the mayor.

What was bought
---------------

- Ropes for the long pier
- Paint for all of the boats

The board meets again in May, and will look at the harbour dues then.
"""


def test_pauses_are_heard_as_a_newsreader_makes_them(tmp_path: Path) -> None:
    """In the finished file: what the voice leaves at the ends of its sentences and what the encoder adds
    count."""
    newsroom = Newsroom(tmp_path, engine="hibari")
    plan = newsroom.plan(ArticleRequest(text=ARTICLE, language="en"))
    assert newsroom.render(plan) is RenderStep.READY
    finished = newsroom.narrations.finished(plan.narration)
    assert finished is not None
    audio = newsroom.narrations.audio_path(plan.narration).read_bytes()[finished.tag_bytes :]
    samples, segments = decoded(audio), newsroom.script(plan).segments
    found = {
        segments[cue.index].text.split()[-1].strip(".”"): longest(
            samples[round((cue.end_s - 0.25) * SAMPLE_RATE) : round((after.start_s + 0.25) * SAMPLE_RATE)]
        )
        for cue, after in pairwise(finished.cues)
    }
    wanted = {
        "back": (0.95, 1.15),
        "morning": (0.35, 0.5),
        "years": (0.7, 0.9),
        "it": (0.7, 0.9),
        "mayor": (0.7, 0.9),
        "bought": (0.85, 1.05),
        "pier": (0.5, 0.7),
        "boats": (0.8, 1.0),
    }
    assert found.keys() == wanted.keys()
    assert {end: pause for end, pause in found.items() if not wanted[end][0] <= pause <= wanted[end][1]} == {}


# -- melody --------------------------------------------------------------------------------------------------


def pitches(samples: Samples) -> Samples:
    """Hz by autocorrelation, for each 10 ms that has a pitch."""
    size, step = 960, 240
    window = np.hanning(size)
    shape = np.fft.irfft(np.abs(np.fft.rfft(window, 4096)) ** 2)
    loud = np.percentile(np.abs(samples), 98)
    found = []
    for at in range(0, samples.size - size, step):
        part = samples[at : at + size].astype(np.float64)
        if np.abs(part).max() < 0.15 * loud:
            continue
        likeness = np.fft.irfft(np.abs(np.fft.rfft((part - part.mean()) * window, 4096)) ** 2)
        likeness[:480] /= shape[:480]
        best = likeness[60:320].max()  # 75 to 400 Hz
        period = 60 + int(np.argmax(likeness[60:320] > 0.95 * best))
        while period < 319 and likeness[period + 1] > likeness[period]:
            period += 1
        if best > 0.75 * likeness[0]:
            found.append(24_000 / period)
    return np.array(found, np.float32)


def at_the_end(samples: Samples) -> float:
    """Semitones of the last 0.15 s with a pitch, from the median."""
    found = pitches(samples)
    return float(12 * np.log2(np.median(found[-15:]) / np.median(found)))


ASKED = [
    ("Will the tower be sold?", "Will the tower be sold."),
    ("Have the talks failed?", "Have the talks failed."),
    ("Is it safe?", "Is it safe."),
    ("You said the ferry was late?", "You said the ferry was late."),
    ("Would anyone be asked to pay for it all?", "Would anyone be asked to pay for it all."),
    ("“Is this the end of cheap money?”", "“Is this the end of cheap money.”"),
]


@pytest.mark.parametrize(("question", "statement"), ASKED)
def test_a_question_rises_where_the_same_words_fall(heart: Heart, question: str, statement: str) -> None:
    asked, told = heart.says(question).samples, heart.says(statement).samples
    assert at_the_end(asked) > 0
    assert at_the_end(asked) - at_the_end(told) > 0.8


HEADLINES = (
    "Council opens bridge after three years.",
    "Key takeaways.",
    "What was bought.",
    "Ferry to come back in May.",
    "Islands agree on a new harbour.",
    "The tower will not be sold.",
    "Point of view.",
)


def test_headlines_fall(heart: Heart) -> None:
    ends = [at_the_end(heart.says(headline).samples) for headline in HEADLINES]
    assert np.median(ends) < -1
    assert max(ends) < 1


def test_questions_are_understood_as_well_as_before(heart: Heart) -> None:
    texts = [question for question, _ in ASKED]
    audio = [encode(heart.says(text), heart.voice, text).audio for text in texts]
    assert word_error_rate(texts, audio, silence(frames_for_ms(400))) < 0.08


@pytest.mark.pure
@pytest.mark.parametrize(
    ("phrase", "up"),
    [
        ("Is it safe?", True),
        ("“You said so?”", True),
        ("And is it?", True),
        ("Who pays?", False),
        ("And at what price?", False),
        ("But, above all, did nobody ask what it cost?", True),
        ("Is it red or blue?", False),
        ("It is safe.", False),
        ("?", True),
    ],
)
def test_which_questions_rise(phrase: str, up: bool) -> None:
    assert rises(phrase) is up


@pytest.mark.pure
def test_a_pitch_that_is_led_goes_up_from_where_it_was() -> None:
    pitch = np.concatenate([np.zeros(20), np.linspace(230, 140, 80), np.zeros(20)]).astype(np.float32)
    power = np.where(pitch > 0, 0.0, -9.0)[None].repeat(5, axis=0).astype(np.float32)
    led = rising(pitch, power)
    assert np.array_equal(led[:74], pitch[:74])
    assert np.all(np.diff(led[80:100]) > 0)
    assert led[99] > 1.2 * np.median(pitch[pitch > 0])
    assert np.all(led[100:] == 0)


@pytest.mark.pure
def test_a_sound_too_short_for_a_rise_stays_as_it_is() -> None:
    pitch = np.full(15, 200, np.float32)
    assert np.array_equal(rising(pitch, np.zeros((5, 15), np.float32)), pitch)


@pytest.mark.parametrize("text", ["Five. Try yoga.", "One. Rest.", "Six: Go.", "Is it? No."])
def test_a_short_text_with_a_pause_in_it_is_not_odd(heart: Heart, text: str) -> None:
    pace = pace_of(heart.voice, heart.engine.parameters)
    assert encode(heart.says(text), heart.voice, text, None, pace).info.flags == ()


# -- where it takes breath -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader() -> Reader:
    return _reader("a")


@pytest.mark.parametrize(
    ("text", "pauses"),
    [
        ("Mr. Smith of St. Louis met Gov. Brown at 5 p.m. on Dec. 5.", []),
        ("The U.S. court, e.g. in Ohio.", []),
        ("“Is it safe?” he asked.", []),
        ("He said: “It is over.” Then he left. And so on.", [0.25, 0.4, 0.4]),
        ("Will it? (Yes.) No!", [0.4, 0.4]),
        ("?! What?", []),
        ("Nobody knew; nobody cared.", [0.25]),
    ],
)
def test_a_breath_ends_where_a_sentence_or_a_clause_does(
    reader: Reader, text: str, pauses: list[float]
) -> None:
    assert [breath.pause_s for breath in breaths(text, reader.pieces(text))][:-1] == pauses


@pytest.mark.parametrize(
    "text", [*REPORT, "One. Two; three: four? Five! (Six.) “Seven.”", "word " * 200, "no, " * 200]
)
def test_no_phoneme_is_lost_between_breaths(reader: Reader, text: str) -> None:
    pieces = reader.pieces(text)
    assert "".join(breath.phonemes for breath in breaths(text, pieces)) == "".join(
        piece.phonemes for piece in pieces
    )
