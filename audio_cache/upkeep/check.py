"""What is in an audio cache on disk, and whether it is intact."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from audio_cache.disk import TEMP_SUFFIX
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.folders.paths import NarrationTree
from audio_cache.local import KEY, PARTIAL_SUFFIX, LocalStore
from audio_cache.narration_id import NarrationId
from audio_cache.store_id import NAME, id_problem
from audio_cache.upkeep.removal import unplan

STALE_S = 600.0
"""Age in s from which a temporary file counts as abandoned: segments are written in milliseconds, narrations
in seconds."""


class Stats(msgspec.Struct, frozen=True):
    """``bytes`` counts the segments' audio only; ``temporary`` files may be in
    use by a writer."""

    segments: int
    bytes: int
    narrations: int
    finished: int
    temporary: int


class Finding(msgspec.Struct, frozen=True):
    """Something damaged: where (relative to the root), what, and what was done about it ("" for
    nothing)."""

    path: str
    problem: str
    action: str = ""


class Report(msgspec.Struct, frozen=True):
    segments: int
    narrations: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """True if nothing is left to repair."""
        return all(finding.action for finding in self.findings)


def stats(root: Path) -> Stats:
    store, narrations = LocalStore(root), FolderNarrations(root, LocalStore(root))
    sizes = [size for size in map(store.size, store.keys()) if size is not None]
    revisions = list(narrations.ids())
    return Stats(
        segments=len(sizes),
        bytes=sum(sizes),
        narrations=len(revisions),
        finished=sum(narrations.finished(narration) is not None for narration in revisions),
        temporary=sum(1 for _ in _leftovers(root)),
    )


def verify(root: Path, mend: bool) -> Report:
    """Read everything and compare it with its digests. May run beside working processes.

    ``mend`` drops what is damaged: such a segment is synthesized again when it is next asked for, such a
    narration is assembled again from its segments; one whose script or plan is damaged is read again first.
    Damaged credentials are dropped, and the narration stays unsigned until it is signed again.
    """
    store, narrations = LocalStore(root), FolderNarrations(root, LocalStore(root))
    keys = revisions = 0
    findings = [*_check_leftovers(root, mend), *_check_id(root, mend)]
    for key in _all_keys(root):
        keys += 1
        findings += _check_segment(store, key, mend)
    for narration in narrations.ids():
        revisions += 1
        findings += _check_plan(narrations, narration, mend)
        findings += _check_narration(narrations, narration, mend)
        findings += _check_credentials(narrations, narration, mend)
    return Report(keys, revisions, tuple(findings))


def _check_segment(store: LocalStore, key: str, mend: bool) -> Iterator[Finding]:
    problem = store.problem(key)
    if problem:
        if mend:
            store.delete(key)
        yield Finding(f"segments/{key[:2]}/{key}", problem, "dropped" if mend else "")


def _check_narration(narrations: FolderNarrations, narration: NarrationId, mend: bool) -> Iterator[Finding]:
    problem = narrations.problem(narration)
    if problem:
        if mend:
            narrations.unfinish(narration)
        yield Finding(
            f"narrations/{narration}",
            problem,
            "unfinished, to be put together again" if mend else "",
        )


def _check_credentials(narrations: FolderNarrations, narration: NarrationId, mend: bool) -> Iterator[Finding]:
    problem = narrations.credentials_problem(narration)
    if problem:
        if mend:
            narrations.drop_credentials(narration)
        yield Finding(f"narrations/{narration}", problem, "dropped, to be signed again" if mend else "")


def _check_plan(narrations: FolderNarrations, narration: NarrationId, mend: bool) -> Iterator[Finding]:
    problem = narrations.plan_problem(narration)
    if problem:
        if mend:
            unplan(narrations, narration)
        yield Finding(f"narrations/{narration}", problem, "unplanned, to be read again" if mend else "")


def _check_id(root: Path, mend: bool) -> Iterator[Finding]:
    problem = id_problem(root)
    if problem:
        if mend:
            (root / NAME).unlink(missing_ok=True)
        yield Finding(NAME, problem, "removed, to be made anew at the next start" if mend else "")


def _check_leftovers(root: Path, mend: bool) -> Iterator[Finding]:
    for path in _leftovers(root):
        if _age_s(path) > STALE_S:
            if mend:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
            yield Finding(
                str(path.relative_to(root)), "left behind by a process that died", "removed" if mend else ""
            )


def _leftovers(root: Path) -> Iterator[Path]:
    """Temporary files, partial segments, and folders that were about to be deleted."""
    yield from root.glob(f".*{TEMP_SUFFIX}")
    yield from root.glob(f"segments/??/.*{TEMP_SUFFIX}")
    yield from root.glob(f"segments/??/*{PARTIAL_SUFFIX}")
    yield from NarrationTree(root).leftovers()


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _all_keys(root: Path) -> Iterator[str]:
    """Keys with any file at all, sorted."""
    for shard in sorted((root / "segments").glob("??")):
        yield from sorted({path.stem for path in shard.iterdir() if KEY.fullmatch(path.stem)})
