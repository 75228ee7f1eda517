"""From a script to the plan of its narration: which segment, in which voice, under which key."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from audio_cache.keys import KEY_SCHEMA, SegmentSpec, segment_key
from audio_cache.mp3.frames import PROFILE, frames_for_ms
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Plan, PlannedSegment, PlannedSound
from tts_service.article.hashing import short_hash
from tts_service.article.model import Phonemes, Script, Segment, Spelled
from workers.audio.chain import CHAIN_VERSION, profile
from workers.audio.jingles import JINGLES_VERSION
from workers.engines.base import Engine, Voice
from workers.engines.registry import Found
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


def recipe_of(voices: Iterable[Found]) -> str:
    """A digest of all that decides keys beside the text, but for levels that are measured: workers with one
    recipe make the same sounds, under the same keys."""
    engines: dict[str, object] = {}
    models = []
    for engine, voice in voices:
        engines[engine.id] = (engine.version, dict(engine.parameters))
        models.append((voice.id, voice.model, voice.gain_db, bool(voice.ipa)))
    parts = (KEY_SCHEMA, PROFILE, CHAIN_VERSION, JINGLES_VERSION, engines, sorted(models))
    return short_hash(msgspec.json.encode(parts, order="sorted"))


def bed_of(plan: Plan, index: int) -> PlannedSound | None:
    """What lies under segment ``index`` of ``plan``."""
    return plan.bed if index == 0 else None


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
    recipe: str = "",
) -> Plan:
    """Every segment of ``script`` in the voice that ``cast`` has for it, between the show's ``sounds``;
    its bed lies under the first one. ``recipe`` is that of this worker."""
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
        fallback="; ".join(cast.missing.values()),
        intro=sounds.intro,
        outro=sounds.outro,
        bed=sounds.bed,
        artwork=artwork,
        notes=(*sounds.notes, *cast.notes),
        credentials_url=credentials_url,
        recipe=recipe,
    )


def spoken_in(script: Script, index: int) -> str:
    """The language of segment ``index``."""
    return script.segments[index].language or script.language


def replan(
    plan: Plan,
    script: Script,
    stored: set[int],
    failed: int,
    engine: Engine,
    voice: Voice,
    why: str,
    recipe: str = "",
) -> Plan:
    """``plan`` with every segment that is not stored, and that the engine of segment ``failed`` was to speak
    in the same language, given to another voice.

    ``why`` is kept on the narration.
    """
    name, language = plan.segments[failed].engine, spoken_in(script, failed)
    segments = tuple(
        old
        if index in stored or old.engine != name or spoken_in(script, index) != language
        else planned(script.segments[index], engine, voice, language, bed_of(plan, index))
        for index, old in enumerate(plan.segments)
    )
    fallback = "; ".join(filter(None, (plan.fallback, f"{voice.id}: {name}: {why}")))
    return msgspec.structs.replace(plan, segments=segments, fallback=fallback, recipe=recipe)


def rekeyed(
    plan: Plan,
    script: Script,
    missing: Iterable[int],
    find: Callable[[str, str], Found | None],
    recipe: str = "",
) -> Plan:
    """``plan`` with the keys that this worker gives to the segments ``missing``. ``find`` finds a voice by
    its id and a language; segments for which it finds none stay as they are."""
    segments = list(plan.segments)
    for index in missing:
        language = spoken_in(script, index)
        if (found := find(segments[index].voice, language)) is not None:
            segments[index] = planned(script.segments[index], *found, language, bed_of(plan, index))
    return msgspec.structs.replace(plan, segments=tuple(segments), recipe=recipe)


def without_sounds(plan: Plan) -> Plan:
    """``plan`` without its sounds, which are no longer stored. If its first segment is not stored either, its
    key is nobody's now, and whoever finds that gives it another."""
    note = "The show's sounds are left out: they were no longer in the cache."
    return msgspec.structs.replace(plan, intro=None, outro=None, bed=None, notes=(*plan.notes, note))
