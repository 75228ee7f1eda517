"""From the network's spectrum to samples; where somebody waits, its beginning first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from hibari import SAMPLE_RATE, dsp

from workers.engines.base import OnSamples, Samples

_FRAME = 300
"""Samples: 12.5 ms (hibari.dsp.HOP)."""
_TOLD = (45, 130)
"""Frames after which the beginning is told: 0.6 s, and 1.6 s, a second and a half of them speech (see
``workers.audio.mp3.OPENINGS``)."""
_REST = 60
"""Frames behind a beginning, so that it ends in speech: the network leaves less silence at the end."""
_UNSETTLED = 8
"""Frames at the edge of a piece that those behind it still change: a window of four each way, and the pitch
between two frames."""


def sounding(
    spectrum: Sequence[Samples], chance: np.random.Generator, on_samples: OnSamples | None = None
) -> Samples:
    """The samples of ``spectrum``, frames along the last axis. ``on_samples`` is given the first of them before
    the others are made; they are the same, to the bit."""
    bins, frames = spectrum[0].shape
    noise = _Noise(chance, bins, frames)
    if on_samples is not None:
        told = 0
        for end in _TOLD:
            if end + _REST <= frames:
                piece = [np.ascontiguousarray(part[..., : end + _UNSETTLED]) for part in spectrum]
                on_samples(_synthesized(piece, noise)[told * _FRAME : end * _FRAME], SAMPLE_RATE)
                told = end
    return _synthesized(spectrum, noise)


class _Noise:
    """What ``dsp.synth`` draws, once for a spectrum: for its beginning, then for all of it."""

    def __init__(self, chance: np.random.Generator, bins: int, frames: int) -> None:
        self._drawn = chance.standard_normal((bins, 2 * frames), dtype=np.float32)

    def standard_normal(self, shape: tuple[int, int], dtype: Any) -> Samples:
        return self._drawn[: shape[0], : shape[1]].astype(dtype)


def _synthesized(spectrum: Sequence[Samples], noise: _Noise) -> Samples:
    samples: Samples = dsp.synth(*spectrum, noise)
    return samples
