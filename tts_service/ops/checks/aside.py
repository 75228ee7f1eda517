"""A check in a process of its own: what it loads is gone with it, so the supervisor stays small."""

from __future__ import annotations

import os
from collections.abc import Callable

import msgspec

from tts_service.ops.checks.check import Check


class CheckAside:
    """``check`` begins at once, beside what this process does. Begin it before there are threads."""

    def __init__(self, check: Callable[[], Check]) -> None:
        self._pipe, writing = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            _tell(check, writing)
        os.close(writing)

    def result(self) -> Check:
        """Waits for it."""
        with os.fdopen(self._pipe, "rb") as pipe:
            told = pipe.read()
        os.waitpid(self._child, 0)
        if not told:
            return Check("start", "failed", "A check was killed before it was done", "Is there memory left?")
        return msgspec.json.decode(told, type=Check)


def _tell(check: Callable[[], Check], writing: int) -> None:
    """Ends this process, a child, which holds on to nothing of its parent's: not to its output either."""
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for taken in (0, 1, 2):
            os.dup2(nothing, taken)
        os.write(writing, msgspec.json.encode(check()))
    finally:
        os._exit(0)
