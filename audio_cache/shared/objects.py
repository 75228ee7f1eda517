"""What a finished narration is in the bucket: two objects, and a third if it is signed. And recordings.

v1/a/<article id>/<revision>/<SHA-256>.mp3   the file
v1/n/<article id>/<revision>                 everything else about it: the commit marker, created once
v1/c/<article id>/<revision>                 its Content Credentials
v1/r/<article id>/<SHA-256>                  a recording of the article, as it was uploaded
v1/id                                        the id of the store
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from audio_cache.disk import UNREADABLE
from audio_cache.folders.paths import ID, checked
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Finished, Outcome, Plan
from audio_cache.shared.bucket import Bucket
from audio_cache.store import SegmentInfo

AUDIO, MARKERS, CREDENTIALS, RECORDINGS = "v1/a", "v1/n", "v1/c", "v1/r"
STORE_ID = "v1/id"
CONTENT_TYPE = "audio/mpeg"

Record = TypeVar("Record", bound=msgspec.Struct)


class NarrationRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The commit marker. ``at``: when it was finished, in s since 1970. ``infos`` are those of the plan's
    segments. ``outcomes`` and ``articles`` (as read) by the digest of their request."""

    finished: Finished
    at: float
    plan: Plan
    tag: bytes
    script: bytes
    infos: tuple[SegmentInfo | None, ...]
    outcomes: dict[str, Outcome] = {}
    articles: dict[str, bytes] = {}


class SignedManifest(msgspec.Struct, frozen=True):
    """``record`` is the JSON of a ``StoredCredentials``."""

    record: bytes
    manifest: bytes


class NarrationObjects:
    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self._read = lru_cache(maxsize=32)(self._marker)  # markers never change, but for being deleted

    def marker(self, narration: NarrationId) -> NarrationRecord | None:
        """As it was when this process last looked; None if there is none. Raises StoreAway."""
        found = self._read(narration)
        if found is None:
            self._read.cache_clear()
        return found

    def marker_now(self, narration: NarrationId) -> NarrationRecord | None:
        return self._marker(narration)

    def create_marker(self, record: NarrationRecord) -> bool:
        """False if another was first."""
        data = zlib.compress(msgspec.msgpack.encode(record))
        return self.bucket.create(_name(MARKERS, record.finished.narration), data)

    def put_audio(self, finished: Finished, data: bytes) -> None:
        self.bucket.put(audio_name(finished), data, CONTENT_TYPE)

    def put_manifest(self, narration: NarrationId, signed: SignedManifest) -> None:
        self.bucket.replace(_name(CREDENTIALS, narration), msgspec.msgpack.encode(signed))

    def manifest(self, narration: NarrationId) -> SignedManifest | None:
        data = self.bucket.get(_name(CREDENTIALS, narration))
        return _record_of(data, SignedManifest)

    def put_recording(self, article_id: str, digest: str, path: Path) -> None:
        self.bucket.put_file(_recording(article_id, digest), path)

    def fetch_recording(self, article_id: str, digest: str, write: Callable[[bytes], object]) -> bool:
        """False if there is none."""
        return self.bucket.fetch(_recording(article_id, digest), write)

    def drop_recordings(self, article_id: str, but: Collection[str]) -> None:
        stay = {_recording(article_id, digest) for digest in but}
        names = self.bucket.names(f"{RECORDINGS}/{checked(article_id)}/")
        self.bucket.delete([name for name in names if name not in stay])

    def drop_marker(self, narration: NarrationId) -> None:
        self.bucket.delete([_name(MARKERS, narration)])
        self._read.cache_clear()

    def drop(self, finished: Finished) -> None:
        """Marker first: without one, the file is nothing."""
        self.drop_marker(finished.narration)
        self.bucket.delete([audio_name(finished)])

    def drop_article(self, article_id: str) -> None:
        """Everything about it, markers first."""
        for folder in (MARKERS, CREDENTIALS, AUDIO, RECORDINGS):
            self.bucket.delete(list(self.bucket.names(f"{folder}/{checked(article_id)}/")))
        self._read.cache_clear()

    def revisions(self, article_id: str) -> list[NarrationId]:
        return list(self._ids(f"{MARKERS}/{checked(article_id)}/"))

    def ids(self) -> Iterator[NarrationId]:
        return self._ids(f"{MARKERS}/")

    def _ids(self, prefix: str) -> Iterator[NarrationId]:
        for name in self.bucket.names(prefix):
            article_id, _, revision = name.removeprefix(f"{MARKERS}/").partition("/")
            if ID.fullmatch(article_id) and ID.fullmatch(revision):
                yield NarrationId(article_id, revision)

    def _marker(self, narration: NarrationId) -> NarrationRecord | None:
        data = self.bucket.get(_name(MARKERS, narration))
        try:
            return None if data is None else _record_of(zlib.decompress(data), NarrationRecord)
        except zlib.error:
            return None


def audio_name(finished: Finished) -> str:
    return f"{_name(AUDIO, finished.narration)}/{finished.etag}.mp3"


def _name(folder: str, narration: NarrationId) -> str:
    return f"{folder}/{checked(narration.article_id)}/{checked(narration.revision)}"


def _recording(article_id: str, digest: str) -> str:
    return f"{RECORDINGS}/{checked(article_id)}/{checked(digest)}"


def _record_of(data: bytes | None, kind: type[Record]) -> Record | None:
    """None for what cannot be read: it counts as absent."""
    try:
        return None if data is None else msgspec.msgpack.decode(data, type=kind)
    except UNREADABLE:
        return None
