"""Output that nobody reads any more."""

from __future__ import annotations

import os
import sys


def drop_stdout() -> None:
    """Whoever read our output has left, as ``head`` does. Python would complain once more when it flushes
    at the end."""
    with open(os.devnull, "wb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), sys.stdout.fileno())
