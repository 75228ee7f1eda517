"""Whether finished narrations are intact in their bucket: by what the provider says of each object, or by
reading all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from audio_cache.narration_id import NarrationId
from audio_cache.shared.bucket import Bucket
from audio_cache.shared.narrations import SharedNarrations
from audio_cache.shared.objects import MARKERS, NarrationObjects, NarrationRecord, audio_name, object_name
from audio_cache.timeline import agrees_with_itself
from audio_cache.upkeep.check import Finding, Report


def verify_shared(
    narrations: SharedNarrations, ids: Iterable[NarrationId], *, deep: bool, mend: bool
) -> Report:
    """Look at the finished narrations ``ids``: two requests for each. May run beside working processes.

    Each marker is read. Of its file, size and ETag are compared with those of the day when it was put: they
    change with the bytes. ``deep`` reads the file and compares it with its SHA-256, too; so is one whose ETag
    is another. ``mend`` removes what is damaged, so that it is made again when somebody asks for it.

    Raises StoreAway.
    """
    objects, count, findings = NarrationObjects(narrations.bucket), 0, []
    for narration in ids:
        count += 1
        problem = problem_of(objects, narration, deep=deep)
        if problem:
            if mend:
                narrations.take_back(narration)
            findings.append(
                Finding(object_name(MARKERS, narration), problem, "removed, to be made again" if mend else "")
            )
    return Report(0, count, tuple(findings))


def problem_of(objects: NarrationObjects, narration: NarrationId, *, deep: bool) -> str:
    """What is wrong with it; "" if nothing is."""
    record = objects.marker_now(narration)
    if record is None:
        return "its commit marker is not there, or cannot be read"
    if not agrees_with_itself(record.finished):
        return "commit marker: times and bytes do not agree"
    return _audio_problem(objects.bucket, record, deep=deep)


def _audio_problem(bucket: Bucket, record: NarrationRecord, *, deep: bool) -> str:
    name, finished = audio_name(record.finished), record.finished
    head = bucket.head(name)
    if head is None:
        return f"{name} is not there"
    if head.size != finished.size:
        return f"{name} has {head.size} bytes, not {finished.size}"
    if not deep and record.put_as and head.etag == record.put_as:
        return ""
    digest = hashlib.sha256()
    bucket.fetch(name, digest.update)
    return "" if digest.hexdigest() == finished.etag else f"{name} does not match its digest"
