"""What an article's narration folder, which only workers write, says about it. Nothing here writes."""

from __future__ import annotations

import msgspec

from audio_cache.errors import StoreAway
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations, NarrationState
from audio_cache.plan import Failure, Outcome, Plan
from audio_cache.timeline import estimated_duration_s
from tts_service.articles.status import Growth, Progress
from tts_service.catalog import Catalog, CatalogEntry, Facts, with_facts
from tts_service.contracts.recordings import read_by
from tts_service.errors import Problem, ProblemKind

COSTLY = frozenset((ProblemKind.TOO_SLOW_TO_READ, ProblemKind.SENTENCE_TOO_SLOW, ProblemKind.CRASHED))
"""Kinds of problems that cost a worker much time, or kill it, on every attempt."""
REST_S = 900
"""For this many seconds no click retries what failed with one of them."""


class _Sentence(msgspec.Struct):
    text: str


class _ScriptText(msgspec.Struct):
    """The part of a script that is needed here; the rest is skipped while decoding."""

    title: str
    segments: list[_Sentence]


def facts_of(narrations: Narrations, entry: CatalogEntry) -> Facts | None:
    """The result so far of the request that ``entry`` names; None while there is none."""
    outcome = narrations.outcome(entry.id, entry.digest)
    if outcome is None:
        return None
    if outcome.problem is not None:
        return Facts(status="failed", error=problem_of(outcome.problem))
    found = narrations.look(NarrationId(entry.id, outcome.revision))
    return None if found.plan is None else _narrated(narrations, entry, found.plan, found, outcome)


def _narrated(
    narrations: Narrations, entry: CatalogEntry, plan: Plan, found: NarrationState, outcome: Outcome
) -> Facts:
    finished = found.finished
    failure = None if finished else found.failure
    text = _script_text(narrations, plan.narration) if entry.revision != plan.revision else None
    source = finished or plan
    return Facts(
        status="ready" if finished else "failed" if failure else "rendering",
        revision=plan.revision,
        title=text.title if text else entry.title,
        language=source.language,
        voice=source.voice,
        engine=source.engine,
        fallback=source.fallback or None,
        duration_s=finished.duration_s if finished else None,
        size=finished.size if finished else None,
        recording=read_by(plan, is_outdated=outcome.outdated, outdated=outcome.outdated_parts),
        error=problem_of(failure) if failure else None,
    )


def differs(entry: CatalogEntry, facts: Facts) -> bool:
    """``facts`` say something that ``entry`` does not record yet."""
    found = (facts.status, facts.revision, facts.fallback, facts.voice, facts.recording)
    return found != (entry.status, entry.revision, entry.fallback, entry.voice, entry.recording)


def seen(catalog: Catalog, narrations: Narrations, entry: CatalogEntry) -> CatalogEntry:
    """``entry`` as reconciling it would leave it in the catalog, but for the time of the update."""
    facts = None if entry.settled else facts_of(narrations, entry)
    if facts is None or not differs(entry, facts):
        return entry
    if is_refused_edit(entry, facts) and facts.error is not None:
        restored = catalog.before_edit(entry, facts.error)
        return entry if restored is None else seen(catalog, narrations, restored)
    return with_facts(entry, facts)


def is_refused_edit(entry: CatalogEntry, facts: Facts) -> bool:
    """An edit came to nothing: what was in force before it comes back."""
    return facts.error is not None and not facts.revision and entry.editing


def growth_of(narrations: Narrations, entry: CatalogEntry) -> Growth | None:
    """How much of the revision of ``entry`` is rendered; None while a newer one is on its way, and of a
    finished one while it cannot be looked up."""
    try:
        plan = narrations.plan(entry.narration) if entry.narration and entry.status != "queued" else None
    except StoreAway:
        if not entry.settled:
            raise
        plan = None
    if plan is None:
        return None
    total = len(plan.segments)
    if entry.status == "ready":
        return Growth(Progress(total, total), entry.duration_s or 0.0)
    text = _script_text(narrations, plan.narration)
    if text is None or len(text.segments) != total:
        return None
    sizes = narrations.sizes(plan)
    lengths = [len(segment.text) for segment in text.segments]
    return Growth(Progress(total - sizes.count(None), total), estimated_duration_s(plan, sizes, lengths))


def planned(narrations: Narrations, entry: CatalogEntry) -> Plan | None:
    """The plan that ``entry``'s request led to, if there is one."""
    outcome = narrations.outcome(entry.id, entry.digest)
    return narrations.plan(NarrationId(entry.id, outcome.revision)) if outcome and outcome.revision else None


def is_unfinished(narrations: Narrations, article_id: str, digest: str) -> bool:
    """The request ``digest`` has neither led to a finished file nor failed."""
    outcome = narrations.outcome(article_id, digest)
    if outcome is None:
        return True
    made = NarrationId(article_id, outcome.revision)
    is_over = outcome.problem is not None or narrations.finished(made) or narrations.failure(made)
    return not is_over


def resting_problem(narrations: Narrations, article_id: str, digest: str) -> Problem | None:
    """Why the request ``digest`` must not be retried yet: it recently cost a worker much time, or killed
    it."""
    outcome = narrations.outcome(article_id, digest)
    if outcome is None or not 0 <= narrations.settled_s(article_id, digest) < REST_S:
        return None
    failure = outcome.problem or narrations.failure(NarrationId(article_id, outcome.revision))
    return problem_of(failure) if failure is not None and failure.kind in COSTLY else None


def problem_of(failure: Failure) -> Problem:
    return Problem(failure.kind, failure.title, failure.detail, failure.status)


def _script_text(narrations: Narrations, narration: NarrationId) -> _ScriptText | None:
    script = narrations.script(narration)
    try:
        return None if script is None else msgspec.json.decode(script, type=_ScriptText)
    except msgspec.MsgspecError:
        return None
