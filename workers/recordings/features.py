"""What a sound is like, fifty times a second, whoever speaks: mel-frequency cepstra. Pure."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from audio_cache.mp3.frames import SAMPLE_RATE
from workers.engines.base import Samples

Features = npt.NDArray[np.float32]
"""Shape (frames, values)."""

HOP = 480
"""Samples from one frame to the next: 20 ms."""
FRAMES_PER_S = SAMPLE_RATE // HOP

_WINDOW = 960
_SIZE = 1024
_BANDS = 40
_LOW_HZ, _HIGH_HZ = 60.0, 8000.0
_CEPSTRA = 13
_FLOOR = 45 / 10 * np.log(10)
"""How far below the loudest frames anything still counts: 45 dB, in nepers of power. What is fainter is the
room."""
_SPEECH = 35 / 10 * np.log(10)
"""How far below them speech lies at most, on average over the bands."""
_MOST = 4.0
"""No value counts more than so many standard deviations."""
_WEIGHTS = 1.5 * np.exp(-np.arange(_CEPSTRA) / 8)
"""The first cepstra tell vowels from consonants, the last one voice from another."""
_CHANGES = 0.4
"""What the slopes count beside the values."""
_BLOCK = 3_000
"""Frames that are transformed together: a minute."""


def features(samples: Samples) -> Features:
    """One row for each 20 ms of ``samples`` (24 kHz, mono): cepstra and how they change, so that the voice,
    the room and the level matter little."""
    energies = _log_mel(samples)
    loudest = np.percentile(energies, 99)
    floored = np.maximum(energies, loudest - _FLOOR)
    levels = energies.mean(axis=1)
    is_speech = levels >= np.percentile(levels, 99) - _SPEECH
    cepstra = np.clip(_normal(floored @ _cosines().T, is_speech), -_MOST, _MOST)
    changes = _CHANGES * _normal(_change(cepstra), np.ones(len(cepstra), bool))
    return np.hstack((cepstra * _WEIGHTS, changes * _WEIGHTS)).astype(np.float32)


def _log_mel(samples: Samples) -> Features:
    count = max(1, -(-samples.size // HOP))
    padded = np.pad(samples, (_WINDOW // 2, count * HOP + _WINDOW - samples.size))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP][:count]
    blocks = [_block(windows[at : at + _BLOCK]) for at in range(0, count, _BLOCK)]
    return np.concatenate(blocks)


def _block(windows: Samples) -> Features:
    power = np.abs(np.fft.rfft(windows * _hann(), _SIZE)) ** 2
    mel: Features = np.log(power.astype(np.float32) @ _filters().T + 1e-8)
    return mel


@lru_cache(maxsize=1)
def _hann() -> Samples:
    return np.hanning(_WINDOW).astype(np.float32)


@lru_cache(maxsize=1)
def _filters() -> Features:
    """Triangles at equal distances on the mel scale."""
    mels = np.linspace(_mel(_LOW_HZ), _mel(_HIGH_HZ), _BANDS + 2)
    edges = 700.0 * (10 ** (mels / 2595.0) - 1.0)
    hertz = np.arange(_SIZE // 2 + 1) * SAMPLE_RATE / _SIZE
    low, mid, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    slopes = np.minimum((hertz - low) / (mid - low), (high - hertz) / (high - mid))
    triangles: Features = np.maximum(0.0, slopes).astype(np.float32)
    return triangles


def _mel(hertz: float) -> float:
    return float(2595.0 * np.log10(1.0 + hertz / 700.0))


@lru_cache(maxsize=1)
def _cosines() -> Features:
    """The discrete cosine transform; its first row gives the level."""
    at = np.pi * (np.arange(_BANDS) + 0.5) / _BANDS
    cosines: Features = np.cos(np.outer(np.arange(_CEPSTRA), at)).astype(np.float32)
    return cosines


def _change(rows: Features) -> Features:
    """Slope over five frames."""
    padded = np.pad(rows, ((2, 2), (0, 0)), mode="edge")
    slopes = (2 * (padded[4:] - padded[:-4]) + padded[3:-1] - padded[1:-3]) / 10
    changes: Features = slopes.astype(np.float32)
    return changes


def _normal(rows: Features, counted: npt.NDArray[np.bool_]) -> Features:
    """Mean 0 and variance 1 in each column, over the rows ``counted``: takes away microphone and voice."""
    normal: Features = (rows - rows[counted].mean(axis=0)) / (rows[counted].std(axis=0) + 1e-6)
    return normal
