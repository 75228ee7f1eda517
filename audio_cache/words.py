"""Word times of a narration: kept with its segments, and once these are pruned, with its audio.

<root>/narrations/<article id>/<revision>/words.json
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from audio_cache.disk import clear_when_full, publish, read_record
from audio_cache.errors import StoreFull
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Cue, Plan
from audio_cache.store import SegmentInfo


class KeptWords(msgspec.Struct, frozen=True):
    """The infos of each segment of the finished narration whose file is ``etag``: a segment spoken again has
    other times."""

    etag: str
    infos: tuple[SegmentInfo | None, ...]


def segment_infos(narrations: Narrations, plan: Plan, cues: Sequence[Cue]) -> list[SegmentInfo | None]:
    """The info of the segment of each of ``cues``; None if it is no longer kept.

    What was kept with the audio has priority: a pruned segment may have been spoken again since, for another
    narration.
    """
    if (kept := _kept(narrations, plan)) is not None:
        return [kept.infos[cue.index] for cue in cues]
    stored = (narrations.segments.get(plan.segments[cue.index].key) for cue in cues)
    return [segment.info if segment else None for segment in stored]


def keep_infos(narrations: Narrations, narration: NarrationId) -> None:
    """Keep the word times before the segments of a finished narration are removed. On a full disk they are
    lost, so that space can still be freed: captions are then by the sentence."""
    plan, finished = narrations.plan(narration), narrations.finished(narration)
    if plan is None or finished is None or _kept(narrations, plan) is not None:
        return
    infos = tuple(segment_infos(narrations, plan, finished.cues))
    path = _path(narrations, plan)
    with suppress(FileNotFoundError, StoreFull), clear_when_full(path.parent):
        publish(path, msgspec.json.encode(KeptWords(finished.etag, infos)))


def _kept(narrations: Narrations, plan: Plan) -> KeptWords | None:
    kept = read_record(_path(narrations, plan), KeptWords)
    if kept is None or len(kept.infos) != len(plan.segments):
        return None
    finished = narrations.finished(plan.narration)
    return kept if finished is not None and kept.etag == finished.etag else None


def _path(narrations: Narrations, plan: Plan) -> Path:
    return narrations.folders.revision(plan.narration).words
