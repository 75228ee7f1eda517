"""How loud a signal is: integrated loudness and true peak after ITU-R BS.1770-5.

A mono file comes out of both loudspeakers, so loudness is given "as dual mono": 3.01 LU above that of its one
channel.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from workers.engines.base import Samples

Spectrum = npt.NDArray[np.complex128]

TARGET_LUFS = -16.0
"""Of a narration, as dual mono: what podcast hosts ask for."""

_BLOCK_S, _STEP_S = 0.4, 0.1
_ABSOLUTE_GATE, _RELATIVE_GATE = -70.0, -10.0
_PHASES, _TAPS = 4, 12
_BLOCK = 240
"""Samples that are looked at together: more than an interpolator reaches."""
_KAISER = 5.0


def loudness(samples: Samples, rate: int) -> float:
    """Integrated loudness in LUFS as dual mono, gated as in BS.1770-5 annex 1; -inf for silence.

    A signal shorter than one gating block (400 ms) is measured as one block.
    """
    return loudness_of([samples], rate)


def loudness_of(pieces: Iterable[Samples], rate: int) -> float:
    """As ``loudness``, of a signal in ``pieces``, so that a long one need not be transformed at once. Blocks
    that would lie across two of them are not counted."""
    powers = [_block_powers(_k_weighted(piece, rate), rate) for piece in pieces]
    return _gated(np.concatenate(powers)) if powers else -math.inf


def rough_loudness(samples: Samples, rate: int) -> float:
    """As ``loudness``, without the K filters, which take most of its time: within 3 LU for speech."""
    return _gated(_block_powers(samples.astype(np.float64), rate))


def _gated(powers: npt.NDArray[np.float64]) -> float:
    audible = powers[_lufs(powers) > _ABSOLUTE_GATE]
    if not audible.size:
        return -math.inf
    threshold = float(_lufs(np.mean(audible, keepdims=True))[0]) + _RELATIVE_GATE
    return float(_lufs(np.mean(audible[_lufs(audible) > threshold], keepdims=True))[0])


def _lufs(power: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        level: npt.NDArray[np.float64] = -0.691 + 10.0 * np.log10(2.0 * power)
    return level


def _block_powers(weighted: npt.NDArray[np.float64], rate: int) -> npt.NDArray[np.float64]:
    block, step = min(round(_BLOCK_S * rate), weighted.size), round(_STEP_S * rate)
    energy = np.concatenate(([0.0], np.cumsum(weighted**2)))
    starts = np.arange(0, weighted.size - block + 1, step)
    powers: npt.NDArray[np.float64] = (energy[starts + block] - energy[starts]) / block
    return powers


def _k_weighted(samples: Samples, rate: int) -> npt.NDArray[np.float64]:
    """The two K filters as one multiplication in the frequency domain; half a second of zeros takes up
    their tails."""
    size = 1 << (samples.size + rate // 2 - 1).bit_length()
    spectrum = np.fft.rfft(samples, size) * _k_response(size, rate)
    weighted: npt.NDArray[np.float64] = np.fft.irfft(spectrum, size)[: samples.size]
    return weighted


@lru_cache(maxsize=4)  # a few sizes are all there are, and each takes longer than what it is used for
def _k_response(size: int, rate: int) -> Spectrum:
    """Shelf and high-pass for any rate, by the bilinear transform of the analogue filters behind BS.1770's
    48 kHz coefficients (as in De Man, "Evaluation of Implementations of the EBU R128 Loudness
    Measurement", AES 145)."""
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    k = math.tan(math.pi * 1681.974450955533 / rate)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    shelf = _biquad(z, (high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k), k, q)
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    scale = 1 + k / q + k * k  # BS.1770 leaves the high-pass numerator at 1, -2, 1
    return shelf * _biquad(z, (scale, -2 * scale, scale), k, q)


def _biquad(z: Spectrum, numerator: tuple[float, float, float], k: float, q: float) -> Spectrum:
    b0, b1, b2 = numerator
    response: Spectrum = (b0 + b1 * z + b2 * z * z) / (
        (1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z * z
    )
    return response


def true_peaks(samples: Samples, above: float = 0.0) -> Samples:
    """Shape (n,): the largest magnitude at each sample and up to the next one, seen at four times the
    rate. Where no true peak can exceed ``above`` (linear), the magnitudes of the samples themselves."""
    peaks: Samples = np.abs(samples)
    for first, last in _loud_stretches(peaks, above):
        start, stop = max(0, first - _TAPS), min(samples.size, last + _TAPS)
        for phase in _INTERPOLATORS:
            between = np.abs(np.convolve(samples[start:stop], phase)[_TAPS // 2 - 1 :][: stop - start])
            np.maximum(peaks[first:last], between[first - start :][: last - first], out=peaks[first:last])
    return peaks


def _loud_stretches(magnitudes: Samples, above: float) -> list[tuple[int, int]]:
    """Where a true peak can exceed ``above``: in blocks that hold, or have within reach of the interpolator,
    a sample that it could make one of."""
    blocks = np.pad(magnitudes, (0, -magnitudes.size % _BLOCK)).reshape(-1, _BLOCK).max(axis=1, initial=0.0)
    loud = np.flatnonzero(blocks * _MOST_GAIN > above)
    if not loud.size:
        return []
    loud = np.unique(np.clip(loud[:, None] + (-1, 0, 1), 0, blocks.size - 1))
    gaps = np.flatnonzero(np.diff(loud) > 1)
    firsts, lasts = loud[np.append(0, gaps + 1)], loud[np.append(gaps, -1)]
    ends = np.minimum((lasts + 1) * _BLOCK, magnitudes.size)
    return list(zip((firsts * _BLOCK).tolist(), ends.tolist(), strict=True))


def true_peak(samples: Samples) -> float:
    """Largest true peak in dBTP (BS.1770-5 annex 2); -inf for silence."""
    peak = float(np.max(true_peaks(samples), initial=0.0))
    return 20.0 * math.log10(peak) if peak > 0.0 else -math.inf


def _interpolators() -> list[Samples]:
    """Kaiser-windowed sinc for the three points between two samples, ``_TAPS`` taps each."""
    offsets = np.arange(_TAPS) - (_TAPS // 2 - 1)
    phases = []
    for step in range(1, _PHASES):
        at = offsets - step / _PHASES
        window = np.i0(_KAISER * np.sqrt(np.clip(1 - (at / (_TAPS / 2)) ** 2, 0, None))) / np.i0(_KAISER)
        kernel = np.sinc(at) * window
        phases.append((kernel / kernel.sum()).astype(np.float32))
    return phases


_INTERPOLATORS = _interpolators()
_MOST_GAIN = max(float(np.abs(phase).sum()) for phase in _INTERPOLATORS)
"""A true peak is at most so many times the largest sample within the interpolator's reach."""
