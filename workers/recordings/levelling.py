"""A recording as loud as a narration, and as one MP3 of the profile."""

from __future__ import annotations

import math

import numpy as np

from audio_cache.mp3.frames import SAMPLE_RATE
from workers.audio.limiter import CEILING, limit
from workers.audio.loudness import TARGET_LUFS, loudness_of
from workers.audio.mp3 import Mp3Encoder
from workers.engines.base import Samples

SILENT_LUFS = -60.0
_MOST_GAIN_DB = 40.0
_CLOSE_LU = 0.2
_ROUNDS = 4
_REACH = 120
_PIECE = 60 * SAMPLE_RATE
"""A minute at a time: an hour would not fit into memory several times."""
_EDGE = 4 * _REACH + 64
"""Samples around a piece that the limiter must see."""
_HOP = SAMPLE_RATE // 100
_QUIET_DB = 35.0
"""Below the loud parts of a recording: silence, or the room."""
_LEAD, _TAIL = SAMPLE_RATE // 8, SAMPLE_RATE // 4
"""So much of the silence stays."""
_FADE = SAMPLE_RATE // 100


def is_silent(samples: Samples) -> bool:
    return loudness_of(_minutes(samples), SAMPLE_RATE) < SILENT_LUFS


def without_edges(samples: Samples) -> Samples:
    """``samples``, which are not silent, without the silence around them: what stands before and behind them
    has pauses of its own. Breaths and the last sound stay."""
    levels = 10 * np.log10(np.mean(_hops(samples) ** 2, axis=1) + 1e-12)
    loud = np.flatnonzero(levels > np.percentile(levels, 95) - _QUIET_DB)
    first = max(0, int(loud[0]) * _HOP - _LEAD)
    last = min(samples.size, (int(loud[-1]) + 1) * _HOP + _TAIL)
    cut = samples[first:last].copy()
    fade = np.linspace(0, 1, min(_FADE, cut.size), dtype=np.float32)
    cut[: fade.size] *= fade
    cut[cut.size - fade.size :] *= fade[::-1]
    return cut


def _hops(samples: Samples) -> Samples:
    return np.pad(samples, (0, -samples.size % _HOP)).reshape(-1, _HOP)


def levelled(samples: Samples) -> Samples:
    """At −16 LUFS as dual mono, with true peaks under −1 dBTP; what is all peaks stays quieter."""
    gain_db = 0.0
    louder = _limited(samples, gain_db)
    for _ in range(_ROUNDS):
        short_by = TARGET_LUFS - loudness_of(_minutes(louder), SAMPLE_RATE)
        if not math.isfinite(short_by) or abs(short_by) < _CLOSE_LU or gain_db + short_by > _MOST_GAIN_DB:
            break
        gain_db += short_by
        louder = _limited(samples, gain_db)
    return louder


def encoded(samples: Samples) -> bytes:
    """Frames of the profile. Raises EngineFailed if LAME leaves it."""
    encoder = Mp3Encoder()
    for piece in _minutes(samples):
        encoder.add(piece)
    return encoder.end()


def _limited(samples: Samples, gain_db: float) -> Samples:
    gain = np.float32(10 ** (gain_db / 20))
    limited = np.empty_like(samples)
    for start in range(0, samples.size, _PIECE):
        first, last = max(0, start - _EDGE), min(samples.size, start + _PIECE + _EDGE)
        piece = limit(samples[first:last] * gain, CEILING, _REACH)
        end = min(samples.size, start + _PIECE)
        limited[start:end] = piece[start - first : end - first]
    return limited


def _minutes(samples: Samples) -> list[Samples]:
    return [samples[start : start + _PIECE] for start in range(0, samples.size, _PIECE)]
