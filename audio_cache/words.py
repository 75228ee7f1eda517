"""Word times of a narration: with its segments, and once these are pruned with its audio.

<root>/narrations/<article id>/<revision>/words.json
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from audio_cache.disk import clear_when_full, publish, read_record
from audio_cache.errors import StoreFull
from audio_cache.narrations import Narrations
from audio_cache.plan import Plan
from audio_cache.store import WordTiming


class KeptWords(msgspec.Struct, frozen=True):
    """Word times of each segment of the finished narration whose file is ``etag``: spoken again, its times are others."""

    etag: str
    words: tuple[tuple[WordTiming, ...], ...]


def word_times(narrations: Narrations, plan: Plan) -> Sequence[Sequence[WordTiming]]:
    """Of each segment of ``plan``; none of one that has not landed, or whose times are no longer kept."""
    kept = _kept(narrations, plan)
    if kept is not None:
        return kept.words
    stored = (narrations.segments.get(segment.key) for segment in plan.segments)
    return [segment.info.words if segment else () for segment in stored]


def keep_word_times(narrations: Narrations, article_id: str, revision: str) -> None:
    """Before the segments of a finished narration are removed. A full disk is not in the way of making room on it: then
    the times are lost, and captions are by the sentence."""
    plan, finished = narrations.plan(article_id, revision), narrations.finished(article_id, revision)
    if plan is None or finished is None or _kept(narrations, plan) is not None:
        return
    words = tuple(map(tuple, word_times(narrations, plan)))
    path = _path(narrations, plan)
    with suppress(FileNotFoundError, StoreFull), clear_when_full(path.parent):
        publish(path, msgspec.json.encode(KeptWords(finished.etag, words)))


def _kept(narrations: Narrations, plan: Plan) -> KeptWords | None:
    finished = narrations.finished(plan.article_id, plan.revision)
    kept = read_record(_path(narrations, plan), KeptWords)
    return kept if kept is not None and finished is not None and kept.etag == finished.etag else None


def _path(narrations: Narrations, plan: Plan) -> Path:
    return narrations.audio_path(plan.article_id, plan.revision).with_name("words.json")
