"""From a script to the plan of its narration: which segment, in which voice, under which key."""

from __future__ import annotations

import msgspec

from audio_cache.frames import frames_for_ms
from audio_cache.keys import SegmentSpec, segment_key
from audio_cache.plan import Plan, PlannedSegment
from tts_service.article.model import Script, Segment
from workers.audio.chain import profile
from workers.casting import Cast
from workers.engines.base import Engine, Voice


def key_of(text: str, engine: Engine, voice: Voice, language: str) -> str:
    """The key of ``text`` spoken by ``voice``: every sample depends on just this."""
    return segment_key(
        SegmentSpec(
            engine=engine.id,
            engine_version=engine.version,
            model=voice.model,
            voice=voice.name,
            parameters=engine.parameters,
            language=language,
            text=text,
            profile=profile(voice),
        )
    )


def planned(segment: Segment, engine: Engine, voice: Voice, language: str) -> PlannedSegment:
    return PlannedSegment(
        key=key_of(segment.text, engine, voice, language),
        engine=engine.id,
        voice=voice.id,
        pause_frames=frames_for_ms(segment.pause_ms),
    )


def make_plan(article_id: str, revision: str, script: Script, cast: Cast, tag_bytes: int) -> Plan:
    """Every segment of ``script`` in the voice that ``cast`` has for it."""
    engine, voice = cast.narrator
    return Plan(
        article_id=article_id,
        revision=revision,
        language=script.language,
        engine=engine.id,
        voice=voice.id,
        segments=tuple(planned(segment, *cast.of(script, segment), script.language) for segment in script.segments),
        tag_bytes=tag_bytes,
        fallback=cast.missing,
    )


def replan(plan: Plan, script: Script, landed: set[int], failed: str, engine: Engine, voice: Voice, why: str) -> Plan:
    """``plan`` with every segment that has not landed and that the engine ``failed`` was to speak given to another voice.

    ``why`` is kept on the narration.
    """
    segments = tuple(
        old if index in landed or old.engine != failed else planned(script.segments[index], engine, voice, script.language)
        for index, old in enumerate(plan.segments)
    )
    fallback = "; ".join(filter(None, (plan.fallback, f"{voice.id}: {failed}: {why}")))
    return msgspec.structs.replace(plan, segments=segments, fallback=fallback)
