"""Whether this web process has been told to end. What it is still asked it answers, but it should get nothing
new."""

from __future__ import annotations

import math
import time

_stopping = False
_ends_at = math.inf


def begin_stopping(drain_s: float = 0.0) -> None:
    """Serve for ``drain_s`` more: until then a load balancer has found out. For the handler of a signal."""
    global _stopping, _ends_at
    if not _stopping:
        _stopping, _ends_at = True, time.monotonic() + drain_s


def is_drained() -> bool:
    """It is to end, and has served as long as it was to."""
    return time.monotonic() >= _ends_at


def is_stopping() -> bool:
    return _stopping
