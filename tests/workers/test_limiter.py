from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from workers.audio.limiter import CEILING, limit
from workers.audio.loudness import true_peaks
from workers.engines.base import Samples

pytestmark = pytest.mark.pure

REACH = 120
signals = arrays.arrays(np.float32, st.integers(1, 3000), elements=st.floats(-4, 4, width=32))


@given(signals)
def test_no_sample_passes_the_ceiling(samples: Samples) -> None:
    assert float(np.abs(limit(samples, CEILING, REACH)).max()) <= CEILING * (1 + 1e-6)


@given(arrays.arrays(np.float32, st.integers(1, 3000), elements=st.floats(-0.25, 0.25, width=32)))
def test_what_is_below_the_ceiling_is_not_touched(samples: Samples) -> None:
    assert limit(samples, CEILING, REACH) is samples


@given(st.integers(0, 9_999), st.floats(1.0, 4.0))
def test_one_peak_changes_only_its_neighbourhood(at: int, height: float) -> None:
    samples = (0.3 * np.sin(np.arange(10_000) / 20)).astype(np.float32)
    samples[at] = height
    far = np.abs(np.arange(10_000) - at) > 2 * REACH + 12
    np.testing.assert_array_equal(limit(samples, CEILING, REACH)[far], samples[far])


@given(st.integers(1, 4_999), st.integers(5_000, 9_998))
def test_peaks_far_from_each_other_are_limited_as_if_alone(first: int, second: int) -> None:
    assume(second - first > 4 * REACH + 16)
    quiet = (0.3 * np.sin(np.arange(10_000) / 20)).astype(np.float32)
    one, other, both = quiet.copy(), quiet.copy(), quiet.copy()
    one[first] = other[second] = both[first] = both[second] = 2.0
    middle = (first + second) // 2
    alone = np.concatenate((limit(one, CEILING, REACH)[:middle], limit(other, CEILING, REACH)[middle:]))
    np.testing.assert_array_equal(limit(both, CEILING, REACH), alone)


def test_true_peaks_of_loud_speech_like_noise_stay_under_the_ceiling() -> None:
    rng = np.random.default_rng(3)
    noise = np.convolve(rng.standard_normal(48_000), np.hanning(9) / 4, "same")
    loud = (noise * (1 + np.sin(np.arange(48_000) / 3000))).astype(np.float32)
    limited = limit(loud, CEILING, REACH)
    assert 20 * np.log10(float(true_peaks(limited).max()) / CEILING) < 0.1
    assert float(np.abs(limited).max()) > 0.9 * CEILING  # not simply turned down


def test_gain_changes_smoothly() -> None:
    """Between neighbouring samples by at most the triangle's slope: nothing that could be heard as a
    click."""
    samples = np.full(4_000, 0.5, np.float32)
    samples[2_000] = 4.0
    gains = limit(samples, CEILING, REACH)[:1_900] / samples[:1_900]
    assert float(np.abs(np.diff(gains)).max()) <= 1.0 / REACH
