"""Narration folders: everything about a narration that can be derived from its source.

    <root>/narrations/<article id>/outcome-<request digest>.json, article-<digest>.json,
        picture-<digest of its address>
    <root>/narrations/<article id>/<revision>/script.json, tag.bin, plan.json, digests.json, failure.json,
        audio.mp3, finished.json, words.json

``script.json`` makes a revision; everything else is refused (Gone) where it is not there, so that a worker that is late
cannot bring back half of a narration that was deleted. Putting the script again does bring back a whole one: whoever
prepares an article asks the catalog first. A record that cannot be read counts as absent, and is made again.
"""

from __future__ import annotations

import math
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import msgspec

from audio_cache.assemble import assemble
from audio_cache.digests import changed, forget_digests, note_digests
from audio_cache.disk import (
    Draft,
    clear_when_full,
    exclusive,
    fingerprint,
    publish,
    read_or_none,
    read_record,
    size_or_none,
    sync_folder,
)
from audio_cache.errors import Gone
from audio_cache.plan import Failure, Finished, Outcome, Plan
from audio_cache.store import SegmentStore
from audio_cache.timeline import agrees_with_itself

ID = re.compile(r"[a-z0-9]{1,64}")
TRASH_PREFIX = ".deleted-"
STAMPED = ("script.json", "plan.json", "finished.json")
"""Files of a revision whose time stamps tell when it was last wanted."""


class Narrations:
    """The narration folders under ``root``, made of segments in ``segments``. Shared by any number of processes.

    Every write may raise Gone, StoreFull, and ValueError for an id that is not 1 to 64 of ``a-z0-9``.
    """

    def __init__(self, root: Path, segments: SegmentStore) -> None:
        self.segments = segments
        self._root = root / "narrations"

    def put_outcome(self, article_id: str, digest: str, outcome: Outcome) -> None:
        """An outcome that names a revision needs that revision; a problem stands alone."""
        path = self._outcome(article_id, digest)
        with self.writing():
            if outcome.revision:
                self._must_exist(article_id, outcome.revision)
            path.parent.mkdir(exist_ok=True)
            publish(path, msgspec.json.encode(outcome))

    def outcome(self, article_id: str, digest: str) -> Outcome | None:
        return read_record(self._outcome(article_id, digest), Outcome)

    def clear_outcome(self, article_id: str, digest: str) -> None:
        """So that the next outcome of the same request can be told from this one."""
        self._outcome(article_id, digest).unlink(missing_ok=True)

    def put_article(self, article_id: str, digest: str, data: bytes) -> None:
        """What was read of a page. ``digest`` names the request, and by which rules it was read."""
        path = self._read(article_id, digest)
        with self.writing():
            path.parent.mkdir(exist_ok=True)
            publish(path, data)

    def article(self, article_id: str, digest: str) -> bytes | None:
        return read_or_none(self._read(article_id, digest))

    def clear_article(self, article_id: str, digest: str) -> None:
        """So that the page is read once more."""
        self._read(article_id, digest).unlink(missing_ok=True)

    def put_picture(self, article_id: str, name: str, data: bytes) -> None:
        """Keep a picture of the article. ``name`` is 1 to 64 of ``a-z0-9``. Does nothing for an article that is not there."""
        path = self._article(article_id) / f"picture-{_checked(name)}"
        with self.writing():
            if path.parent.is_dir():
                publish(path, data)

    def picture(self, article_id: str, name: str) -> bytes | None:
        return read_or_none(self._article(article_id) / f"picture-{_checked(name)}")

    def put_script(self, article_id: str, revision: str, data: bytes) -> None:
        """Make the revision. ``data`` is the script as JSON."""
        folder = self._revision(article_id, revision)
        with self.writing():
            folder.mkdir(parents=True, exist_ok=True)
            forget_digests(folder)
            publish(folder / "script.json", data)

    def script(self, article_id: str, revision: str) -> bytes | None:
        return read_or_none(self._revision(article_id, revision) / "script.json")

    def put_plan(self, plan: Plan, tag: bytes) -> None:
        """The plan, or a new one in place of the last (atomically). Raises ValueError when the tag has not its size."""
        _check_tag(plan, tag)
        folder = self._revision(plan.article_id, plan.revision)
        with self.writing():
            self._must_exist(plan.article_id, plan.revision)
            self.segments.want(plan.keys)
            forget_digests(folder)
            publish(folder / "tag.bin", tag)
            publish(folder / "plan.json", msgspec.json.encode(plan))
            note_digests(folder)

    def want(self, plan: Plan) -> bool:
        """``plan`` was found and is counted on from now: neither it nor its segments are pruned as unused. False when it has
        just gone."""
        with self.writing():
            try:
                os.utime(self._revision(plan.article_id, plan.revision) / "plan.json")
            except FileNotFoundError:
                return False
        self.segments.want(plan.keys)
        return True

    def plan(self, article_id: str, revision: str) -> Plan | None:
        folder = self._revision(article_id, revision)
        plan = read_record(folder / "plan.json", Plan)
        return plan if plan is not None and size_or_none(folder / "tag.bin") == plan.tag_bytes else None

    def tag(self, article_id: str, revision: str) -> bytes:
        """Raises Gone when there is none."""
        tag = read_or_none(self._revision(article_id, revision) / "tag.bin")
        if tag is None:
            raise Gone(f"{article_id}/{revision} has no plan")
        return tag

    def missing(self, plan: Plan) -> list[int]:
        """Indexes of the segments that have not landed."""
        return [index for index, size in enumerate(self.sizes(plan)) if size is None]

    def sizes(self, plan: Plan) -> list[int | None]:
        """Bytes of audio of each segment; None where it has not landed."""
        return [self.segments.size(segment.key) for segment in plan.segments]

    def finish(self, plan: Plan, tag: bytes | None = None) -> Finished:
        """Make ``audio.mp3``, once: a second call gives the first one's result.

        ``tag`` takes the place of the plan's tag and has its size (a final tag can hold chapters). A failure noted
        before is cleared. Raises Incomplete when a segment is absent or damaged.
        """
        done = self.finished(plan.article_id, plan.revision)
        return done or self._finish(plan, self.tag(plan.article_id, plan.revision) if tag is None else tag)

    def _finish(self, plan: Plan, tag: bytes) -> Finished:
        _check_tag(plan, tag)
        folder = self._revision(plan.article_id, plan.revision)
        self._must_exist(plan.article_id, plan.revision)
        with self._errors(folder), Draft(folder / "audio.mp3", durable=True) as audio:
            made = assemble(plan, tag, self.segments, audio.write)
            audio.complete()
            with Draft(folder / "finished.json", durable=True) as record:
                record.write(msgspec.json.encode(made))
                record.complete()
                return self._commit(made, audio, record)

    def _commit(self, made: Finished, audio: Draft, record: Draft) -> Finished:
        folder = audio.path.parent
        # Deleted meanwhile, the folder is gone with both drafts in it: there is nothing to rename.
        with self._lock():
            if (done := self.finished(made.article_id, made.revision)) is not None:
                return done
            audio.publish()
            record.publish()
            (folder / "failure.json").unlink(missing_ok=True)
        sync_folder(folder)
        return made

    def finished(self, article_id: str, revision: str) -> Finished | None:
        folder = self._revision(article_id, revision)
        record = read_record(folder / "finished.json", Finished)
        return record if record is not None and size_or_none(folder / "audio.mp3") == record.size else None

    def problem(self, article_id: str, revision: str) -> str:
        """What is wrong with ``audio.mp3`` and its marker; "" when they are whole or absent. Reads all of the file."""
        return self._surely(self._problem, article_id, revision)

    def plan_problem(self, article_id: str, revision: str) -> str:
        """What is wrong with script, tag or plan; "" when they are as they were written, or absent."""
        return self._surely(changed, article_id, revision)

    def _surely(self, problem: Callable[[Path], str], article_id: str, revision: str) -> str:
        folder = self._revision(article_id, revision)
        if not problem(folder):
            return ""
        with self.writing():  # else a ``finish`` or ``unfinish`` half way through would look damaged
            return problem(folder)

    def _problem(self, folder: Path) -> str:
        audio, marker = folder / "audio.mp3", folder / "finished.json"
        size, digest = fingerprint(audio)
        record = read_record(marker, Finished)
        if size is None and not marker.exists():
            return ""
        if size is None or record is None:
            return f"{audio.name} and {marker.name}: one is absent or cannot be read"
        if (size, digest) != (record.size, record.etag):
            return f"{audio.name} does not match its digest"
        return "" if agrees_with_itself(record) else f"{marker.name}: times and bytes do not agree"

    def unfinish(self, article_id: str, revision: str, *, unused_since: float = math.inf) -> None:
        """Take back what ``finish`` made, so that it is made again; not when it was wanted ``unused_since`` (s since 1970)."""
        folder = self._revision(article_id, revision)
        with self.writing():
            if wanted(folder) < unused_since:
                for name in ("finished.json", "audio.mp3", "words.json"):
                    (folder / name).unlink(missing_ok=True)

    def audio_path(self, article_id: str, revision: str) -> Path:
        """Where the whole file is, once finished."""
        return self._revision(article_id, revision) / "audio.mp3"

    def put_failure(self, article_id: str, revision: str, failure: Failure) -> None:
        path = self._revision(article_id, revision) / "failure.json"
        with self.writing():
            self._must_exist(article_id, revision)
            publish(path, msgspec.json.encode(failure))

    def failure(self, article_id: str, revision: str) -> Failure | None:
        return read_record(self._revision(article_id, revision) / "failure.json", Failure)

    def clear_failure(self, article_id: str, revision: str) -> None:
        (self._revision(article_id, revision) / "failure.json").unlink(missing_ok=True)

    def articles(self) -> Iterator[str]:
        """Ids, sorted."""
        return (folder.name for folder in _folders(self._root))

    def revisions(self, article_id: str) -> list[str]:
        """Revisions that have a script, sorted by name."""
        return [folder.name for folder in _folders(self._article(article_id)) if (folder / "script.json").exists()]

    def exists(self, article_id: str, revision: str | None = None) -> bool:
        """True when there is something about the article, or that revision of it."""
        if revision is None:
            return self._article(article_id).is_dir()
        return size_or_none(self._revision(article_id, revision) / "script.json") is not None

    def delete(self, article_id: str) -> None:
        """Remove all that is known about an article, in one step for everyone who looks. Segments stay in their store."""
        folder = self._article(article_id)
        trash = self.trash()
        with self.writing():
            if folder.is_dir():
                folder.rename(trash)
        shutil.rmtree(trash, ignore_errors=True)

    def trash(self) -> Path:
        """A name for a folder on its way out."""
        return self._root / f"{TRASH_PREFIX}{secrets.token_hex(8)}"

    def _article(self, article_id: str) -> Path:
        return self._root / _checked(article_id)

    def _revision(self, article_id: str, revision: str) -> Path:
        return self._root / _checked(article_id) / _checked(revision)

    def _outcome(self, article_id: str, digest: str) -> Path:
        return self._article(article_id) / f"outcome-{_checked(digest)}.json"

    def _read(self, article_id: str, digest: str) -> Path:
        return self._article(article_id) / f"article-{_checked(digest)}.json"

    def _must_exist(self, article_id: str, revision: str) -> None:
        if not self.exists(article_id, revision):
            raise Gone(f"{article_id}/{revision} does not exist or was deleted")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What is looked at and then changed in this block, nobody else changes meanwhile. For a few renames only."""
        with clear_when_full(self._root):
            self._root.mkdir(parents=True, exist_ok=True)
            with self._lock():
                yield

    def _lock(self) -> AbstractContextManager[None]:
        """What is looked at and what is then renamed belong together: else a deletion could come in between."""
        return exclusive(self._root / ".lock")

    @contextmanager
    def _errors(self, folder: Path) -> Iterator[None]:
        try:
            with clear_when_full(self._root):
                yield
        except FileNotFoundError as error:
            raise Gone(f"{folder.parent.name}/{folder.name} was deleted meanwhile") from error


def wanted(folder: Path) -> float:
    """When the revision in ``folder`` was last written or wanted; 0.0 when there is none."""
    return max((path.stat().st_mtime for path in map(folder.joinpath, STAMPED) if path.exists()), default=0.0)


def _checked(name: str) -> str:
    if not ID.fullmatch(name):
        raise ValueError(f"not an id (1 to 64 of a-z and 0-9): {name[:80]!r}")
    return name


def _check_tag(plan: Plan, tag: bytes) -> None:
    if len(tag) != plan.tag_bytes:
        raise ValueError(f"a tag of {len(tag)} bytes, not the {plan.tag_bytes} that the plan promises")


def _folders(parent: Path) -> list[Path]:
    if not parent.is_dir():
        return []
    return sorted(folder for folder in parent.iterdir() if ID.fullmatch(folder.name) and folder.is_dir())
