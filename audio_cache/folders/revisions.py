"""A revision before it is finished: script, plan, tag, and the failure, if any."""

from __future__ import annotations

import os

import msgspec

from audio_cache.disk import publish, read_or_none, read_record, size_or_none
from audio_cache.errors import NarrationGone
from audio_cache.folders.digests import forget_digests, note_digests
from audio_cache.folders.locked import LockedFolders
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Failure, Plan


class Revisions(LockedFolders):
    """Scripts, plans and failures."""

    def put_script(self, narration: NarrationId, data: bytes) -> None:
        """Make the revision. ``data`` is the script as JSON."""
        folder = self.folders.revision(narration)
        with self.writing():
            folder.path.mkdir(parents=True, exist_ok=True)
            forget_digests(folder)
            publish(folder.script, data)

    def script(self, narration: NarrationId) -> bytes | None:
        return read_or_none(self.folders.revision(narration).script)

    def put_plan(self, plan: Plan, tag: bytes) -> None:
        """Store the plan, or replace it (atomically). Raises ValueError when the tag does not have its
        size."""
        check_tag(plan, tag)
        folder = self.folders.revision(plan.narration)
        with self.writing():
            self._must_exist(plan.narration)
            self.segments.want(plan.keys)
            forget_digests(folder)
            publish(folder.tag, tag)
            publish(folder.plan, msgspec.json.encode(plan))
            note_digests(folder)

    def want(self, plan: Plan) -> bool:
        """Mark ``plan`` as wanted from now on: neither it nor its segments are pruned as unused. False if it
        has just been deleted."""
        with self.writing():
            try:
                os.utime(self.folders.revision(plan.narration).plan)
            except FileNotFoundError:
                return False
        self.segments.want(plan.keys)
        return True

    def plan(self, narration: NarrationId) -> Plan | None:
        folder = self.folders.revision(narration)
        plan = read_record(folder.plan, Plan)
        return plan if plan is not None and size_or_none(folder.tag) == plan.tag_bytes else None

    def tag(self, narration: NarrationId) -> bytes:
        """Raises NarrationGone when there is none."""
        tag = read_or_none(self.folders.revision(narration).tag)
        if tag is None:
            raise NarrationGone(f"{narration} has no plan")
        return tag

    def missing(self, plan: Plan) -> list[int]:
        """Indexes of the segments that are not stored."""
        return [index for index, size in enumerate(self.sizes(plan)) if size is None]

    def sizes(self, plan: Plan) -> list[int | None]:
        """Bytes of audio of each segment; None where it is not stored."""
        return self.segments.sizes([segment.key for segment in plan.segments])

    def put_failure(self, narration: NarrationId, failure: Failure) -> None:
        path = self.folders.revision(narration).failure
        with self.writing():
            self._must_exist(narration)
            publish(path, msgspec.json.encode(failure))

    def failure(self, narration: NarrationId) -> Failure | None:
        return read_record(self.folders.revision(narration).failure, Failure)

    def clear_failure(self, narration: NarrationId) -> None:
        self._remove(self.folders.revision(narration).failure)


def check_tag(plan: Plan, tag: bytes) -> None:
    """Raises ValueError unless ``tag`` has the size that ``plan`` promises."""
    if len(tag) != plan.tag_bytes:
        raise ValueError(f"a tag of {len(tag)} bytes, not the {plan.tag_bytes} that the plan promises")
