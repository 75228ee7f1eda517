"""What a listener hears of a whole report in the embedded voice."""

from __future__ import annotations

import statistics

import numpy as np
import pytest

from audio_cache.mp3 import frames
from tests.hearing import decoded, heard, measured, plain, word_error_rate
from tests.workers.conftest import Report
from workers.audio.mp3 import DELAY
from workers.engines.base import Samples

PAUSE = frames.silence(frames.frames_for_ms(350))
RATE = frames.SAMPLE_RATE


@pytest.fixture(scope="module")
def sound(report: Report) -> Samples:
    """The narration, pauses and all, as a player decodes it."""
    return decoded(PAUSE.join(report.segments))


def test_it_lasts_as_long_as_its_frames(report: Report, sound: Samples) -> None:
    size = sum(map(len, report.segments)) + len(PAUSE) * (len(report.segments) - 1)
    assert sound.size == size // frames.FRAME_BYTES * frames.FRAME_SAMPLES
    assert sound.size / RATE == frames.seconds(size)
    assert 60 < frames.seconds(size) < 120


def test_it_is_as_loud_as_podcasts_are(sound: Samples) -> None:
    loudness = measured(sound, RATE)
    assert loudness.lufs == pytest.approx(-16, abs=1)
    assert loudness.true_peak <= -1


def test_nothing_clicks_where_segments_meet(report: Report, sound: Samples) -> None:
    """Around each join the signal is all but still."""
    at = 0
    for audio in report.segments[:-1]:
        for join in (at + len(audio), at + len(audio) + len(PAUSE)):
            middle = join * 3 + 529  # 3 samples a byte; the decoder's own delay
            around = sound[middle - 200 : middle + 200]
            assert float(np.abs(np.diff(around)).max()) < 0.005
        at += len(audio) + len(PAUSE)


def test_segments_without_a_pause_between_them_do_not_click_either(report: Report) -> None:
    together = decoded(b"".join(report.segments))
    assert together.size == sum(map(len, report.segments)) * 3
    at = 0
    for audio in report.segments[:-1]:
        at += len(audio)
        assert float(np.abs(np.diff(together[at * 3 + 329 : at * 3 + 729])).max()) < 0.005


def test_every_word_is_heard(report: Report) -> None:
    assert word_error_rate([sentence.text for sentence in report.spoken], report.segments, PAUSE) < 0.05


def test_words_are_heard_when_the_timings_say(report: Report) -> None:
    """Whisper marks words some 50 ms late, to 20 ms; beyond that, both must agree."""
    errors = []
    for text, _, stored in report.spoken[2:8]:
        words = [(plain(text[w.spoken_start : w.spoken_end]), w.start_s) for w in stored.info.words]
        for word, start_s, _ in heard(decoded(stored.audio), RATE):
            same = [at for name, at in words if name == plain(word) and abs(at - start_s) < 0.6]
            if len(same) == 1:
                errors.append(start_s - same[0])
    assert len(errors) > 60
    late = statistics.median(errors)
    assert abs(late) < 0.08
    assert statistics.median(abs(error - late) for error in errors) < 0.06


def test_each_segment_begins_with_its_speech(report: Report) -> None:
    """No more than the kept silence and the codec's delay stand before the first word."""
    for _, _, stored in report.spoken:
        loud = np.flatnonzero(np.abs(decoded(stored.audio)) > 0.02)
        assert loud[0] / RATE < 0.02 + DELAY / RATE + 0.1
