"""Removing parts of a narration: those long unused, and those damaged.

Word times that are kept when segments go: <root>/narrations/<article id>/<revision>/words.json
"""

from __future__ import annotations

import shutil
from contextlib import suppress

import msgspec

from audio_cache.disk import clear_when_full, publish, read_record
from audio_cache.errors import StoreFull
from audio_cache.folders.finishing import KeptWords
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.folders.paths import ArticleFolder
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Outcome
from audio_cache.words import segment_infos


def unplan(narrations: FolderNarrations, narration: NarrationId) -> None:
    """Remove all but the script, which is rewritten when the article is prepared again."""
    folder = narrations.folders.revision(narration)
    with narrations.writing():
        for path in (folder.digests, folder.finished, folder.audio, folder.words, folder.plan):
            path.unlink(missing_ok=True)


def drop_revision(narrations: FolderNarrations, narration: NarrationId, unused_since: float) -> None:
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


def keep_infos(narrations: FolderNarrations, narration: NarrationId) -> None:
    """Keep the word times before the segments of a finished narration are removed. On a full disk they are
    lost, so that space can still be freed: captions are then by the sentence."""
    plan, finished = narrations.plan(narration), narrations.finished(narration)
    if plan is None or finished is None or narrations.kept_infos(plan) is not None:
        return
    infos = tuple(segment_infos(narrations, plan, finished.cues))
    path = narrations.folders.revision(narration).words
    with suppress(FileNotFoundError, StoreFull), clear_when_full(path.parent):
        publish(path, msgspec.json.encode(KeptWords(finished.etag, infos)))
