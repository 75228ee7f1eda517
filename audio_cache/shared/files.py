"""The publisher's sounds and pictures in the bucket: ``v1/p/<SHA-256>``.

Few, and never removed: each is there once, however many versions of the publisher's files name it.
"""

from __future__ import annotations

from collections.abc import Callable

from audio_cache.shared.bucket import Bucket

FILES = "v1/p"


class BucketFiles:
    """Every method raises StoreAway."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def put(self, digest: str, data: bytes) -> None:
        self._bucket.replace(f"{FILES}/{digest}", data)

    def fetch(self, digest: str, write: Callable[[bytes], object]) -> bool:
        """Give the file to ``write``, block by block; False if there is none."""
        return self._bucket.fetch(f"{FILES}/{digest}", write)

    def digests(self) -> frozenset[str]:
        """Of all that are there. Lists them."""
        return frozenset(one.name.rpartition("/")[2] for one in self._bucket.objects(f"{FILES}/"))


def copy_files(source: BucketFiles, target: BucketFiles) -> None:
    """What ``target`` lacks. Both may raise StoreAway."""
    for digest in sorted(source.digests() - target.digests()):
        data = bytearray()
        if source.fetch(digest, data.extend):
            target.put(digest, bytes(data))
