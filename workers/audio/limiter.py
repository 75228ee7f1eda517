"""A look-ahead true-peak limiter: holds peaks under a ceiling and leaves everything else alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workers.audio.loudness import true_peaks
from workers.engines.base import Samples

CEILING = 10 ** (-2.5 / 20)
"""Linear. Quantisation in the encoder moves peaks by half a decibel, and by 1.1 in one of 22 articles:
-2.5 dBTP before it stay under -1 dBTP after."""

Gains = npt.NDArray[np.float64]


def limit(samples: Samples, ceiling: float, reach: int) -> Samples:
    """``samples`` with true peaks at most ``ceiling`` (linear). Unchanged where no peak is within ``2 *
    reach`` samples.

    The gain that each sample needs is held (sliding minimum) and smoothed (a triangle of the same width): the
    smoothed gain at n averages minima whose windows all hold n, so it is never above what n needs.
    """
    peaks = true_peaks(samples, above=ceiling)
    loud = np.flatnonzero(peaks > ceiling)
    if not loud.size:
        return samples
    limited = samples.copy()
    # A peak changes nothing beyond 2 * reach samples from it, so only the samples around peaks need
    # processing.
    for first, last in _stretches(loud, 4 * reach + 4):
        around = slice(max(0, first - 2 * reach - 1), last + 2 * reach + 3)
        needed = np.minimum(1.0, ceiling / np.maximum(peaks[around], 1e-9)).astype(np.float64)
        # A peak between two samples needs both of them down.
        needed[1:] = np.minimum(needed[1:], needed[:-1].copy())
        limited[around] *= _smoothed(_held(needed, 2 * reach + 1), reach).astype(np.float32)
    return limited


def _stretches(places: npt.NDArray[np.intp], apart: int) -> zip[tuple[int, int]]:
    """First and last of each run of ``places`` that lie at most ``apart`` from the next."""
    gaps = np.flatnonzero(np.diff(places) > apart)
    return zip(
        places[np.concatenate(([0], gaps + 1))].tolist(), places[np.append(gaps, -1)].tolist(), strict=True
    )


def _held(gains: Gains, width: int) -> Gains:
    """Minimum over ``width`` (odd) samples around each, in linear time (van Herk, 1992)."""
    half = width // 2
    size = -(-(gains.size + 2 * half) // width) * width
    padded = np.ones(size)
    padded[half : half + gains.size] = gains
    blocks = padded.reshape(-1, width)
    forward = np.minimum.accumulate(blocks, axis=1).ravel()
    backward = np.minimum.accumulate(blocks[:, ::-1], axis=1)[:, ::-1].ravel()
    held: Gains = np.minimum(backward[: gains.size], forward[width - 1 :][: gains.size])
    return held


def _smoothed(gains: Gains, reach: int) -> Gains:
    """Two running means of ``reach + 1`` samples, which together look ``reach`` samples to either side."""
    padded = np.pad(gains, reach, mode="edge")
    return _running_mean(_running_mean(padded, reach + 1), reach + 1)


def _running_mean(values: Gains, width: int) -> Gains:
    """Shape (n - width + 1,). Summed as distance from 1, so that untouched stretches stay exactly 1."""
    total = np.concatenate(([0.0], np.cumsum(1.0 - values)))
    mean: Gains = 1.0 - (total[width:] - total[:-width]) / width
    return mean
