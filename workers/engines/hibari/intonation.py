"""The melody of a question to be answered with yes or no: its last syllables rise. Pure.

hibari's network reads a question mark as a full stop: of twelve such questions it let eight fall, as it does
the statement in the same words. Its spectrum keeps the pitch apart, so that it can be led.
"""

from __future__ import annotations

import numpy as np

from workers.engines.base import Samples

_VOICED = 40.0
"""Hz, below which a frame has no pitch: hibari's own bound."""
_AUDIBLE = 1e-3
"""Of the power of the loudest frame."""
_RISE, _LEAST = 26, 8
"""Frames with a pitch: 0.33 s, or half of a short question, and 0.1 s at the least."""
_LOW, _HIGH, _TOP = -3.0, 1.0, 4.5
"""Semitones from the median: where the rise may begin, and where it ends."""
_BLENDED = 0.25
"""Of the rise: over this much of it the voice leaves its own way."""
_CURVE = 1.2


def rising(pitch: Samples, harmonics: Samples) -> Samples:
    """``pitch`` in Hz, frame by frame, with a rise at its end. ``harmonics``: the logarithm of the amplitude
    of the voice in each band of each frame."""
    power = np.exp(2 * np.minimum(harmonics, 7.0)).sum(axis=0)
    voiced = np.flatnonzero((pitch > _VOICED) & (power > power.max() * _AUDIBLE))
    size = min(_RISE, voiced.size // 2)
    if size < _LEAST:
        return pitch
    span = voiced[-size:]
    median = np.median(pitch[voiced])
    own = 12 * np.log2(pitch[span] / median)
    way = np.arange(1, size + 1) / size
    bottom = min(max(own[0], _LOW), _HIGH)
    wanted = bottom + (_TOP - bottom) * way**_CURVE
    share = np.minimum(1.0, way / _BLENDED)
    led = pitch.copy()
    led[span] = median * 2 ** ((own * (1 - share) + wanted * share) / 12)
    led[span[-1] + 1 :][pitch[span[-1] + 1 :] > _VOICED] = led[span[-1]]
    return led
