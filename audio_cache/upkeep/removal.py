"""Removing parts of a narration: those long unused, and those damaged."""

from __future__ import annotations

import shutil

from audio_cache.disk import read_record
from audio_cache.folders.paths import ArticleFolder
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Outcome


def unplan(narrations: Narrations, narration: NarrationId) -> None:
    """Remove all but the script, which is rewritten when the article is prepared again."""
    folder = narrations.folders.revision(narration)
    with narrations.writing():
        for path in (folder.digests, folder.finished, folder.audio, folder.words, folder.plan):
            path.unlink(missing_ok=True)


def drop_revision(narrations: Narrations, narration: NarrationId, unused_since: float) -> None:
    """Remove a revision and the outcomes that name it, unless it was wanted ``unused_since`` (s since
    1970)."""
    folder = narrations.folders.revision(narration)
    trash = narrations.folders.new_trash()
    with narrations.writing():
        if folder.wanted_at() < unused_since and folder.path.is_dir():
            _forget_outcomes(narrations.folders.article(narration.article_id), narration.revision)
            folder.path.rename(trash)
    shutil.rmtree(trash, ignore_errors=True)


def _forget_outcomes(article: ArticleFolder, revision: str) -> None:
    """Those that led to ``revision``."""
    for path in article.outcomes():
        outcome = read_record(path, Outcome)
        if outcome is not None and outcome.revision == revision:
            path.unlink(missing_ok=True)
