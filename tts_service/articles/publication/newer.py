"""The edit that waits behind a revision that is kept: what became of it, and what it changes."""

from __future__ import annotations

import msgspec

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from tts_service.article.model import Script, decode_script
from tts_service.article.script.comparison import Change, changes_between
from tts_service.articles.facts import problem_of
from tts_service.articles.status import Reported, reported
from tts_service.catalog.entry import State
from tts_service.catalog.publication.state import PublicationState


class Newer(msgspec.Struct, frozen=True):
    """``revision``: None until it has been read, and when it cannot be: ``error`` says why. ``changes`` to
    the sentences of the revision kept; None while they are not known."""

    status: State
    revision: str | None = None
    error: Reported | None = None
    changes: tuple[Change, ...] | None = None


def newer_of(state: PublicationState, narrations: Narrations) -> Newer | None:
    """None where nothing waits."""
    if state.newer_digest is None:
        return None
    outcome = narrations.outcome(state.id, state.newer_digest)
    if outcome is None:
        return Newer("queued")
    if outcome.problem is not None:
        return Newer("failed", error=reported(problem_of(outcome.problem)))
    newer = NarrationId(state.id, outcome.revision)
    failure = narrations.failure(newer)
    return Newer(
        "ready" if narrations.finished(newer) else "failed" if failure else "rendering",
        newer.revision,
        reported(problem_of(failure)) if failure else None,
        _changes(state, newer, narrations),
    )


def _changes(
    state: PublicationState, newer: NarrationId, narrations: Narrations
) -> tuple[Change, ...] | None:
    kept = _script(NarrationId(state.id, state.revision), narrations) if state.revision else None
    waiting = _script(newer, narrations)
    return changes_between(kept, waiting) if kept and waiting else None


def _script(narration: NarrationId, narrations: Narrations) -> Script | None:
    data = narrations.script(narration)
    try:
        return None if data is None else decode_script(data)
    except msgspec.DecodeError:
        return None
