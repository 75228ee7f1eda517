"""What is in an audio cache on disk, and whether it is sound."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from audio_cache.disk import TEMP_SUFFIX
from audio_cache.local import KEY, OPENING_SUFFIX, LocalStore
from audio_cache.narrations import TRASH_PREFIX, Narrations
from audio_cache.removal import unplan

STALE_S = 600.0
"""Age in s from which a temporary file belongs to nobody: segments are written in milliseconds, narrations in seconds."""


class Stats(msgspec.Struct, frozen=True):
    """``bytes`` counts the segments' audio only; ``temporary`` files may belong to somebody who is writing now."""

    segments: int
    bytes: int
    narrations: int
    finished: int
    temporary: int


class Finding(msgspec.Struct, frozen=True):
    """Something that is not sound: where (relative to the root), what, and what was done about it ("" for nothing)."""

    path: str
    problem: str
    action: str = ""


class Report(msgspec.Struct, frozen=True):
    segments: int
    narrations: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """True when nothing is left to mend."""
        return all(finding.action for finding in self.findings)


def stats(root: Path) -> Stats:
    store, narrations = LocalStore(root), Narrations(root, LocalStore(root))
    sizes = [size for size in map(store.size, store.keys()) if size is not None]
    revisions = list(_revisions(narrations))
    return Stats(
        segments=len(sizes),
        bytes=sum(sizes),
        narrations=len(revisions),
        finished=sum(narrations.finished(*names) is not None for names in revisions),
        temporary=sum(1 for _ in _leftovers(root)),
    )


def verify(root: Path, mend: bool) -> Report:
    """Read everything and compare it with its digests. May run beside working processes.

    ``mend`` drops what is damaged: such a segment is synthesized again when it is next asked for, such a narration is put
    together again from its segments; one whose script or plan is damaged is read again first.
    """
    store, narrations = LocalStore(root), Narrations(root, LocalStore(root))
    keys = revisions = 0
    findings = [*_check_leftovers(root, mend)]
    for key in _all_keys(root):
        keys += 1
        findings += _check_segment(store, key, mend)
    for article_id, revision in _revisions(narrations):
        revisions += 1
        findings += _check_plan(narrations, article_id, revision, mend)
        findings += _check_narration(narrations, article_id, revision, mend)
    return Report(keys, revisions, tuple(findings))


def _check_segment(store: LocalStore, key: str, mend: bool) -> Iterator[Finding]:
    problem = store.problem(key)
    if problem:
        if mend:
            store.delete(key)
        yield Finding(f"segments/{key[:2]}/{key}", problem, "dropped" if mend else "")


def _check_narration(narrations: Narrations, article_id: str, revision: str, mend: bool) -> Iterator[Finding]:
    problem = narrations.problem(article_id, revision)
    if problem:
        if mend:
            narrations.unfinish(article_id, revision)
        yield Finding(f"narrations/{article_id}/{revision}", problem, "unfinished, to be put together again" if mend else "")


def _check_plan(narrations: Narrations, article_id: str, revision: str, mend: bool) -> Iterator[Finding]:
    problem = narrations.plan_problem(article_id, revision)
    if problem:
        if mend:
            unplan(narrations, article_id, revision)
        yield Finding(f"narrations/{article_id}/{revision}", problem, "unplanned, to be read again" if mend else "")


def _check_leftovers(root: Path, mend: bool) -> Iterator[Finding]:
    for path in _leftovers(root):
        if _age_s(path) > STALE_S:
            if mend:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
            yield Finding(str(path.relative_to(root)), "left behind by a process that died", "removed" if mend else "")


def _leftovers(root: Path) -> Iterator[Path]:
    """Temporary files, openings of segments, and folders on their way out."""
    yield from root.glob(f"segments/??/.*{TEMP_SUFFIX}")
    yield from root.glob(f"segments/??/*{OPENING_SUFFIX}")
    yield from root.glob(f"narrations/*/.*{TEMP_SUFFIX}")
    yield from root.glob(f"narrations/*/*/.*{TEMP_SUFFIX}")
    yield from root.glob(f"narrations/{TRASH_PREFIX}*")


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _all_keys(root: Path) -> Iterator[str]:
    """Keys with any file at all, sorted."""
    for shard in sorted((root / "segments").glob("??")):
        yield from sorted({path.stem for path in shard.iterdir() if KEY.fullmatch(path.stem)})


def _revisions(narrations: Narrations) -> Iterator[tuple[str, str]]:
    for article_id in narrations.articles():
        for revision in narrations.revisions(article_id):
            yield article_id, revision
