"""How the work grows with the text, in processor time: what others do on the machine does not count."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable

DOUBLING = 2.6
"""What twice the text may take, of what the text takes."""
NOISE_S = 0.02


def cpu(do: Callable[[], object], runs: int = 1) -> float:
    """Seconds of this thread's time: the least of ``runs``."""
    best = float("inf")
    for _ in range(runs):
        begin = time.thread_time()
        do()
        best = min(best, time.thread_time() - begin)
    return best


def growth(do: Callable[[int], object], length: int) -> float:
    """By how much the time grows with each doubling from ``length`` to four times that."""
    return _growth(do, length, cpu(lambda: do(4 * length)))


def doubling(do: Callable[[int], object], length: int) -> float:
    """``growth``; 1 for what takes no time even with four times the ``length``."""
    long = cpu(lambda: do(4 * length))
    return _growth(do, length, long) if long > NOISE_S else 1


def _growth(do: Callable[[int], object], length: int, long: float) -> float:
    """``long`` is what four times the ``length`` has taken. A suspicion is looked at twice again, at twice
    the length and with more runs: what others do on the machine is never in all of them."""
    found = _root(cpu(lambda: do(length)), long)
    for _ in range(2):
        if found > DOUBLING:
            found = min(found, _root(cpu(lambda: do(2 * length), 3), cpu(lambda: do(8 * length), 3)))
    return found


def _root(short: float, long: float) -> float:
    return math.sqrt(long / max(short, 1e-5))


def step() -> float:
    """Seconds that one character takes a simple pattern on this machine, now."""
    pattern, text = re.compile("[a-y]*z"), "a" * 1_500
    return cpu(lambda: pattern.search(text), 5) / (len(text) ** 2 / 2)
