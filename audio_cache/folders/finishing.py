"""The finished file of a revision: made, checked, taken back."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from audio_cache.disk import PendingFile, fingerprint, read_record, size_or_none, sync_to_disk
from audio_cache.errors import NarrationGone
from audio_cache.folders.digests import changed
from audio_cache.folders.paths import NarrationFolder
from audio_cache.folders.revisions import Revisions, check_tag
from audio_cache.mp3.assemble import assemble
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import NarrationState
from audio_cache.plan import Finished, Plan
from audio_cache.store import SegmentInfo
from audio_cache.timeline import agrees_with_itself


class KeptWords(msgspec.Struct, frozen=True):
    """The infos of each segment of the finished narration whose file is ``etag``: a segment spoken again has
    other times."""

    etag: str
    infos: tuple[SegmentInfo | None, ...]


class FolderAudio:
    """``WholeAudio`` in a narration folder."""

    __slots__ = ("_folder", "finished")

    def __init__(self, folder: NarrationFolder, finished: Finished) -> None:
        self._folder = folder
        self.finished = finished

    @property
    def watched(self) -> Path:
        return self._folder.path.parent

    @property
    def place(self) -> str:
        return str(self._folder.audio)

    def signed_address(self, seconds: int) -> None:
        """A folder has none."""

    def file(self) -> Path:
        return self._folder.audio


class FinishedRevisions(Revisions):
    """``audio.mp3`` with its commit marker."""

    def finish(self, plan: Plan, tag: bytes | None = None) -> Finished:
        """Make ``audio.mp3``, once: a second call gives the first one's result.

        ``tag`` takes the place of the plan's tag and has its size (a final tag can hold chapters). An earlier
        failure is cleared. Raises Incomplete when a segment is absent or damaged.
        """
        done = self.finished(plan.narration)
        return done or self._finish(plan, self.tag(plan.narration) if tag is None else tag)

    def _finish(self, plan: Plan, tag: bytes) -> Finished:
        check_tag(plan, tag)
        folder = self.folders.revision(plan.narration)
        self._must_exist(plan.narration)
        with self._gone_if_deleted(folder), PendingFile(folder.audio, durable=True) as audio:
            made = assemble(plan, tag, self.segments, audio.write)
            audio.complete()
            with PendingFile(folder.finished, durable=True) as record:
                record.write(msgspec.json.encode(made))
                record.complete()
                return self._commit(made, folder, audio, record)

    def _commit(
        self, made: Finished, folder: NarrationFolder, audio: PendingFile, record: PendingFile
    ) -> Finished:
        # If it was deleted meanwhile, the folder is gone with both drafts in it: there is nothing to rename.
        with self._lock():
            if (done := self.finished(made.narration)) is not None:
                return done
            audio.publish()
            record.publish()
            folder.failure.unlink(missing_ok=True)
        sync_to_disk(folder.path)
        return made

    @contextmanager
    def _gone_if_deleted(self, folder: NarrationFolder) -> Iterator[None]:
        try:
            with self._clear_errors():
                yield
        except FileNotFoundError as error:
            raise NarrationGone(f"{folder.name} was deleted meanwhile") from error

    def finished(self, narration: NarrationId) -> Finished | None:
        folder = self.folders.revision(narration)
        record = read_record(folder.finished, Finished)
        return record if record is not None and size_or_none(folder.audio) == record.size else None

    def look(self, narration: NarrationId) -> NarrationState:
        failure = self.failure(narration)  # first: what was stored before it is still sent
        finished, plan = self.finished(narration), self.plan(narration)
        return NarrationState(plan is None and self.is_deleted(narration), plan, failure, finished)

    def audio(self, narration: NarrationId) -> FolderAudio | None:
        finished = self.finished(narration)
        return FolderAudio(self.folders.revision(narration), finished) if finished else None

    def kept_infos(self, plan: Plan) -> tuple[SegmentInfo | None, ...] | None:
        kept = read_record(self.folders.revision(plan.narration).words, KeptWords)
        if kept is None or len(kept.infos) != len(plan.segments):
            return None
        finished = self.finished(plan.narration)
        return kept.infos if finished is not None and kept.etag == finished.etag else None

    def audio_path(self, narration: NarrationId) -> Path:
        """Where the whole file is, once finished."""
        return self.folders.revision(narration).audio

    def unfinish(self, narration: NarrationId, *, unused_since: float = math.inf) -> None:
        """Undo ``finish``, so that the file is made again; not if it was wanted ``unused_since`` then (s
        since 1970)."""
        folder = self.folders.revision(narration)
        with self.writing():
            if folder.wanted_at() < unused_since:
                for path in (folder.finished, folder.audio, folder.words):
                    path.unlink(missing_ok=True)

    def problem(self, narration: NarrationId) -> str:
        """What is wrong with ``audio.mp3`` and its marker; "" when they are whole or absent. Reads all of
        the file."""
        return self._surely(_problem, narration)

    def plan_problem(self, narration: NarrationId) -> str:
        """What is wrong with script, tag or plan; "" when they are as they were written, or absent."""
        return self._surely(changed, narration)

    def _surely(self, problem: Callable[[NarrationFolder], str], narration: NarrationId) -> str:
        folder = self.folders.revision(narration)
        if not problem(folder):
            return ""
        with self.writing():  # else a ``finish`` or ``unfinish`` half way through would look damaged
            return problem(folder)


def _problem(folder: NarrationFolder) -> str:
    audio, marker = folder.audio, folder.finished
    size, digest = fingerprint(audio)
    record = read_record(marker, Finished)
    if size is None and not marker.exists():
        return ""
    if size is None or record is None:
        return f"{audio.name} and {marker.name}: one is absent or cannot be read"
    if (size, digest) != (record.size, record.etag):
        return f"{audio.name} does not match its digest"
    return "" if agrees_with_itself(record) else f"{marker.name}: times and bytes do not agree"
