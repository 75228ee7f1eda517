"""Whether this web process has been told to end. What it is still asked it answers, but it should get nothing
new."""

from __future__ import annotations

_stopping = False


def begin_stopping() -> None:
    """For the handler of a signal."""
    global _stopping
    _stopping = True


def is_stopping() -> bool:
    return _stopping
