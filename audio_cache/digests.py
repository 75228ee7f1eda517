"""Whether script, tag and plan are what was written: ``digests.json`` beside them.

Gone while they change, so that a crash in between leaves files that cannot be checked, not files that look damaged.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from audio_cache.disk import fingerprint, publish, read_record

CHECKED = ("script.json", "tag.bin", "plan.json")


class Digests(msgspec.Struct, frozen=True):
    """SHA-256 by file name."""

    sha256: dict[str, str]


def forget_digests(folder: Path) -> None:
    (folder / "digests.json").unlink(missing_ok=True)


def note_digests(folder: Path) -> None:
    found = {name: fingerprint(folder / name)[1] for name in CHECKED}
    publish(folder / "digests.json", msgspec.json.encode(Digests(found)))


def changed(folder: Path) -> str:
    """What is wrong; "" when nothing is, or when it cannot be known."""
    noted = read_record(folder / "digests.json", Digests)
    if noted is None:
        return ""
    wrong = [name for name, digest in noted.sha256.items() if fingerprint(folder / name)[1] != digest]
    return f"{wrong[0]} does not match its digest" if wrong else ""
