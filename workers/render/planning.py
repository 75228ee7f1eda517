"""From a script to the plan of its narration: which segment, in which voice, under which key."""

from __future__ import annotations

import msgspec

from audio_cache.keys import SegmentSpec, segment_key
from audio_cache.mp3.frames import frames_for_ms
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Plan, PlannedSegment, PlannedSound
from tts_service.article.model import Phonemes, Script, Segment, Spelled
from workers.audio.chain import profile
from workers.audio.jingles import JINGLES_VERSION
from workers.engines.base import Engine, Voice
from workers.render.casting import Cast
from workers.render.staging import SILENT, Sounds


def phonemes_for(segment: Segment, voice: Voice) -> tuple[Phonemes, ...]:
    """The phonemes that ``voice`` is given for words of ``segment``."""
    return segment.phonemes if voice.ipa else ()


def spelled_for(segment: Segment, voice: Voice) -> tuple[Spelled, ...]:
    """The words that ``voice`` spells: not those whose phonemes it is given."""
    phonemes = phonemes_for(segment, voice)
    return tuple(
        word
        for word in segment.spelled
        if not any(sound.start < word.end and word.start < sound.end for sound in phonemes)
    )


def key_of(segment: Segment, engine: Engine, voice: Voice, language: str, bed: str = "") -> str:
    """The key of ``segment`` spoken by ``voice``: every sample depends on just this. ``bed`` names
    the music under it."""
    return segment_key(
        SegmentSpec(
            engine=engine.id,
            engine_version=engine.version,
            model=voice.model,
            voice=voice.name,
            parameters=engine.parameters,
            language=language,
            text=segment.text,
            profile=f"{profile(voice)}/{bed}" if bed else profile(voice),
            phonemes=tuple((sound.start, sound.end, sound.ipa) for sound in phonemes_for(segment, voice)),
            spelled=tuple((word.start, word.end) for word in spelled_for(segment, voice)),
        )
    )


def planned(
    segment: Segment, engine: Engine, voice: Voice, language: str, bed: PlannedSound | None = None
) -> PlannedSegment:
    """With a ``bed`` the pause becomes the time in which it fades."""
    beneath = f"bed{JINGLES_VERSION}-{bed.key}-{segment.pause_ms}ms" if bed else ""
    return PlannedSegment(
        key=key_of(segment, engine, voice, language, beneath),
        engine=engine.id,
        voice=voice.id,
        pause_frames=0 if bed else frames_for_ms(segment.pause_ms),
        tail_ms=segment.pause_ms if bed else 0,
    )


def make_plan(
    narration: NarrationId,
    script: Script,
    cast: Cast,
    tag_bytes: int,
    sounds: Sounds = SILENT,
    artwork: str = "",
    credentials_url: str = "",
) -> Plan:
    """Every segment of ``script`` in the voice that ``cast`` has for it, between the show's ``sounds``;
    its bed lies under the first one."""
    engine, voice = cast.narrator
    return Plan(
        article_id=narration.article_id,
        revision=narration.revision,
        language=script.language,
        engine=engine.id,
        voice=voice.id,
        segments=tuple(
            planned(
                segment,
                *cast.of(script, segment),
                spoken_in(script, index),
                sounds.bed if index == 0 else None,
            )
            for index, segment in enumerate(script.segments)
        ),
        tag_bytes=tag_bytes,
        fallback=cast.missing,
        intro=sounds.intro,
        outro=sounds.outro,
        bed=sounds.bed,
        artwork=artwork,
        notes=sounds.notes,
        credentials_url=credentials_url,
    )


def spoken_in(script: Script, index: int) -> str:
    """The language of segment ``index``."""
    return script.segments[index].language or script.language


def replan(
    plan: Plan, script: Script, stored: set[int], failed: int, engine: Engine, voice: Voice, why: str
) -> Plan:
    """``plan`` with every segment that is not stored, and that the engine of segment ``failed`` was to speak
    in the same language, given to another voice.

    ``why`` is kept on the narration.
    """
    name, language = plan.segments[failed].engine, spoken_in(script, failed)
    segments = tuple(
        old
        if index in stored or old.engine != name or spoken_in(script, index) != language
        else planned(script.segments[index], engine, voice, language, plan.bed if index == 0 else None)
        for index, old in enumerate(plan.segments)
    )
    fallback = "; ".join(filter(None, (plan.fallback, f"{voice.id}: {name}: {why}")))
    return msgspec.structs.replace(plan, segments=segments, fallback=fallback)


def without_sounds(plan: Plan, script: Script, engine: Engine, voice: Voice, *, first_stored: bool) -> Plan:
    """``plan`` without its sounds, which are no longer stored. ``engine`` and ``voice`` speak the first
    segment, unless it is stored."""
    segments = plan.segments
    if plan.bed is not None and not first_stored:
        segments = (planned(script.segments[0], engine, voice, spoken_in(script, 0)), *segments[1:])
    note = "The show's sounds are left out: they were no longer in the cache."
    return msgspec.structs.replace(
        plan, segments=segments, intro=None, outro=None, bed=None, notes=(*plan.notes, note)
    )
