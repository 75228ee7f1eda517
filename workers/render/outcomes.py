"""The outcomes of requests and steps: stored beside the narrations, and announced."""

from __future__ import annotations

import enum
from functools import lru_cache

from audio_cache.errors import NarrationGone
from audio_cache.narrations import Narrations
from audio_cache.plan import Failure, Outcome, Plan
from tts_service.article.model import Script, decode_script
from tts_service.contracts.messages import Notice
from tts_service.errors import Problem, ServiceError
from workers.notices import Announcer

SCRIPTS_KEPT = 8
"""Decoded, in each process: as many narrations as are usually on their way at once."""


class RenderStep(enum.Enum):
    """The result of one call of ``render_next``."""

    STORED = "stored"
    """One more segment; there may be more to do."""
    WAITED = "waited"
    """Others work on every segment that is missing, or one took too long and is to be tried again."""
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"
    """Deleted, or not prepared."""

    @property
    def goes_on(self) -> bool:
        return self in (RenderStep.STORED, RenderStep.WAITED)


def failure_of(error: ServiceError) -> Failure:
    problem: Problem = error.problem
    return Failure(problem.kind, problem.title, problem.detail, problem.status)


def settle(
    narrations: Narrations, announcer: Announcer, article_id: str, digest: str, outcome: Outcome
) -> None:
    """Raises StoreFull, NarrationGone."""
    narrations.put_outcome(article_id, digest, outcome)
    announcer.publish(
        Notice(article_id, outcome.revision, "prepared" if outcome.problem is None else "failed")
    )


def stored_script(narrations: Narrations, plan: Plan) -> Script:
    """What ``plan`` is to say. Raises NarrationGone."""
    data = narrations.script(plan.narration)
    if data is None:
        raise NarrationGone(plan.article_id)
    return _decoded(data)


@lru_cache(maxsize=SCRIPTS_KEPT)
def _decoded(data: bytes) -> Script:
    return decode_script(data)
