"""The publisher's sounds and pictures in the bucket: ``v1/p/<SHA-256>``.

Few, and never removed: each is there once, however many versions of the publisher's files name it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from audio_cache.disk import publish
from audio_cache.shared.bucket import Bucket

FILES = "v1/p"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class NamedFiles(Protocol):
    """Files by the SHA-256 of what is in them."""

    def put(self, digest: str, data: bytes) -> None: ...

    def fetch(self, digest: str, write: Callable[[bytes], object]) -> bool:
        """Give the file to ``write``, block by block; False if there is none."""

    def digests(self) -> frozenset[str]:
        """Of all that are there."""


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


class SavedFiles:
    """The same in the folder of a backup. Raises OSError, StoreFull."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, digest: str, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        publish(self._folder / digest, data)

    def fetch(self, digest: str, write: Callable[[bytes], object]) -> bool:
        path = self._folder / digest
        if not path.is_file():
            return False
        write(path.read_bytes())
        return True

    def digests(self) -> frozenset[str]:
        found = self._folder.iterdir() if self._folder.is_dir() else ()
        return frozenset(path.name for path in found if _SHA256.fullmatch(path.name))


def copy_files(source: NamedFiles, target: NamedFiles) -> None:
    """What ``target`` lacks. Raises what they raise."""
    for digest in sorted(source.digests() - target.digests()):
        data = bytearray()
        if source.fetch(digest, data.extend):
            target.put(digest, bytes(data))
