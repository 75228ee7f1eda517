"""The breaths of a sentence, put together with the pause that is to be heard between them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from workers.engines.base import Samples

_FRAME = 120  # 5 ms
_FLOOR = 10 ** (-50 / 20)
"""Of the loudest frame: below it there is no sound."""
_KEPT = 360
"""Samples of silence that stay at both edges of a sound, so that no soft beginning is cut: 15 ms."""
_FADED = 1900
"""Samples heard as a part of the pause, beside what is put in: the edges that stay, and the last sound, which
dies away. 80 ms."""


class Sounding(NamedTuple):
    """``lengths`` of the phonemes and the pads around them, in samples; None when the network gives none."""

    samples: Samples
    lengths: list[float] | None


def joined(sounds: Sequence[Sounding], pauses: Sequence[int]) -> Sounding:
    """``sounds`` as one. The silence heard behind each but the last is that of ``pauses``, in samples; times
    stay true, and are None if one of them has none."""
    whole = sounds[0]
    for pause, sound in zip(pauses, sounds[1:], strict=False):
        whole = _pair(whole, sound, max(0, pause - _FADED))
    return whole


def _pair(one: Sounding, other: Sounding, gap: int) -> Sounding:
    last, first = _edges(one.samples)[1], _edges(other.samples)[0]
    silence = np.zeros(gap, np.float32)
    samples = np.concatenate([one.samples[:last], silence, other.samples[first:]])
    if one.lengths is None or other.lengths is None:
        return Sounding(samples, None)
    between = one.lengths[-1] + other.lengths[0] - (one.samples.size - last) + gap - first
    lengths = [*one.lengths[:-2], one.lengths[-2] + between, *other.lengths[1:]]
    return Sounding(samples, lengths)


def _edges(samples: Samples) -> tuple[int, int]:
    """First and last sample of what sounds, and of the silence that stays around it."""
    padded = np.pad(samples, (0, -samples.size % _FRAME))
    levels = np.sqrt(np.mean(padded.reshape(-1, _FRAME) ** 2, axis=1))
    loud = np.flatnonzero(levels > levels.max() * _FLOOR)
    first, last = int(loud[0]) * _FRAME - _KEPT, (int(loud[-1]) + 1) * _FRAME + _KEPT
    return max(0, first), min(samples.size, last)
