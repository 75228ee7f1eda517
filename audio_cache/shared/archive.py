"""A bucket as a place that finished narrations are copied to and from."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from audio_cache.narration_id import NarrationId, RecordingName
from audio_cache.shared.bucket import Bucket
from audio_cache.shared.check import problem_of
from audio_cache.shared.objects import NarrationObjects, NarrationRecord, audio_name
from audio_cache.shared.orphans import kept_narrations
from audio_cache.upkeep.moving import Packed


class BucketArchive:
    """``adopt`` tells the processes that use the bucket of what was put."""

    def __init__(
        self, bucket: Bucket, adopt: Callable[[NarrationRecord], object] = lambda record: None
    ) -> None:
        self._bucket = bucket
        self._objects = NarrationObjects(bucket)
        self._adopt = adopt

    @property
    def place(self) -> str:
        return self._bucket.place

    def held(self) -> Iterator[tuple[NarrationId, str]]:
        for kept in kept_narrations(self._bucket):
            if kept.is_whole:
                files = [one.name.rpartition("/")[2].removesuffix(".mp3") for one in kept.audio]
                yield kept.narration, files[0] if len(files) == 1 else ""

    def pack(self, narration: NarrationId) -> Packed | None:
        record = self._objects.marker_now(narration)
        audio = self._bucket.get(audio_name(record.finished)) if record else None
        if record is None or audio is None or hashlib.sha256(audio).hexdigest() != record.finished.etag:
            return None
        return Packed(record, audio, self._objects.manifest(narration))

    def unpack(self, packed: Packed) -> bool:
        record, narration = packed.record, packed.record.finished.narration
        there = self._objects.marker_now(narration)
        if there is not None and there.finished.etag != record.finished.etag:
            if there.at > record.at:
                return True
            self._objects.drop(there.finished)
            there = None
        if there is None or problem_of(self._objects, narration, deep=False):
            if there is not None:
                self._objects.drop_marker(narration)
            record = self._put(packed)
        if packed.manifest is not None:
            self._objects.put_manifest(narration, packed.manifest)
        self._adopt(record)
        return not problem_of(self._objects, narration, deep=False)

    def remove(self, narration: NarrationId) -> None:
        if (record := self._objects.marker_now(narration)) is not None:
            self._objects.drop(record.finished)

    def recordings(self) -> Iterator[RecordingName]:
        return self._objects.recordings()

    @contextmanager
    def recording(self, name: RecordingName) -> Iterator[Path | None]:
        with tempfile.NamedTemporaryFile() as file:
            found = self._objects.fetch_recording(*name, file.write)
            file.flush()
            yield Path(file.name) if found else None

    def put_recording(self, name: RecordingName, path: Path) -> None:
        self._objects.put_recording(*name, path)

    def drop_recording(self, name: RecordingName) -> None:
        self._objects.drop_recording(*name)

    def _put(self, packed: Packed) -> NarrationRecord:
        """The file, then its marker; or that of whoever was first."""
        put_as = self._objects.put_audio(packed.record.finished, packed.audio)
        record = msgspec.structs.replace(packed.record, put_as=put_as)
        if self._objects.create_marker(record):
            return record
        return self._objects.marker_now(record.finished.narration) or record
