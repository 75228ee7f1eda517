"""What can be seen of an article in its narration folder, which only workers write."""

from __future__ import annotations

import msgspec

from audio_cache.narrations import Narrations
from audio_cache.plan import Failure, Plan
from audio_cache.timeline import estimated_duration_s
from tts_service.catalog import Entry, Facts
from tts_service.errors import Problem
from tts_service.status import Growth, Progress


class _Sentence(msgspec.Struct):
    text: str


class _Said(msgspec.Struct):
    """What is needed of a script here; the rest is skipped while decoding."""

    title: str
    segments: list[_Sentence]


def facts_of(narrations: Narrations, entry: Entry) -> Facts | None:
    """What became of the request that ``entry`` names; None while there is nothing to see."""
    outcome = narrations.outcome(entry.id, entry.digest)
    if outcome is None:
        return None
    if outcome.problem is not None:
        return Facts(status="failed", error=problem_of(outcome.problem))
    plan = narrations.plan(entry.id, outcome.revision)
    return None if plan is None else _narrated(narrations, entry, plan)


def _narrated(narrations: Narrations, entry: Entry, plan: Plan) -> Facts:
    finished = narrations.finished(entry.id, plan.revision)
    failure = None if finished else narrations.failure(entry.id, plan.revision)
    said = _said(narrations, entry.id, plan.revision) if entry.revision != plan.revision else None
    source = finished or plan
    return Facts(
        status="ready" if finished else "failed" if failure else "rendering",
        revision=plan.revision,
        title=said.title if said else entry.title,
        language=source.language,
        voice=source.voice,
        engine=source.engine,
        fallback=source.fallback,
        duration_s=finished.duration_s if finished else None,
        size=finished.size if finished else None,
        error=problem_of(failure) if failure else None,
    )


def differs(entry: Entry, facts: Facts) -> bool:
    """``facts`` say something that ``entry`` does not know yet."""
    seen = (facts.status, facts.revision, facts.fallback, facts.voice)
    return seen != (entry.status, entry.revision, entry.fallback, entry.voice)


def growth_of(narrations: Narrations, entry: Entry) -> Growth | None:
    """How far the revision of ``entry`` is; None while a newer one is on its way."""
    plan = narrations.plan(entry.id, entry.revision) if entry.revision and entry.status != "queued" else None
    if plan is None:
        return None
    total = len(plan.segments)
    if entry.status == "ready":
        return Growth(Progress(total, total), entry.duration_s or 0.0)
    said = _said(narrations, entry.id, entry.revision)
    if said is None or len(said.segments) != total:
        return None
    sizes = narrations.sizes(plan)
    lengths = [len(segment.text) for segment in said.segments]
    return Growth(Progress(total - sizes.count(None), total), estimated_duration_s(plan, sizes, lengths))


def planned(narrations: Narrations, entry: Entry) -> Plan | None:
    """The plan that ``entry``'s request led to, if there is one."""
    outcome = narrations.outcome(entry.id, entry.digest)
    return narrations.plan(entry.id, outcome.revision) if outcome and outcome.revision else None


def problem_of(failure: Failure) -> Problem:
    return Problem(failure.kind, failure.title, failure.detail, failure.status)


def _said(narrations: Narrations, article_id: str, revision: str) -> _Said | None:
    script = narrations.script(article_id, revision)
    try:
        return None if script is None else msgspec.json.decode(script, type=_Said)
    except msgspec.MsgspecError:
        return None
