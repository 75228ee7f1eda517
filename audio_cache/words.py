"""Word times of a narration: kept with its segments, and once these are gone, with its audio."""

from __future__ import annotations

from collections.abc import Sequence

from audio_cache.narrations import Narrations
from audio_cache.plan import Cue, Plan
from audio_cache.store import SegmentInfo


def segment_infos(narrations: Narrations, plan: Plan, cues: Sequence[Cue]) -> list[SegmentInfo | None]:
    """The info of the segment of each of ``cues``; None if it is no longer kept.

    What was kept with the audio has priority: a pruned segment may have been spoken again since, for another
    narration.
    """
    if (kept := narrations.kept_infos(plan)) is not None:
        return [kept[cue.index] for cue in cues]
    stored = (narrations.segments.get(plan.segments[cue.index].key) for cue in cues)
    return [segment.info if segment else None for segment in stored]
