"""A copy of an audio cache, taken while others write to it: whatever is in the copy is whole.

The same order as in writing: what is pointed at comes before what points at it, commit markers last. A copy that was cut off
is valid, and is completed by copying again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from audio_cache.disk import Draft, clear_when_full, read_record
from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from audio_cache.plan import Outcome

REVISION_FILES = ("script.json", "tag.bin", "plan.json", "digests.json", "failure.json")
BLOCK_BYTES = 1024 * 1024


def copy_cache(source: Path, target: Path) -> tuple[int, int]:
    """Make ``target`` hold what ``source`` holds; what is there already is not copied again. Returns how many segments and
    narrations it has then. What is damaged is left out. Raises StoreFull."""
    with clear_when_full(target):
        target.mkdir(parents=True, exist_ok=True)
        segments = _copy_segments(LocalStore(source), LocalStore(target))
        narrations = _copy_narrations(_narrations(source), _narrations(target), source, target)
    return segments, narrations


def _narrations(root: Path) -> Narrations:
    return Narrations(root, LocalStore(root))


def _copy_segments(source: LocalStore, target: LocalStore) -> int:
    for key in set(target.keys()) - set(source.keys()):
        target.delete(key)
    count = 0
    for key in source.keys():  # noqa: SIM118 (a store is no dictionary)
        if target.size(key) is None and (segment := source.get(key)) is not None:
            target.put(key, segment)
        count += target.size(key) is not None
    return count


def _copy_narrations(source: Narrations, target: Narrations, source_root: Path, target_root: Path) -> int:
    for article_id in set(target.articles()) - set(source.articles()):
        target.delete(article_id)
    count = 0
    for article_id in source.articles():
        there = target_root / "narrations" / article_id
        here = source_root / "narrations" / article_id
        for revision in source.revisions(article_id):
            count += _copy_revision(source, target, article_id, revision)
        for path in _of_article(here):
            outcome = read_record(path, Outcome) if path.name.startswith("outcome-") else None
            if outcome is None or not outcome.revision or target.exists(article_id, outcome.revision):
                _copy(path, there / path.name)
    return count


def _of_article(folder: Path) -> Iterator[Path]:
    """Outcomes, what was read, and pictures."""
    yield from sorted(folder.glob("outcome-*.json"))
    yield from sorted(folder.glob("article-*.json"))
    yield from sorted(folder.glob("picture-*"))


def _copy_revision(source: Narrations, target: Narrations, article_id: str, revision: str) -> bool:
    here = source.audio_path(article_id, revision).parent
    there = target.audio_path(article_id, revision).parent
    for name in REVISION_FILES:
        _copy(here / name, there / name)
    finished = source.finished(article_id, revision)
    if finished is not None and target.finished(article_id, revision) != finished:
        target.unfinish(article_id, revision)
        for name in ("words.json", "audio.mp3", "finished.json"):
            _copy(here / name, there / name)
        if target.problem(article_id, revision):
            target.unfinish(article_id, revision)  # made anew meanwhile, or damaged at home
    elif finished is not None:
        _copy(here / "words.json", there / "words.json")
    return target.exists(article_id, revision)


def _copy(source: Path, target: Path) -> None:
    """Nothing for a file that is not there, or has just gone."""
    try:
        with source.open("rb") as file:
            seen = os.fstat(file.fileno())
            target.parent.mkdir(parents=True, exist_ok=True)
            with Draft(target) as draft:
                while block := file.read(BLOCK_BYTES):
                    draft.write(block)
                draft.publish()
    except FileNotFoundError:
        return
    os.utime(target, ns=(seen.st_atime_ns, seen.st_mtime_ns))
