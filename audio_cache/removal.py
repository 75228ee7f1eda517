"""Parts of a narration that go: those that nobody has wanted for long, and those that are damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

from audio_cache.disk import read_record
from audio_cache.narrations import Narrations, wanted
from audio_cache.plan import Outcome


def unplan(narrations: Narrations, article_id: str, revision: str) -> None:
    """Take back all but the script, which is written anew when the article is prepared again."""
    folder = narrations.audio_path(article_id, revision).parent
    with narrations.writing():
        for name in ("digests.json", "finished.json", "audio.mp3", "words.json", "plan.json"):
            (folder / name).unlink(missing_ok=True)


def drop_revision(narrations: Narrations, article_id: str, revision: str, unused_since: float) -> None:
    """Remove a revision and the outcomes that name it, unless it was wanted ``unused_since`` (s since 1970)."""
    folder = narrations.audio_path(article_id, revision).parent
    trash = narrations.trash()
    with narrations.writing():
        if wanted(folder) < unused_since and folder.is_dir():
            _forget_outcomes(folder)
            folder.rename(trash)
    shutil.rmtree(trash, ignore_errors=True)


def _forget_outcomes(folder: Path) -> None:
    """Those that led to the revision in ``folder``."""
    for path in folder.parent.glob("outcome-*.json"):
        outcome = read_record(path, Outcome)
        if outcome is not None and outcome.revision == folder.name:
            path.unlink(missing_ok=True)
