"""The account of a narration, read from its folder: finished, or as far as it is rendered."""

from __future__ import annotations

from collections.abc import Sequence

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Finished, Plan
from tts_service.article.model import decode_script
from tts_service.coverage.report import Account, account_of


def read_account(narrations: Narrations, narration: NarrationId) -> Account | None:
    """None when the revision is not there, or not planned yet."""
    script = narrations.script(narration)
    plan = narrations.plan(narration)
    finished = narrations.finished(narration)
    if script is None or plan is None:
        return None
    flags = _flags(narrations, plan) if finished is None else _kept_flags(finished, len(plan.segments))
    fallback = (
        f"Some or all of it is spoken by another voice than was asked for: {plan.fallback}."
        if plan.fallback
        else ""
    )
    return account_of(decode_script(script), flags, (fallback, *plan.notes))


def _kept_flags(finished: Finished, segments: int) -> Sequence[Sequence[str]]:
    """The flags in the record: the segments themselves may have been pruned."""
    flags: list[list[str]] = [[] for _ in range(segments)]
    for flag in finished.flags:
        flags[flag.index].append(flag.reason)
    return flags


def _flags(narrations: Narrations, plan: Plan) -> Sequence[Sequence[str] | None]:
    stored = (narrations.segments.get(segment.key) for segment in plan.segments)
    return [None if segment is None else segment.info.flags for segment in stored]
