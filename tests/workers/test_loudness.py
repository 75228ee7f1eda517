from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hearing import measured
from workers.audio.loudness import loudness, true_peak, true_peaks
from workers.engines.base import Samples


def sine(hertz: float, level: float, seconds: float, rate: int, phase: float = 0.0) -> Samples:
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate + phase)).astype(
        np.float32
    )


@pytest.mark.pure
def test_the_calibration_tone_of_the_standard() -> None:
    """BS.1770: a full-scale sine of 997 Hz in one channel reads -3.01 LUFS; two channels of it, 0."""
    assert loudness(sine(997, 1.0, 3, 48_000), 48_000) == pytest.approx(0.0, abs=0.02)


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100])
def test_agrees_with_ffmpeg_on_noise_at_any_rate(rate: int) -> None:
    noise = (np.random.default_rng(7).standard_normal(rate * 5) * 0.1).astype(np.float32)
    assert loudness(noise, rate) == pytest.approx(measured(noise, rate).lufs, abs=0.1)


def test_silence_between_sentences_does_not_count() -> None:
    """The meter and we gate it out alike."""
    burst, pause = sine(400, 0.2, 2, 24_000), np.zeros(72_000, np.float32)
    with_pauses = np.concatenate([burst, pause, burst * np.float32(0.1), pause, burst])
    assert loudness(with_pauses, 24_000) == pytest.approx(measured(with_pauses, 24_000).lufs, abs=0.1)
    assert loudness(with_pauses, 24_000) == pytest.approx(loudness(burst, 24_000), abs=0.5)


@pytest.mark.pure
def test_less_than_one_block_is_measured_as_it_is() -> None:
    assert loudness(sine(997, 1.0, 0.2, 24_000), 24_000) == pytest.approx(0.0, abs=0.3)


@pytest.mark.pure
def test_silence_has_no_loudness_and_no_peak() -> None:
    assert loudness(np.zeros(24_000, np.float32), 24_000) == -math.inf
    assert true_peak(np.zeros(24_000, np.float32)) == -math.inf


@pytest.mark.pure
def test_the_true_peak_lies_between_the_samples() -> None:
    """A quarter of the rate at 45 degrees: every sample is 3 dB below the crest."""
    tone = sine(6_000, 0.5, 1, 24_000, math.pi / 4) * np.hanning(24_000).astype(np.float32)
    assert 20 * math.log10(float(np.abs(tone).max())) == pytest.approx(-9.03, abs=0.05)
    assert true_peak(tone) == pytest.approx(-6.02, abs=0.2)


@pytest.mark.pure
@given(
    st.integers(0, 3_000),
    st.lists(st.tuples(st.integers(0, 2_999), st.floats(-1, 1, width=32)), max_size=8),
    st.floats(0.0, 0.8),
    st.integers(0, 2**32),
)
def test_peaks_above_a_level_are_found_wherever_they_are(
    size: int, clicks: list[tuple[int, float]], above: float, seed: int
) -> None:
    samples = np.random.default_rng(seed).normal(0, 0.2, size).astype(np.float32)
    for at, level in clicks:
        samples[at : at + 1] = level
    everywhere, some = true_peaks(samples), true_peaks(samples, above)
    loud = everywhere > above
    assert np.array_equal(some > above, loud)
    assert np.array_equal(some[loud], everywhere[loud])
