"""A copy of an audio cache, taken while others write to it: whatever is in the copy is whole.

In the order of writing: what is referred to before what refers to it, commit markers last. An interrupted
copy is valid, and is completed by copying again.
"""

from __future__ import annotations

import os
from pathlib import Path

from audio_cache.disk import PendingFile, clear_when_full, read_or_none, read_record, size_or_none
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.folders.paths import (
    AUDIO,
    CREDENTIALS,
    DIGESTS,
    FAILURE,
    FINISHED,
    PLAN,
    SCRIPT,
    SIGNED,
    TAG,
    WORDS,
)
from audio_cache.local import LocalStore
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Outcome

BLOCK_BYTES = 1024 * 1024


def copy_cache(source: Path, target: Path) -> tuple[int, int]:
    """Make ``target`` hold what ``source`` holds; what is there already is not copied again. Returns the
    number of segments and narrations it then has. What is damaged is left out. Raises StoreFull."""
    with clear_when_full(target):
        target.mkdir(parents=True, exist_ok=True)
        segments = _copy_segments(LocalStore(source), LocalStore(target))
        narrations = _copy_narrations(_narrations(source), _narrations(target))
    return segments, narrations


def _narrations(root: Path) -> FolderNarrations:
    return FolderNarrations(root, LocalStore(root))


def _copy_segments(source: LocalStore, target: LocalStore) -> int:
    for key in set(target.keys()) - set(source.keys()):
        target.delete(key)
    count = 0
    for key in source.keys():  # noqa: SIM118 (a store is no dictionary)
        if target.size(key) is None and (segment := source.get(key)) is not None:
            target.put(key, segment)
        count += target.size(key) is not None
    return count


def _copy_narrations(source: FolderNarrations, target: FolderNarrations) -> int:
    for article_id in set(target.articles()) - set(source.articles()):
        target.delete(article_id)
    count = 0
    for article_id in source.articles():
        there = target.folders.article(article_id).path
        here = source.folders.article(article_id)
        for revision in source.revisions(article_id):
            count += _copy_revision(source, target, NarrationId(article_id, revision))
        kept = {path.name for path in here.recordings()}
        for path in target.folders.article(article_id).recordings():
            if path.name not in kept:
                path.unlink(missing_ok=True)
        for path in here.beside_revisions():
            if path.name in kept and size_or_none(there / path.name) == size_or_none(path):
                continue  # named by its content, and large
            outcome = read_record(path, Outcome) if path.name.startswith("outcome-") else None
            if (
                outcome is None
                or not outcome.revision
                or target.exists(NarrationId(article_id, outcome.revision))
            ):
                _copy(path, there / path.name)
    return count


def _copy_revision(source: FolderNarrations, target: FolderNarrations, narration: NarrationId) -> bool:
    here = source.folders.revision(narration)
    there = target.folders.revision(narration)
    for name in (SCRIPT, TAG, PLAN, DIGESTS, FAILURE):
        _copy(here.path / name, there.path / name)
    finished = source.finished(narration)
    if finished is not None and target.finished(narration) != finished:
        target.unfinish(narration)
        for name in (WORDS, AUDIO, FINISHED):
            _copy(here.path / name, there.path / name)
        if target.problem(narration):
            target.unfinish(narration)  # made anew meanwhile, or damaged at home
    elif finished is not None:
        _copy(here.words, there.words)
    _copy_credentials(source, target, narration)
    return target.exists(narration)


def _copy_credentials(source: FolderNarrations, target: FolderNarrations, narration: NarrationId) -> None:
    here, there = source.folders.revision(narration), target.folders.revision(narration)
    signed = read_or_none(here.signed)
    if signed == read_or_none(there.signed):
        return
    target.drop_credentials(narration)
    if signed is not None:
        for name in (CREDENTIALS, SIGNED):
            _copy(here.path / name, there.path / name)
    if target.credentials_problem(narration):
        target.drop_credentials(narration)  # signed anew meanwhile, or damaged at home


def _copy(source: Path, target: Path) -> None:
    """Does nothing for a file that does not exist, or was just deleted."""
    try:
        with source.open("rb") as file:
            seen = os.fstat(file.fileno())
            target.parent.mkdir(parents=True, exist_ok=True)
            with PendingFile(target) as draft:
                while block := file.read(BLOCK_BYTES):
                    draft.write(block)
                draft.publish()
    except FileNotFoundError:
        return
    os.utime(target, ns=(seen.st_atime_ns, seen.st_mtime_ns))
