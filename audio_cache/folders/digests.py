"""Whether script, tag and plan are what was written: ``digests.json`` beside them.

Absent while they change, so that a crash leaves files that cannot be checked rather than files that look
damaged.
"""

from __future__ import annotations

import msgspec

from audio_cache.disk import fingerprint, publish, read_record
from audio_cache.folders.paths import NarrationFolder


class Digests(msgspec.Struct, frozen=True):
    """SHA-256 by file name."""

    sha256: dict[str, str]


def forget_digests(folder: NarrationFolder) -> None:
    folder.digests.unlink(missing_ok=True)


def note_digests(folder: NarrationFolder) -> None:
    found = {path.name: fingerprint(path)[1] for path in (folder.script, folder.tag, folder.plan)}
    publish(folder.digests, msgspec.json.encode(Digests(found)))


def changed(folder: NarrationFolder) -> str:
    """What is wrong; "" if nothing is, or if that cannot be known."""
    noted = read_record(folder.digests, Digests)
    if noted is None:
        return ""
    wrong = [name for name, digest in noted.sha256.items() if fingerprint(folder.path / name)[1] != digest]
    return f"{wrong[0]} does not match its digest" if wrong else ""
