"""An axis with round numbers. Pure."""

from __future__ import annotations

import math

_ROUND = (1, 2, 5, 10)
MOST_STEPS = 4
MOST_NUMBERS = 6
"""Along an axis of numbered places; so many fit on a phone."""


def ticks(most: float, *, whole: bool = True) -> tuple[float, ...]:
    """Values from 0 to ``most`` or just beyond, evenly apart, at most MOST_STEPS steps: each step is 1, 2 or
    5 times a power of ten. ``whole``: steps below 1 make no sense, as nobody plays half an article.
    ``most`` is finite and not negative; of 0, the axis still has a step."""
    step = _step(most / MOST_STEPS)
    if whole:
        step = max(step, 1.0)
    count = max(math.ceil(round(most / step, 9)), 1)
    return tuple(_exact(step, number) for number in range(count + 1))


def _step(least: float) -> float:
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in _ROUND if step * power >= least * (1 - 1e-9))


def _exact(step: float, number: int) -> float:
    """Without the dust of 3 × 0.1."""
    digits = max(-math.floor(math.log10(step)), 0)
    return round(step * number, digits)


def numbered(count: int) -> tuple[int, ...]:
    """Which of ``count`` places, numbered from 1, get a label: those with round numbers."""
    step = int(max(_step(count / MOST_NUMBERS), 1))
    return tuple(range(step - 1, count, step))


def marked(count: int, most: int = 5) -> tuple[int, ...]:
    """Which of ``count`` places in a row get a label: at most ``most``, evenly apart, the last among them."""
    if count <= 0:
        return ()
    step = max(math.ceil((count - 1) / max(most - 1, 1)), 1)
    return tuple(range((count - 1) % step, count, step))
