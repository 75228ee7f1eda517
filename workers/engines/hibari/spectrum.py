"""From the network's spectrum to samples; where somebody waits, its beginning first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from hibari import SAMPLE_RATE, dsp

from workers.engines.base import OnSamples, Samples

_FRAME = 300
"""Samples: 12.5 ms (hibari.dsp.HOP)."""
_BEGINNING, _REST = 56, 60
"""Frames that are told before the others, 0.7 s, and the least there are behind them: so they end in speech,
for the network leaves less silence at the end. Less the silence that it begins with, they make 12 frames of
MP3 or more: Chromium plays nothing until it has ten."""
_UNSETTLED = 8
"""Frames at the edge of a piece that those behind it still change: a window of four each way, and the pitch
between two frames."""


def sounding(
    spectrum: Sequence[Samples], chance: np.random.Generator, on_samples: OnSamples | None = None
) -> Samples:
    """The samples of ``spectrum``, frames along the last axis. ``on_samples`` is given the first of them, the
    same to the bit, before the others are made."""
    bins, frames = spectrum[0].shape
    if on_samples is None or frames < _BEGINNING + _REST:
        return _synthesized(spectrum, chance)
    noise = _Noise(chance, bins, frames)
    beginning = [np.ascontiguousarray(part[..., : _BEGINNING + _UNSETTLED]) for part in spectrum]
    on_samples(_synthesized(beginning, noise)[: _BEGINNING * _FRAME], SAMPLE_RATE)
    return _synthesized(spectrum, noise)


class _Noise:
    """What ``dsp.synth`` draws, once for a spectrum: for its beginning, then for all of it."""

    def __init__(self, chance: np.random.Generator, bins: int, frames: int) -> None:
        self._drawn = chance.standard_normal((bins, 2 * frames), dtype=np.float32)

    def standard_normal(self, shape: tuple[int, int], dtype: Any) -> Samples:
        return self._drawn[: shape[0], : shape[1]].astype(dtype)


def _synthesized(spectrum: Sequence[Samples], noise: _Noise | np.random.Generator) -> Samples:
    samples: Samples = dsp.synth(*spectrum, noise)
    return samples
