"""What the audio cache may raise, as one tree.

    CacheError
    ├── StoreFull            the disk has no room for what was to be kept
    ├── Gone                 the narration was deleted meanwhile
    ├── Incomplete           segments or sounds are missing, so there is nothing whole to assemble
    └── ClaimsUnavailable    the place that keeps claims does not answer

An id or key of the wrong form, or audio that is not whole frames, is a ValueError: the caller's mistake.
"""

from __future__ import annotations


class CacheError(Exception):
    """Root of what this room raises."""


class StoreFull(CacheError):
    """Nothing was stored, and nothing of it is left behind."""


class Gone(CacheError):
    """The revision has no ``script.json`` (any more): nothing may be written for it."""


class Incomplete(CacheError):
    """``missing`` are the indexes of segments that are absent or were damaged, ascending; none when it is a show's sound."""

    def __init__(self, missing: tuple[int, ...]) -> None:
        super().__init__(f"{len(missing)} segment(s) missing, the first is {missing[0]}" if missing else "a sound is missing")
        self.missing = missing


class ClaimsUnavailable(CacheError):
    """Whether somebody holds the claim cannot be known now."""
