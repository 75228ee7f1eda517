"""What a finished narration is in the bucket: two objects, and a third if it is signed. And recordings.

v1/a/<article id>/<revision>/<SHA-256>.mp3   the file
v1/n/<article id>/<revision>                 everything else about it: the commit marker, created once
v1/c/<article id>/<revision>                 its Content Credentials
v1/q/<article id>/<revision>                 what its marker was, when its file was pruned
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
from audio_cache.narration_id import NarrationId, RecordingName
from audio_cache.plan import Finished, Outcome, Plan
from audio_cache.shared.bucket import Bucket
from audio_cache.store import SegmentInfo

AUDIO, MARKERS, CREDENTIALS, QUIET, RECORDINGS = "v1/a", "v1/n", "v1/c", "v1/q", "v1/r"
STORE_ID = "v1/id"
CONTENT_TYPE = "audio/mpeg"

Record = TypeVar("Record", bound=msgspec.Struct)


class NarrationRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The commit marker. ``at``: when it was finished, in s since 1970. ``infos`` are those of the plan's
    segments. ``outcomes`` and ``articles`` (as read) by the digest of their request. ``put_as``: the ETag
    that the provider gave the file; "" if it is not known."""

    finished: Finished
    at: float
    plan: Plan
    tag: bytes
    script: bytes
    infos: tuple[SegmentInfo | None, ...]
    outcomes: dict[str, Outcome] = {}
    articles: dict[str, bytes] = {}
    put_as: str = ""


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
        return self.bucket.create(object_name(MARKERS, record.finished.narration), _packed(record))

    def put_audio(self, finished: Finished, data: bytes) -> str:
        """Returns the provider's ETag."""
        return self.bucket.put(audio_name(finished), data, CONTENT_TYPE)

    def put_quiet(self, record: NarrationRecord) -> None:
        self.bucket.replace(object_name(QUIET, record.finished.narration), _packed(record))

    def quiet(self, narration: NarrationId) -> NarrationRecord | None:
        """The marker of a file that was pruned."""
        return self._unpacked(object_name(QUIET, narration))

    def put_manifest(self, narration: NarrationId, signed: SignedManifest) -> None:
        self.bucket.replace(object_name(CREDENTIALS, narration), msgspec.msgpack.encode(signed))

    def manifest(self, narration: NarrationId) -> SignedManifest | None:
        data = self.bucket.get(object_name(CREDENTIALS, narration))
        return _record_of(data, SignedManifest)

    def put_recording(self, article_id: str, digest: str, path: Path) -> None:
        self.bucket.put_file(_recording(article_id, digest), path)

    def fetch_recording(self, article_id: str, digest: str, write: Callable[[bytes], object]) -> bool:
        """False if there is none."""
        return self.bucket.fetch(_recording(article_id, digest), write)

    def recordings(self) -> Iterator[RecordingName]:
        """All of all articles. Lists them."""
        for one in self.bucket.objects(f"{RECORDINGS}/"):
            yield RecordingName(*one.name.split("/")[-2:])

    def drop_recordings(self, article_id: str, but: Collection[str]) -> None:
        stay = {_recording(article_id, digest) for digest in but}
        found = self.bucket.objects(f"{RECORDINGS}/{checked(article_id)}/")
        self.bucket.delete([one.name for one in found if one.name not in stay])

    def drop_recording(self, article_id: str, digest: str) -> None:
        self.bucket.delete([_recording(article_id, digest)])

    def drop_marker(self, narration: NarrationId) -> None:
        self.bucket.delete([object_name(MARKERS, narration)])
        self._read.cache_clear()

    def drop(self, finished: Finished) -> None:
        """Marker first: without one, the file is nothing."""
        self.drop_marker(finished.narration)
        self.bucket.delete([audio_name(finished)])

    def delete(self, name: str) -> None:
        self.bucket.delete([name])
        self._read.cache_clear()

    def drop_article(self, article_id: str) -> None:
        """Everything about it, markers first."""
        for folder in (MARKERS, QUIET, CREDENTIALS, AUDIO, RECORDINGS):
            found = self.bucket.objects(f"{folder}/{checked(article_id)}/")
            self.bucket.delete([one.name for one in found])
        self._read.cache_clear()

    def revisions(self, article_id: str) -> list[str]:
        """Those that are or were finished. Lists them: never on the way of a request."""
        found = (self._ids(f"{folder}/{checked(article_id)}/") for folder in (MARKERS, QUIET))
        return sorted({narration.revision for ids in found for narration in ids})

    def ids(self) -> Iterator[NarrationId]:
        return self._ids(f"{MARKERS}/")

    def _ids(self, prefix: str) -> Iterator[NarrationId]:
        for one in self.bucket.objects(prefix):
            if (narration := narration_of(one.name)) is not None:
                yield narration

    def _marker(self, narration: NarrationId) -> NarrationRecord | None:
        return self._unpacked(object_name(MARKERS, narration))

    def _unpacked(self, name: str) -> NarrationRecord | None:
        data = self.bucket.get(name)
        try:
            return None if data is None else _record_of(zlib.decompress(data), NarrationRecord)
        except zlib.error:
            return None


def audio_name(finished: Finished) -> str:
    return f"{object_name(AUDIO, finished.narration)}/{finished.etag}.mp3"


def object_name(folder: str, narration: NarrationId) -> str:
    return f"{folder}/{checked(narration.article_id)}/{checked(narration.revision)}"


def narration_of(name: str) -> NarrationId | None:
    """The narration that an object is about; None if its name is none of ours."""
    parts = name.split("/")
    if len(parts) < 4 or not ID.fullmatch(parts[2]) or not ID.fullmatch(parts[3]):
        return None
    return NarrationId(parts[2], parts[3])


def _packed(record: NarrationRecord) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(record))


def _recording(article_id: str, digest: str) -> str:
    return f"{RECORDINGS}/{checked(article_id)}/{checked(digest)}"


def _record_of(data: bytes | None, kind: type[Record]) -> Record | None:
    """None for what cannot be read: it counts as absent."""
    try:
        return None if data is None else msgspec.msgpack.decode(data, type=kind)
    except UNREADABLE:
        return None
