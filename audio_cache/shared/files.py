"""The publisher's sounds and pictures in the bucket: ``v1/p/<SHA-256>``.

Few, and never removed: each is there once, however many versions of the publisher's files name it.
"""

from __future__ import annotations

from collections.abc import Callable

from audio_cache.shared.bucket import Bucket

FILES = "v1/p"


class BucketFiles:
    """Both methods raise StoreAway."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def put(self, digest: str, data: bytes) -> None:
        self._bucket.replace(f"{FILES}/{digest}", data)

    def fetch(self, digest: str, write: Callable[[bytes], object]) -> bool:
        """Give the file to ``write``, block by block; False if there is none."""
        return self._bucket.fetch(f"{FILES}/{digest}", write)
