"""What the audio cache may raise, as one tree.

    CacheError
    ├── StoreFull            the disk is full
    │   └── StoreReadOnly    or read-only
    ├── StoreAway            Redis or the bucket does not answer
    ├── StoreUnfit           a bucket that cannot be used at all
    ├── Gone                 the narration was deleted meanwhile
    ├── CutShort             a file has become shorter while it was read
    ├── Incomplete           segments or sounds are missing, so the file cannot be assembled
    └── ClaimsUnavailable    the server that keeps claims does not answer

An id or key of the wrong form, or audio that is not whole frames, is a ValueError: the caller's mistake.
"""

from __future__ import annotations


class CacheError(Exception):
    """Root of what this room raises."""


class StoreFull(CacheError):
    """Nothing was stored, and nothing of it is left behind. ``kind`` is what the service calls it."""

    kind = "disk-full"


class StoreReadOnly(StoreFull):
    """A disk that the system has remounted after errors, or a folder whose owner has changed."""

    kind = "storage-unavailable"


class StoreAway(CacheError):
    """Nothing is known to be lost: try again later. ``kind`` is what the service calls it."""

    kind = "storage-unavailable"


class StoreUnfit(CacheError):
    """Says what to do about it, in sentences."""


class NarrationGone(CacheError):
    """The revision has no ``script.json`` (any more): nothing may be written for it."""


class CutShort(CacheError):
    """A narration gave fewer bytes than its record promises: its file is being overwritten, or was just
    deleted."""


class Incomplete(CacheError):
    """``missing`` are the indexes of segments that are absent or were damaged, ascending; empty if a
    show's sound is missing."""

    def __init__(self, missing: tuple[int, ...]) -> None:
        super().__init__(
            f"{len(missing)} segment(s) missing, the first is {missing[0]}"
            if missing
            else "a sound is missing"
        )
        self.missing = missing


class ClaimsUnavailable(CacheError):
    """It cannot be known now whether the claim is held."""
